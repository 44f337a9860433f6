//! A client that vanished: the server goes on believing in it, and keeps the role's lock for it.

use proxy::{Fault, Moment, Proxy, Request, Verdict};

use store::HandOver;

use super::commits::{desk_behind, proxy_to};
use super::*;

/// An apply whose packets vanish once it has the role's lock; it waits for nothing long.
async fn vanishes(desk: &mut Desk, proxy: &Proxy, plan: &PlanEntry) {
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
    // The cluster is looked at for the first time, and nothing is done yet.
    proxy.arm(Fault {
        at: Request {
            database: desk.resource.clone(),
            text: "ROLLBACK".to_owned(),
            nth: 0,
        },
        moment: Moment::Before,
        act: Box::new(|_| Verdict::VanishAll),
    });
    let failed = desk.apply(plan).await;
    assert!(proxy.struck());
    assert_eq!(failed.status, Status::Failed, "{}", failed.message);
    proxy.heal();
    desk.bench.limits = limits;
    desk.bench.role_lock = Duration::from_secs(20);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_apply_ends_what_one_that_is_over_left_on_the_server() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    create(cluster, &["vanished"]);
    let mut desk = desk_behind(cluster, &proxy, "vanished").await;
    let plan = desk.plan("ro", &["vanished"], &["SELECT"]).await;
    vanishes(&mut desk, &proxy, &plan).await;
    let again = desk.apply(&plan).await;
    assert_eq!(again.status, Status::Success, "{}", again.message);
    proxy.bury();
}

#[tokio::test(flavor = "multi_thread")]
async fn so_does_whoever_hands_a_password_over() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    create(cluster, &["vanished_too"]);
    let mut desk = desk_behind(cluster, &proxy, "vanished_too").await;
    let plan = desk.plan("ro", &["vanished_too"], &["SELECT"]).await;
    let made = desk.apply(&plan).await;
    assert_eq!(made.status, Status::Success, "{}", made.message);
    let plan = desk.plan("ro", &["vanished_too"], &["INSERT"]).await;
    vanishes(&mut desk, &proxy, &plan).await;
    let takes = ["/bin/sh", "-c", "cat >/dev/null"].map(str::to_owned);
    let takes = HandOver::Command(takes.to_vec());
    let hand_overs = desk.bench.store.hand_overs();
    hand_overs.set(Some("vanished_too"), &takes).await.unwrap();
    let role = plan.role_name.as_str().into();
    let handed_over = desk.bench.hand_over("vanished_too", &role, &role).await;
    handed_over.unwrap();
    proxy.bury();
}

/// It keeps more than the role's lock: what its transactions changed is locked as long as they are open.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_apply_that_is_over_keeps_locked_is_let_go() {
    let cluster = cluster();
    create(cluster, &["kept_locked"]);
    let mut desk = desk(cluster, "kept_locked").await;
    desk.bench.limits.lock = Duration::from_secs(2);
    let plan = desk.plan("ro", &["kept_locked"], &["SELECT"]).await;
    let over = desk.apply(&plan).await;
    assert_eq!(over.status, Status::Success, "{}", over.message);
    // As the server sees it: one of its sessions is in the middle of its transaction.
    let left = cluster.connect("kept_locked").await;
    let grant = format!(
        "SET application_name = 'rolewright/{}'; BEGIN; GRANT INSERT ON public.t TO PUBLIC",
        over.sid
    );
    left.batch_execute(&grant).await.unwrap();
    let plan = desk.plan("ro", &["kept_locked"], &["UPDATE"]).await;
    let applied = desk.apply(&plan).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    // Nobody else's is ended.
    let others = cluster.connect("kept_locked").await;
    let grant = "BEGIN; GRANT INSERT ON public.t TO PUBLIC";
    others.batch_execute(grant).await.unwrap();
    let plan = desk.plan("ro", &["kept_locked"], &["SELECT"]).await;
    let refused = desk.apply(&plan).await;
    assert_eq!(refused.status, Status::Failed, "{}", refused.message);
    assert!(
        refused.message.contains("waited for"),
        "{}",
        refused.message
    );
    others.batch_execute("ROLLBACK").await.unwrap();
}
