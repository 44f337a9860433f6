//! An ALTER TABLE that somebody has not committed.

use std::time::{Duration, Instant};

use super::{Others, our_roles, plan, run_with};
use crate::desk::Desk;
use crate::postgres::Cluster;

const BLOCKED: &str = "SELECT 1 FROM pg_stat_activity
    WHERE application_name LIKE 'rolewright/%' AND wait_event_type = 'Lock'";

#[test]
fn it_is_named_while_it_lasts_and_the_apply_goes_on_after_it() {
    let cluster = Cluster::start_private(&[]);
    cluster.sql("postgres", "CREATE DATABASE app");
    cluster.sql("app", "CREATE TABLE t (i int)");
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    desk.run(&plan("fleet", "app")).expect(0);
    let others = Others::open(&cluster, "app", 1);
    others.sql("SET application_name = 'a migration'; BEGIN");
    others.sql("ALTER TABLE t ADD COLUMN j text DEFAULT 's3cret'");
    let pid = "SELECT pid FROM pg_stat_activity WHERE application_name = 'a migration'";
    let pid = cluster.sql("postgres", pid).remove(0).remove(0).unwrap();

    // In the database itself the table's name is known too. Never a value of others.
    let health = desk
        .run(&["health", "fleet", "--maintenance-db", "app"])
        .expect(0)
        .prints("status: ok")
        .prints(&format!(
            "pid {pid} of postgres (a migration) in database app"
        ))
        .prints("AccessExclusiveLock on public.t")
        .prints("ALTER TABLE t ADD COLUMN j text DEFAULT…");
    assert!(!health.all().contains("s3cret"), "{}", health.all());

    let short = [("ROLEWRIGHT_LOCK_TIMEOUT", "2s")];
    let refused = run_with(&desk, &["apply", "-f", "result.yaml"], &short)
        .expect(1)
        .all();
    for part in [
        &format!("pid {pid}"),
        "a migration",
        "since 20",
        "ALTER TABLE t",
    ] {
        assert!(refused.contains(part), "no {part}: {refused}");
    }
    assert!(!refused.contains("s3cret"), "{refused}");
    assert_eq!(our_roles(&cluster), Vec::<String>::new());
    let sessions = desk
        .run(&["sessions", "list", "--kind", "apply", "--json"])
        .expect(0);
    assert!(
        sessions.stdout.contains(&format!("pid {pid}")),
        "{}",
        sessions.stdout
    );

    let long = [("ROLEWRIGHT_LOCK_TIMEOUT", "60s")];
    let waiting = std::thread::scope(|scope| {
        let apply = scope.spawn(|| run_with(&desk, &["apply", "-f", "result.yaml"], &long));
        let begun = Instant::now();
        while cluster.sql("postgres", BLOCKED).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it never waits");
            std::thread::sleep(Duration::from_millis(50));
        }
        others.sql("COMMIT");
        apply.join().unwrap()
    });
    waiting.expect(0);
    assert_eq!(our_roles(&cluster).len(), 1);
}
