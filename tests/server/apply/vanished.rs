//! A client that vanished: the server goes on believing in it, and keeps the role's lock for it.

use proxy::{Fault, Moment, Request, Verdict};

use super::commits::{desk_behind, proxy_to};
use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_next_apply_ends_what_one_that_is_over_left_on_the_server() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    create(cluster, &["vanished"]);
    let mut desk = desk_behind(cluster, &proxy, "vanished").await;
    let plan = desk.plan("ro", &["vanished"], &["SELECT"]).await;
    let limits = desk.bench.limits;
    let short = Duration::from_secs(1);
    desk.bench.limits = Limits {
        connect: short,
        statement: short,
        grace: short,
        reconnect: short,
        ..limits
    };
    proxy.heal();
    // The lock is taken, the cluster is looked at for the first time, and nothing is done yet.
    proxy.arm(Fault {
        at: Request {
            database: "vanished".to_owned(),
            text: "ROLLBACK".to_owned(),
            nth: 0,
        },
        moment: Moment::Before,
        act: Box::new(|_| Verdict::VanishAll),
    });
    let failed = desk.apply(&plan).await;
    assert!(proxy.struck());
    assert_eq!(failed.status, Status::Failed, "{}", failed.message);
    proxy.heal();
    desk.bench.limits = limits;
    desk.bench.role_lock = Duration::from_secs(20);
    let again = desk.apply(&plan).await;
    assert_eq!(again.status, Status::Success, "{}", again.message);
    proxy.bury();
}
