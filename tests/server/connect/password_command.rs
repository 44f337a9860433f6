//! Passwords of admin accounts that a command prints: asked for when they are needed, and no oftener.

use std::os::unix::fs::PermissionsExt;

use crate::desk::{Desk, Output};
use crate::edit::edit_store;
use crate::postgres::{Cluster, cluster};

impl Desk {
    /// With this resource in the inventory, and no account.
    pub fn with_resource(cluster: &Cluster, name: &str) -> Self {
        let desk = Self::new();
        desk.place(name, &cluster.host, cluster.port);
        desk
    }

    /// A program for commands to run. It notes in `calls` that it was called.
    pub fn script(&self, name: &str, text: &str) -> String {
        let folder = self.path("").display().to_string();
        let path = self.write(
            name,
            format!("#!/bin/sh\ncd {folder}\necho >> calls\n{text}\n"),
        );
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn calls(&self) -> usize {
        let calls = std::fs::read_to_string(self.path("calls")).unwrap_or_default();
        calls.lines().count()
    }

    fn set_command(&self, resource: &str, user: &str, command: &[&str]) -> Output {
        let set = ["credentials", "set", resource, "--user", user];
        self.run(&[&set, &["--password-command", "--"][..], command].concat())
    }
}

/// Three databases with a table each, and their names as scopes.
fn databases(cluster: &Cluster, prefix: &str) -> String {
    let names = ["a", "b", "c"].map(|end| format!("{prefix}_{end}"));
    for name in &names {
        cluster.sql("postgres", &format!("CREATE DATABASE {name}"));
        cluster.sql(name, "CREATE TABLE public.t (id int)");
    }
    names.join(",")
}

fn plan(desk: &Desk, resource: &str, scopes: &str) -> Output {
    let plan = ["plan", resource, "--role", "ro", "--scopes", scopes];
    desk.run(&[&plan[..], &["--privileges", "SELECT", "-o", "result.yaml"]].concat())
}

#[test]
fn a_command_prints_the_password_and_is_told_for_whom() {
    let c = cluster();
    let scopes = databases(c, "pc_right");
    let desk = Desk::with_resource(c, "pc_right");
    desk.write("password", &c.password);
    let script = desk.script(
        "print.sh",
        "echo \"$1 $ROLEWRIGHT_RESOURCE $PGHOST $PGPORT $PGUSER ${ROLEWRIGHT_HOME-no home}\" >> told; cat password",
    );
    desk.set_command("pc_right", c.user, &[&script, "it's"])
        .expect(0)
        .says("password: command");
    let told = format!("it's pc_right {} {} {} no home\n", c.host, c.port, c.user);
    assert_eq!(desk.read("told"), told);
    desk.run(&["resources", "list"])
        .expect(0)
        .prints("(command)");
    desk.run(&["health", "pc_right"])
        .expect(0)
        .prints("password: command\n");
    let before = desk.calls();
    plan(&desk, "pc_right", &scopes).expect(0);
    assert_eq!(desk.calls(), before + 1, "one plan, one call");
    desk.run(&["apply", "-f", "result.yaml"])
        .expect(0)
        .prints("verified in sync");
    assert_eq!(
        desk.calls(),
        before + 2,
        "one apply over three databases, one call"
    );
    // What was stored is no password, and the command is in no file as it is.
    let csv = format!(
        "name,admin_user,password,password_command\npc_right,{},,\"'{script}' 'x y'\"\n",
        c.user
    );
    desk.write("credentials.csv", csv);
    desk.run(&["credentials", "import", "-f", "credentials.csv"])
        .expect(0)
        .prints("stored");
    assert!(desk.read("told").contains("\nx y pc_right "));
    let store = std::fs::read(desk.home().join("rolewright.db")).unwrap();
    let holds = |text: &str| store.windows(text.len()).any(|at| at == text.as_bytes());
    assert!(!holds("print.sh") && !holds(&c.password) && holds("pc_right"));
}

/// Each call makes a new password, and the one before stops working.
#[test]
fn a_token_of_minutes_is_fetched_once_for_all_that_is_opened_together() {
    let c = cluster();
    let scopes = databases(c, "pc_token");
    c.sql("postgres", "CREATE ROLE pc_token LOGIN SUPERUSER");
    let psql = c.program("psql").unwrap_or_else(|| "psql".into());
    let desk = Desk::with_resource(c, "pc_token");
    desk.write("superuser", &c.password);
    let script = desk.script("token.sh", &format!(
        "token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
        PGPASSWORD=$(cat superuser) PGUSER=postgres PGDATABASE=postgres {} -qXc \"ALTER ROLE pc_token PASSWORD '$token'\" >&2 || exit 1
        echo $token",
        psql.display()
    ));
    desk.set_command("pc_token", "pc_token", &[&script])
        .expect(0);
    assert_eq!(desk.calls(), 1);
    plan(&desk, "pc_token", &scopes).expect(0);
    assert_eq!(desk.calls(), 2);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    assert_eq!(desk.calls(), 3);
}

#[test]
fn a_password_that_is_refused_is_fetched_anew_once() {
    let c = cluster();
    let desk = Desk::with_resource(c, "pc_stale");
    desk.write("password", &c.password);
    let script = desk.script(
        "stale.sh",
        "if [ \"$(wc -l < calls)\" -lt 2 ]; then echo stale; else cat password; fi",
    );
    desk.set_command("pc_stale", c.user, &[&script]).expect(0);
    assert_eq!(desk.calls(), 2);
    let wrong = desk.script("wrong.sh", "echo wrong-one");
    let refused = desk.set_command("pc_stale", c.user, &[&wrong]).expect(1);
    assert_eq!(desk.calls(), 4);
    assert!(refused.stderr.contains("nor another"), "{}", refused.stderr);
    assert!(!refused.all().contains("wrong-one"), "{}", refused.all());
    // 28000: tokens are refused like this on some clouds.
    c.sql(
        "postgres",
        "CREATE ROLE pc_stale NOLOGIN PASSWORD 'wrong-one'",
    );
    desk.set_command("pc_stale", "pc_stale", &[&wrong])
        .expect(1)
        .says("not permitted to log in");
    assert_eq!(desk.calls(), 6);
}

#[test]
fn a_command_that_prints_no_password_is_an_error_that_says_why() {
    let c = cluster();
    let desk = Desk::with_resource(c, "pc_bad");
    for (text, fragment) in [
        (
            "echo s3cret-one; printf 'denied \\033[2J s3cret-one\\n' >&2; exit 3",
            "failed with exit status 3: denied \\u{1b}[2J […]",
        ),
        ("exit 0", "printed nothing"),
        ("printf '\\n'", "printed nothing"),
        ("echo s3cret-one; echo s3cret-two", "more than one line"),
        ("yes s3cret-one", "more than 64 KiB"),
        (
            "echo s3cret-one; sleep 60",
            "had not ended after 2.0 s and was killed",
        ),
    ] {
        let script = desk.script("bad.sh", text);
        let set = [
            "credentials",
            "set",
            "pc_bad",
            "--user",
            c.user,
            "--command-timeout",
            "2s",
        ];
        let refused = desk
            .run(&[&set[..], &["--password-command", "--", &script]].concat())
            .expect(1)
            .says(fragment)
            .says("nothing was stored");
        assert!(!refused.all().contains("s3cret"), "{}", refused.all());
    }
    let missing = desk
        .set_command("pc_bad", c.user, &["/nowhere/at-all"])
        .expect(1);
    assert!(
        missing.stderr.contains("cannot be started"),
        "{}",
        missing.stderr
    );
    desk.set_command("pc_bad", c.user, &["./here"])
        .expect(64)
        .says("whole path");
    desk.run(&["health", "pc_bad"])
        .expect(1)
        .says("no admin account");
}

#[test]
fn whoever_edits_the_database_gets_no_command_executed() {
    let c = cluster();
    let desk = Desk::with_resource(c, "pc_one");
    desk.place("pc_two", &c.host, c.port);
    desk.write("password", &c.password);
    let script = desk.script("print.sh", "cat password");
    desk.set_command("pc_one", c.user, &[&script]).expect(0);
    let words = format!("[\"touch\",\"{}\"]", desk.path("hacked").display());
    desk.set_account("pc_two", c.user, &c.password).expect(0);
    let before = desk.calls();
    for edit in [
        format!("UPDATE credentials SET sealed = CAST('{words}' AS BLOB) WHERE resource = 'pc_one'"),
        "UPDATE credentials SET source = 'command' WHERE resource = 'pc_two'".to_owned(),
        "UPDATE credentials SET source = 'command', sealed = (SELECT sealed FROM credentials WHERE resource = 'pc_one') WHERE resource = 'pc_two'".to_owned(),
        "UPDATE credentials SET host = 'elsewhere.example' WHERE resource = 'pc_one'".to_owned(),
    ] {
        let copy = Desk::new();
        std::fs::create_dir(copy.home()).unwrap();
        for file in std::fs::read_dir(desk.home()).unwrap().flatten() {
            std::fs::copy(file.path(), copy.home().join(file.file_name())).unwrap();
        }
        edit_store(&copy.home(), &edit);
        let name = if edit.contains("= 'pc_two'") { "pc_two" } else { "pc_one" };
        copy.run(&["health", name]).expect(1).says("sealed");
        assert!(!desk.path("hacked").exists());
        assert_eq!(desk.calls(), before, "{edit}");
    }
    // Nor does an edited inventory have it run for another server.
    desk.place("pc_one", "localhost", c.port);
    desk.run(&["health", "pc_one"])
        .expect(1)
        .says("credentials confirm");
    assert_eq!(desk.calls(), before);
    desk.run(&["credentials", "confirm", "pc_one"]).expect(0);
    desk.run(&["health", "pc_one"]).expect(0);
    assert_eq!(desk.calls(), before + 2);
}
