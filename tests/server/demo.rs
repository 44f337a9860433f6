//! `rolewright demo` on a server of somebody's: the whole story holds and needs no other program,
//! nothing of theirs goes, nothing of its own stays. Its throwaway server is `make demo`'s.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, run};
use crate::postgres::Cluster;
use crate::reference::{GOLDEN, RO};

/// The demo in a temporary folder of its own, at this cluster.
fn demo(cluster: &Cluster, desk: &Desk) -> Command {
    let (user, password) = (&cluster.user, &cluster.password);
    let (host, port) = (&cluster.host, cluster.port);
    let url = format!("postgres://{user}:{password}@{host}:{port}/");
    let mut command = desk.command(&["demo"]);
    std::fs::create_dir_all(desk.path("tmp")).unwrap();
    command.env("DEMO_URL", url).env("TMPDIR", desk.path("tmp"));
    command
}

/// Databases and roles that PostgreSQL did not bring along.
fn there(cluster: &Cluster) -> String {
    let sql = "SELECT string_agg(name, ' ' ORDER BY name) FROM (
        SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'
        UNION ALL SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)') AS names";
    let rows = cluster.sql("postgres", sql);
    rows[0][0].clone().unwrap_or_default()
}

fn left_behind(desk: &Desk) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(desk.path("tmp")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn the_demo_tells_its_story_and_leaves_nothing() {
    let (cluster, desk) = (Cluster::start_private(&[]), Desk::new());
    let mut command = demo(&cluster, &desk);
    command.env("PATH", "/nonexistent");
    run(command, "")
        .expect(0)
        .prints(GOLDEN)
        .prints("demo: all 42 checks passed")
        .prints("nothing is left behind");
    assert_eq!(there(&cluster), "");
    assert_eq!(left_behind(&desk), [""; 0].map(PathBuf::from));
}

#[test]
fn what_was_there_before_the_demo_is_not_touched() {
    for (database, sql, named) in [
        ("postgres", "CREATE DATABASE legacy", "database legacy"),
        ("postgres", &format!("CREATE ROLE {RO}"), RO),
    ] {
        let (cluster, desk) = (Cluster::start_private(&[]), Desk::new());
        cluster.sql(database, sql);
        let before = there(&cluster);
        let refused = run(demo(&cluster, &desk), "").expect(1);
        refused.says("nothing was touched").says(named);
        assert_eq!(there(&cluster), before);
    }
}

fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        match look() {
            Some(found) => return found,
            None if Instant::now() > deadline => panic!("no {what} within a minute"),
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn send(signal: &str, child: &Child) {
    let mut kill = Command::new("kill");
    let status = kill.args([signal, &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[test]
fn an_interrupted_demo_leaves_nothing_behind_and_its_folder_is_closed_to_others() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let (cluster, desk) = (Cluster::start_private(&[]), Desk::new());
        let mut command = demo(&cluster, &desk);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let folder = wait_for("password in the demo's folder", || {
            let mut folders = left_behind(&desk).into_iter();
            folders.find(|folder| folder.join("admin-password").exists())
        });
        let mode = folder.metadata().unwrap().permissions().mode();
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert_eq!(mode & 0o777, 0o700);
        assert_eq!(there(&cluster), "", "{signal}");
        assert_eq!(left_behind(&desk), [""; 0].map(PathBuf::from), "{signal}");
    }
}
