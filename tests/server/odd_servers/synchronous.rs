//! A COMMIT that waits for a synchronous standby which is not there.

use super::{our_roles, plan, run_with};
use crate::desk::Desk;
use crate::desks::as_role;
use crate::postgres::Cluster;

const SHORT: [(&str, &str); 2] = [
    ("ROLEWRIGHT_COMMIT_TIMEOUT", "700ms"),
    ("ROLEWRIGHT_LOCK_TIMEOUT", "700ms"),
];

#[test]
fn a_commit_that_waits_for_ever_is_cancelled_and_recorded_as_it_is() {
    let cluster = Cluster::start_private(&[("synchronous_commit", "on")]);
    cluster.sql("postgres", "CREATE DATABASE app");
    cluster.sql("app", "CREATE TABLE t (i int)");
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    desk.run(&plan("fleet", "app")).expect(0);
    cluster.sql(
        "postgres",
        "ALTER SYSTEM SET synchronous_standby_names = 'gone'",
    );
    cluster.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    desk.run(&["health", "fleet"])
        .expect(0)
        .prints("status: ok")
        .prints("and 0 are there");

    let applied = run_with(&desk, &["apply", "-f", "result.yaml"], &SHORT).expect(0);
    let all = applied.all();
    assert!(all.contains("synchronous standby"), "{all}");
    assert!(all.contains("committed on this server"), "{all}");
    // The record says it too, and is true: the role is there, its password is the one that is shown.
    let sessions = desk
        .run(&["sessions", "list", "--kind", "apply", "--json"])
        .expect(0);
    let said = &sessions.stdout;
    assert!(
        said.contains("synchronous standby") && said.contains("\"success\""),
        "{said}"
    );
    desk.run(&["sessions", "verify"]).expect(0);
    let role = our_roles(&cluster).remove(0);
    as_role(
        &cluster,
        &role,
        &desk.password(&role),
        "app",
        "SELECT * FROM t",
    )
    .unwrap();
    let again = plan("fleet", "app");
    desk.run(&again).expect(0).prints("in-sync");
}

#[test]
fn an_account_that_does_not_wait_is_told_so() {
    let cluster = Cluster::start_private(&[]);
    cluster.sql(
        "postgres",
        "ALTER SYSTEM SET synchronous_standby_names = 'gone'",
    );
    cluster.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    desk.run(&["health", "fleet"])
        .expect(0)
        .prints("does not wait for them");
}
