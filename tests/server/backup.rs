//! A copy of the store that is made in the middle of an apply, and used in its place.

use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::desks::as_role;
use crate::postgres::{Cluster, cluster};

const NAME: &str = "copied";

fn plan(desk: &Desk, more: &[&str]) -> i32 {
    let plan = ["plan", NAME, "--role", "ro", "--scopes", NAME];
    let rest = ["--privileges", "SELECT", "-o", "result.yaml"];
    let args = [&plan[..], &rest, &["--detailed-exitcode"], more].concat();
    desk.run(&args).code
}

/// Until a statement of an apply waits for a lock.
fn until_it_waits(cluster: &Cluster) {
    let waits = format!(
        "SELECT 1 FROM pg_stat_activity WHERE datname = '{NAME}' AND wait_event_type = 'Lock'
            AND application_name LIKE 'rolewright/%'"
    );
    let begun = Instant::now();
    while cluster.sql("postgres", &waits).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never waits");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A home made of a copy and the key.
fn restored(desk: &Desk, copy: &str) -> Desk {
    let other = Desk::new();
    std::fs::create_dir(other.home()).unwrap();
    std::fs::copy(desk.path(copy), other.home().join("rolewright.db")).unwrap();
    std::fs::copy(desk.home().join("key"), other.home().join("key")).unwrap();
    other
}

fn session_count(desk: &Desk, status: &str) -> usize {
    let list = desk.run(&["sessions", "list", "--kind", "apply", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list.expect(0).stdout).unwrap();
    let all = list["sessions"].as_array().unwrap().iter();
    all.filter(|session| session["status"] == status).count()
}

#[test]
fn a_copy_made_during_an_apply_is_whole_and_loses_no_password() {
    let c = cluster();
    c.sql("postgres", &format!("CREATE DATABASE {NAME}"));
    c.sql(NAME, "CREATE TABLE public.t (id int)");
    let desk = Desk::with_resources(c, &[NAME]);
    assert_eq!(plan(&desk, &[]), 2);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    let role = planner::desired::role_name(&Default::default(), &NAME.into(), "ro").unwrap();
    let role = role.as_str();
    let before = desk.password(role);

    // A new password and a GRANT, which waits for somebody else's on the same table.
    c.sql(NAME, "CREATE TABLE public.more (id int)");
    assert_eq!(plan(&desk, &["--rotate-password"]), 2);
    let other = tokio::runtime::Runtime::new().unwrap();
    let client = other.block_on(c.connect(NAME));
    let held = "BEGIN; GRANT SELECT ON public.more TO pg_monitor";
    other.block_on(client.batch_execute(held)).unwrap();
    let mut apply = desk.command(&["apply", "-f", "result.yaml"]);
    let mut apply = apply.spawn().unwrap();
    until_it_waits(c);
    desk.run(&["backup", "copy.db"]).expect(0);
    other.block_on(client.batch_execute("COMMIT")).unwrap();
    assert!(apply.wait().unwrap().success());
    let now = desk.password(role);
    assert_ne!(before, now);

    // It holds the apply under way, and the password that the cluster has taken since.
    let copy = restored(&desk, "copy.db");
    copy.run(&["sessions", "verify"]).expect(0);
    assert_eq!(session_count(&copy, "running"), 1);
    assert_eq!(copy.password(role), now);
    as_role(c, role, &now, NAME, "SELECT * FROM public.more").unwrap();
    // The next command finds out how that apply ended.
    assert_eq!(plan(&copy, &[]), 0);
    assert_eq!(session_count(&copy, "running"), 0);
    assert_eq!(session_count(&copy, "success"), 2);
    assert_eq!(copy.password(role), now);
    copy.run(&["sessions", "verify"]).expect(0);
}
