//! `rolewright demo` on a server of somebody's: the whole story holds, needs no other program, and
//! leaves nothing behind. Its throwaway server is `make demo`'s.

use crate::desk::Desk;
use crate::postgres::Cluster;
use crate::reference::GOLDEN;

#[test]
fn the_demo_tells_its_story_and_leaves_nothing() {
    let cluster = Cluster::start_private(&[]);
    let desk = Desk::new();
    let (user, password) = (cluster.user, &cluster.password);
    let (host, port) = (&cluster.host, cluster.port);
    let mut command = desk.command(&["demo"]);
    command
        .env(
            "DEMO_URL",
            format!("postgres://{user}:{password}@{host}:{port}/"),
        )
        .env("TMPDIR", desk.path(""))
        .env("PATH", "/nonexistent");
    crate::desk::run(command, "")
        .expect(0)
        .prints(GOLDEN)
        .prints("demo: all 42 checks passed")
        .prints("nothing is left behind");
    let left = cluster.sql(
        "postgres",
        "SELECT datname FROM pg_database WHERE datname IN ('analytics', 'app', 'legacy')
         UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE 'hoopdev%' OR rolname LIKE 'demo%'",
    );
    assert!(left.is_empty(), "{left:?}");
    let folder = std::fs::read_dir(desk.path("")).unwrap();
    let files: Vec<_> = folder.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        !files
            .iter()
            .any(|name| name.to_string_lossy().contains("demo")),
        "{files:?}"
    );
}
