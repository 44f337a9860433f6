//! Two applies of one role: each in turn, and none taken for dead.

use super::*;

#[tokio::test]
async fn one_apply_of_a_role_at_a_time() {
    let cluster = cluster();
    create(cluster, &["lock"]);
    let desk = desk(cluster, "lock").await;
    let (first, second) = tokio::join!(
        desk.plan("ro", &["lock"], &["SELECT"]),
        desk.plan("ro", &["lock"], &["SELECT", "INSERT"])
    );
    let (first, second) = tokio::join!(desk.apply(&first), desk.apply(&second));
    let statuses = [first.status, second.status];
    assert!(
        statuses.contains(&Status::Success),
        "{} / {}",
        first.message,
        second.message
    );
    assert!(
        !statuses.iter().all(|s| *s == Status::Success),
        "only one of two can win"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_an_apply_for_dead_before_it_is_on_record() {
    let cluster = cluster();
    create(cluster, &["late"]);
    let desk = desk(cluster, "late").await;
    let first = desk.plan("ro", &["late"], &["SELECT"]).await;
    let second = desk.plan("ro", &["late"], &["SELECT", "INSERT"]).await;
    // All is done on the cluster, and the end is not on record yet: long enough for the other one.
    let slow: Listener = Arc::new(|event| {
        if let Event::Began {
            step: ApplyStep::LoginTest,
            ..
        } = event
        {
            std::thread::sleep(Duration::from_millis(1500));
        }
    });
    let (first, second) = tokio::join!(desk.apply_with(&first, &slow), async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        desk.apply(&second).await
    });
    assert_eq!(first.status, Status::Success, "{}", first.message);
    assert_eq!(second.status, Status::Stale, "{}", second.message);
    let record = desk.bench.store.sessions().get(&first.sid).await.unwrap();
    assert_eq!(record.message, first.message);
}
