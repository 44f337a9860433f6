//! Jobs: one after the other, bounded, taken over, broken off, and nothing said twice.

use super::*;
use crate::{NewResource, testing};
use jiff::SignedDuration;

const BOUNDS: Bounds = Bounds {
    overall: 8,
    per_cluster: 2,
};

fn soon() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(30)
}

fn job(kind: JobKind, resources: &[&str]) -> NewJob {
    let items = resources.iter().map(|resource| NewItem {
        resource: (*resource).to_owned(),
        label: "ro".to_owned(),
        task: "{}".to_owned(),
    });
    NewJob {
        kind,
        asked_by: "ana".to_owned(),
        items: items.collect(),
    }
}

fn done(state: &str) -> Done {
    Done {
        state: state.to_owned(),
        ..Done::default()
    }
}

async fn states(store: &Store, id: &str) -> Vec<String> {
    let items = store
        .jobs()
        .items(id, &ItemFilter::default())
        .await
        .unwrap();
    items.into_iter().map(|item| item.state).collect()
}

#[tokio::test]
async fn a_job_is_done_item_by_item_and_then_over() {
    let (_directory, store) = testing::store().await;
    let new = job(JobKind::Plan, &["a", "b", "a"]);
    let added = store.jobs().add("j", &new, None).await.unwrap();
    assert_eq!(added.states, BTreeMap::from([(PENDING.to_owned(), 3)]));
    // All of one resource at once: one snapshot serves them.
    let leases = store.leases();
    let first = leases.take("x", soon(), BOUNDS).await.unwrap().unwrap();
    let numbers: Vec<_> = first.items.iter().map(|item| item.number).collect();
    assert_eq!((first.kind, numbers), (JobKind::Plan, vec![1, 3]));
    let second = leases.take("x", soon(), BOUNDS).await.unwrap().unwrap();
    assert!(second.token > first.token);
    assert!(leases.take("x", soon(), BOUNDS).await.unwrap().is_none());
    let ended: Vec<_> = first.items.iter().map(|i| (i, done("in-sync"))).collect();
    leases.finish(first.token, &ended).await.unwrap();
    assert!(store.jobs().get("j").await.unwrap().finished_at.is_none());
    let ended = [(&second.items[0], done("failed"))];
    leases.finish(second.token, &ended).await.unwrap();
    let job = store.jobs().get("j").await.unwrap();
    assert!(job.finished_at.is_some());
    assert_eq!(states(&store, "j").await, ["in-sync", "failed", "in-sync"]);
    // Nothing is said twice.
    let error = leases.finish(second.token, &ended).await.unwrap_err();
    assert!(
        matches!(error, StoreError::LeaseLost { number: 2, .. }),
        "{error}"
    );
    // What failed is done again, alone.
    assert_eq!(store.jobs().again("j", &[2]).await.unwrap(), 1);
    assert!(store.jobs().get("j").await.unwrap().finished_at.is_none());
    let again = leases.take("x", soon(), BOUNDS).await.unwrap().unwrap();
    assert_eq!(again.items.len(), 1);
    let events = store.job_events().after(0, Some("j"), 100).await.unwrap();
    let words: Vec<_> = events
        .iter()
        .map(|event| {
            let event: serde_json::Value = serde_json::from_str(&event.event).unwrap();
            event["event"].as_str().unwrap().to_owned()
        })
        .collect();
    let expected = [
        "added", "running", "running", "item", "item", "item", "finished", "again", "running",
    ];
    assert_eq!(words, expected);
    let missed = store.job_events().after(events[6].number, None, 100).await;
    assert_eq!(missed.unwrap().len(), 2);
    assert_eq!(store.job_events().last().await.unwrap(), events[8].number);
}

#[tokio::test]
async fn applies_are_one_by_one_and_bounded_for_each_cluster_and_overall() {
    let (_directory, store) = testing::store().await;
    let resource = |name: &str, port| NewResource {
        name: name.to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: "db".to_owned(),
        port,
    };
    // Two names of one cluster.
    let all = [resource("a", 1), resource("same", 1), resource("b", 2)];
    store.inventory().upsert_many(&all).await.unwrap();
    let new = job(JobKind::Apply, &["a", "a", "same", "b", "b", "b"]);
    store.jobs().add("j", &new, None).await.unwrap();
    let leases = store.leases();
    let mut taken = Vec::new();
    while let Some(lease) = leases.take("x", soon(), BOUNDS).await.unwrap() {
        assert_eq!(lease.items.len(), 1);
        taken.push(lease);
    }
    let numbers: Vec<_> = taken.iter().map(|lease| lease.items[0].number).collect();
    assert_eq!(numbers, [1, 2, 4, 5]);
    let ended = [(&taken[0].items[0], done("success"))];
    leases.finish(taken[0].token, &ended).await.unwrap();
    let narrow = Bounds {
        overall: 3,
        ..BOUNDS
    };
    assert!(leases.take("x", soon(), narrow).await.unwrap().is_none());
    let next = leases.take("x", soon(), BOUNDS).await.unwrap().unwrap();
    assert_eq!(next.items[0].number, 3);
}

