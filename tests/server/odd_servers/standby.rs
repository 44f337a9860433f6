//! A hot standby: it can be planned for, and not changed.

use super::{our_roles, plan};
use crate::desk::Desk;
use crate::postgres::Cluster;

#[test]
fn a_standby_is_planned_for_and_an_apply_refused_by_name() {
    let primary = Cluster::start_private(&[]);
    primary.sql("postgres", "CREATE DATABASE app");
    primary.sql("app", "CREATE TABLE t (i int)");
    let standby = primary.standby();
    // It is as it was copied, so that nothing has to be waited for.
    let desk = Desk::with_resources(&standby, &["fleet"]);
    desk.run(&plan("fleet", "app")).expect(0);
    desk.run(&["health", "fleet"])
        .expect(1)
        .prints("status: cannot apply")
        .prints("this is a standby");

    let refused = desk.run(&["apply", "-f", "result.yaml"]).expect(1);
    let all = refused.all();
    assert!(all.contains("this server is a standby"), "{all}");
    assert!(all.contains("address of the primary"), "{all}");
    assert_eq!(our_roles(&primary), Vec::<String>::new());
    let sessions = desk
        .run(&["sessions", "list", "--kind", "apply", "--json"])
        .expect(0);
    assert!(
        sessions.stdout.contains("\"failed\""),
        "{}",
        sessions.stdout
    );
    desk.run(&["sessions", "verify"]).expect(0);

    // Nothing was used up: once it is a primary, the plan that was reviewed is applied.
    standby.sql("postgres", "SELECT pg_promote()");
    desk.run(&["health", "fleet"])
        .expect(0)
        .prints("status: ok");
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    assert_eq!(our_roles(&standby).len(), 1);
}
