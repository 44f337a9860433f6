//! Somebody asks to break off while a BEGIN is not answered yet.

use ::cluster::apply::Interrupt;
use proxy::{Fault, Moment, Request, Verdict};

use super::commits::{desk_behind, proxy_to};
use super::*;

/// A BEGIN that is cancelled leaves the rest of its flight to run, and to count, without it: the
/// cancel has to wait for the answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_waits_for_its_begin_and_leaves_nothing() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    let databases = ["asked_one", "asked_two"];
    create(cluster, &databases);
    let mut desk = desk_behind(cluster, &proxy, "asked").await;
    // Once for its text.
    let plan = desk.plan("first", &databases, &["SELECT"]).await;
    let first = desk.apply(&plan).await;
    assert_eq!(first.status, Status::Success, "{}", first.message);
    let of_flight = |r: &&Request| r.database == "asked_two" && r.text.contains("READ WRITE");
    let begin = proxy.recorded().iter().find(of_flight).unwrap().clone();
    let plan = desk.plan("second", &databases, &["SELECT"]).await;
    let before = desk.snapshot(&databases, &plan.role_name).await;
    let (ask, interrupt) = Interrupt::new();
    desk.bench.interrupt = interrupt;
    proxy.heal();
    proxy.arm(Fault {
        at: begin,
        moment: Moment::Before,
        act: Box::new(move |_| {
            ask.send_replace(true);
            Verdict::RefuseIfCancelled(Duration::from_millis(500))
        }),
    });
    let applied = desk.apply(&plan).await;
    assert!(proxy.struck());
    assert_eq!(applied.status, Status::Failed, "{}", applied.message);
    let before_it = "nothing was changed";
    assert!(applied.message.contains(before_it), "{}", applied.message);
    let after = desk.snapshot(&databases, &plan.role_name).await;
    assert_eq!(before, after);
    // The request came, after the answer.
    let cancels = |r: &Request| r.text == "cancel";
    assert!(proxy.recorded().iter().any(cancels));
}