#[tokio::test]
async fn what_somebody_left_is_taken_over_and_they_are_not_heard_any_more() {
    let (_directory, store) = testing::store().await;
    store
        .jobs()
        .add("j", &job(JobKind::Apply, &["a"]), None)
        .await
        .unwrap();
    let leases = store.leases();
    let past = Timestamp::now() - SignedDuration::from_secs(1);
    let slow = leases.take("slow", past, BOUNDS).await.unwrap().unwrap();
    assert_eq!(leases.renew(&slow, past).await.unwrap(), Some(false));
    let other = leases.take_lapsed("other", soon()).await.unwrap().unwrap();
    assert_eq!((other.kind, other.items.len()), (JobKind::Apply, 1));
    assert!(other.token > slow.token);
    assert!(leases.take_lapsed("third", soon()).await.unwrap().is_none());
    assert_eq!(leases.renew(&slow, soon()).await.unwrap(), None);
    let item = &slow.items[0];
    for lost in [
        leases.finish(slow.token, &[(item, done("success"))]).await,
        leases.give_back(slow.token, &[item]).await,
        leases.note_session(item, slow.token, "s").await,
    ] {
        let error = lost.unwrap_err();
        assert!(matches!(error, StoreError::LeaseLost { .. }), "{error}");
    }
    leases.note_session(item, other.token, "s").await.unwrap();
    leases.give_back(other.token, &[item]).await.unwrap();
    assert_eq!(states(&store, "j").await, [PENDING]);
    assert_eq!(
        store.jobs().item("j", 1).await.unwrap().sid.as_deref(),
        Some("s")
    );
    assert!(leases.take("x", soon(), BOUNDS).await.unwrap().is_some());
}

#[tokio::test]
async fn a_cancelled_job_begins_nothing_and_tells_who_works() {
    let (_directory, store) = testing::store().await;
    let new = job(JobKind::Apply, &["a", "a", "b"]);
    store.jobs().add("j", &new, None).await.unwrap();
    let leases = store.leases();
    let lease = leases.take("x", soon(), BOUNDS).await.unwrap().unwrap();
    for _ in 0..2 {
        let job = store.jobs().cancel("j", "bo").await.unwrap();
        assert_eq!(job.cancelled_by.as_deref(), Some("bo"));
        assert!(job.finished_at.is_none());
    }
    assert_eq!(states(&store, "j").await, [RUNNING, CANCELLED, CANCELLED]);
    assert!(leases.take("x", soon(), BOUNDS).await.unwrap().is_none());
    assert_eq!(leases.renew(&lease, soon()).await.unwrap(), Some(true));
    leases
        .give_back(lease.token, &[&lease.items[0]])
        .await
        .unwrap();
    assert_eq!(states(&store, "j").await, [CANCELLED; 3]);
    assert!(store.jobs().get("j").await.unwrap().finished_at.is_some());
    let error = store.jobs().cancel("k", "bo").await.unwrap_err();
    assert!(matches!(error, StoreError::NoSuchJob { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_each_item_has_one_holder() {
    let (_directory, store) = testing::store().await;
    let new = job(JobKind::Apply, &["a"; 40]);
    store.jobs().add("j", &new, None).await.unwrap();
    let wide = Bounds {
        overall: 100,
        per_cluster: 100,
    };
    let tasks: Vec<_> = (0..8)
        .map(|worker| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                let holder = format!("w{worker}");
                while let Some(lease) = store.leases().take(&holder, soon(), wide).await.unwrap() {
                    numbers.extend(lease.items.iter().map(|item| item.number));
                }
                numbers
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.extend(task.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn asked_for_twice_with_a_key_it_is_one_job() {
    let (_directory, store) = testing::store().await;
    let new = job(JobKind::Plan, &["a"]);
    let jobs = store.jobs();
    assert_eq!(jobs.add("1", &new, Some("k")).await.unwrap().id, "1");
    assert_eq!(jobs.add("2", &new, Some("k")).await.unwrap().id, "1");
    let other = job(JobKind::Plan, &["b"]);
    let error = jobs.add("3", &other, Some("k")).await.unwrap_err();
    assert!(matches!(error, StoreError::KeyUsed { .. }), "{error}");
    // Another person's key is another one.
    let by_bo = NewJob {
        asked_by: "bo".to_owned(),
        ..other
    };
    assert_eq!(jobs.add("4", &by_bo, Some("k")).await.unwrap().id, "4");
    let ids: Vec<_> = jobs
        .list(None, 10)
        .await
        .unwrap()
        .into_iter()
        .map(|j| j.id)
        .collect();
    assert_eq!(ids.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_up_while_waiting_for_a_turn_leaves_it_to_others() {
    let (_directory, store) = testing::store().await;
    let new = job(JobKind::Plan, &["a"]);
    for round in 0..30 {
        // Given up at whatever moment.
        let held = store.db.begin("hold the turn").await.unwrap();
        let jobs = store.jobs();
        let waiting = jobs.add("never", &new, None);
        let pause = tokio::time::sleep(std::time::Duration::from_millis(round % 5));
        tokio::select! {
            _ = waiting => panic!("it had no turn"),
            () = pause => {}
        }
        drop(held);
        let id = format!("j{round}");
        store.jobs().add(&id, &new, None).await.unwrap();
    }
}
