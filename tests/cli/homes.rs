//! Homes: copied, lost, read-only, in the wrong place.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use secret::Secret;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};
use store::{Session, SessionKind, Standing};

use crate::desk::{Desk, run, tests_file};
use crate::kept::with_store;

fn stocked() -> Desk {
    let desk = Desk::new();
    let inventory = tests_file("reference/inventory.csv");
    desk.run(&["resources", "import", "-f", &inventory])
        .expect(0);
    desk
}

/// An apply that runs.
pub fn an_apply(sid: &str) -> Session {
    Session {
        sid: sid.to_owned(),
        kind: SessionKind::Apply,
        resource: "analytics".to_owned(),
        role_label: "ro".to_owned(),
        role_name: "app_ro".to_owned(),
        status: "running".to_owned(),
        message: String::new(),
        document: None,
        facts: None,
        plan_sid: None,
        started_at: jiff::Timestamp::now(),
        finished_at: None,
        expires_at: None,
        os_user: "root".to_owned(),
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn after_a_command_the_store_is_one_file() {
    let desk = stocked();
    assert!(!desk.path("home/rolewright.db-wal").exists());
    desk.run(&["backup", "copy.db"])
        .expect(0)
        .says("keep")
        .says("home/key");
    desk.run(&["backup", "copy.db"])
        .expect(1)
        .says("is there already");
    let restored = Desk::new();
    fs::create_dir(restored.home()).unwrap();
    mode(&restored.home(), 0o700);
    fs::copy(desk.path("copy.db"), restored.path("home/rolewright.db")).unwrap();
    fs::copy(desk.path("home/key"), restored.path("home/key")).unwrap();
    let list = |desk: &Desk| desk.run(&["resources", "list"]).expect(0).stdout;
    assert_eq!(list(&restored), list(&desk));
}

#[test]
fn a_lost_store_is_named_with_the_way_back() {
    let desk = stocked();
    fs::remove_file(desk.path("home/rolewright.db")).unwrap();
    desk.run(&["resources", "list"])
        .expect(1)
        .says("home/rolewright.db is missing or empty")
        .says("restore it from your backup")
        .says("ROLEWRIGHT_HOME");
    assert!(!desk.path("home/rolewright.db").exists());
}

#[test]
fn who_keeps_the_store_from_being_written_is_named() {
    let desk = stocked();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let options = SqliteConnectOptions::new().filename(desk.path("home/rolewright.db"));
    let mut file = runtime.block_on(async {
        let mut file = SqliteConnection::connect_with(&options).await.unwrap();
        file.execute("BEGIN IMMEDIATE").await.unwrap();
        file
    });
    let timeout = ["--store-timeout", "300ms"];
    let inventory = tests_file("reference/inventory.csv");
    let changed = fs::read_to_string(&inventory)
        .unwrap()
        .replace("5432", "5433");
    desk.write("changed.csv", changed);
    let import = ["resources", "import", "-f", "changed.csv"];
    let pid = format!("process {} (", std::process::id());
    let refused = desk.run(&[&import[..], &timeout].concat()).expect(1);
    refused.says("did not end in 0.3s").says(&pid);
    desk.run(&["resources", "list"]).expect(0);
    runtime.block_on(async {
        file.execute("ROLLBACK").await.unwrap();
        file.close().await.unwrap();
    });
    desk.run(&import).expect(0);
}

#[test]
fn a_home_in_a_place_of_others_is_refused() {
    let desk = stocked();
    mode(desk.home().parent().unwrap(), 0o777);
    desk.run(&["resources", "list"])
        .expect(1)
        .says("chmod go-w");
}

#[test]
fn a_read_only_home_can_be_read() {
    let desk = stocked();
    with_store(&desk, async |store| {
        let password = Secret::new("hunter2".to_owned());
        let secrets = store.role_secrets();
        store.sessions().insert(&an_apply("s1")).await.unwrap();
        let apply = Standing::unlocked("s1");
        secrets
            .put_pending(("analytics", "app_ro"), &password, None, &apply)
            .await
            .unwrap();
        secrets.confirm(&apply).await.unwrap();
    });
    let read_only = |args: &[&str]| run(read_only(&desk, args), "");
    read_only(&["resources", "list"])
        .expect(0)
        .prints("analytics");
    read_only(&["credentials", "show", "app_ro", "--resource", "analytics"])
        .expect(0)
        .prints("hunter2")
        .says("is not recorded");
    desk.write("new.csv", "name,type,host,port\nnew,PostgreSQL,h,5432\n");
    read_only(&["resources", "import", "-f", "new.csv"])
        .expect(1)
        .says("nothing can be written to");
}

/// The command where the home cannot be written; root can write everywhere, but not to what is
/// mounted read-only.
fn read_only(desk: &Desk, args: &[&str]) -> Command {
    let command = desk.command(args);
    if !is_root() {
        mode(&desk.home(), 0o500);
        return command;
    }
    const MOUNT: &str = r#"mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@""#;
    let mut wrapped = Command::new("unshare");
    wrapped
        .args(["-m", "sh", "-c", MOUNT])
        .arg(desk.home())
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .current_dir(command.get_current_dir().unwrap());
    for (name, value) in command.get_envs() {
        wrapped.env(name, value.unwrap());
    }
    wrapped
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

#[test]
fn a_key_is_rotated_in_its_file_and_in_the_environment() {
    let desk = stocked();
    let verify = ["sessions", "verify"];
    let before = desk.read("home/key");
    desk.run(&["key", "rotate"])
        .expect(0)
        .says("the key of before is");
    assert_ne!(desk.read("home/key"), before);
    desk.run(&verify).expect(0);
    let with = |desk: &Desk, args: &[&str], keys: &[(&str, &str)]| {
        let mut command = desk.command(args);
        command.envs(keys.iter().copied());
        run(command, "")
    };
    let (old, new) = ("11".repeat(32), "22".repeat(32));
    let elsewhere = Desk::new();
    let old_key = ("ROLEWRIGHT_KEY", old.as_str());
    with(&elsewhere, &verify, &[old_key]).expect(0);
    with(&elsewhere, &["key", "rotate"], &[old_key])
        .expect(64)
        .says("ROLEWRIGHT_NEW_KEY");
    let both = [old_key, ("ROLEWRIGHT_NEW_KEY", new.as_str())];
    with(&elsewhere, &["key", "rotate"], &both)
        .expect(0)
        .says("from now on ROLEWRIGHT_KEY");
    with(&elsewhere, &verify, &[old_key]).expect(1);
    with(&elsewhere, &verify, &[("ROLEWRIGHT_KEY", &new)]).expect(0);
}

#[test]
fn a_rotation_that_is_killed_leaves_a_store_that_opens() {
    let desk = stocked();
    with_store(&desk, async |store| {
        store.sessions().insert(&an_apply("s1")).await.unwrap();
        let apply = Standing::unlocked("s1");
        let secrets = store.role_secrets();
        for role in 0..50 {
            let (role, password) = (format!("r{role}"), Secret::new("hunter2".to_owned()));
            secrets
                .put_pending(("analytics", &role), &password, None, &apply)
                .await
                .unwrap();
        }
    });
    let key = || fs::read(desk.path("home/key")).unwrap();
    let (mut before, mut finished) = (key(), 0);
    // At moments all over it, in steps of two milliseconds: where it is killed is chance.
    for moment in 0..60 {
        let mut rotate = desk.command(&["key", "rotate"]);
        let quiet = rotate.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = quiet.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(2 * moment));
        child.kill().unwrap();
        child.wait().unwrap();
        with_store(&desk, async |store| {
            let secrets = store.role_secrets();
            for role in ["r0", "r49"] {
                let kept = secrets.current("analytics", role).await.unwrap();
                assert_eq!(
                    kept.unwrap().password().unwrap().expose(),
                    "hunter2",
                    "{moment}"
                );
            }
            let verified = store.sessions().verify().await.unwrap();
            assert_eq!(verified.faults, [], "{moment}");
        });
        finished += u32::from(key() != before);
        before = key();
    }
    println!("{finished} of 60 rotations came to their end");
}
