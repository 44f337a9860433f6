//! Claims: once only, released by their holder only, one winner of many.

use super::super::testing;
use super::*;
use crate::home::Home;

#[tokio::test]
async fn a_plan_is_applied_once() {
    let (_directory, store) = testing::store().await;
    let uses = store.plan_uses();
    assert_eq!(uses.get("p").await.unwrap(), None);
    let first = uses.claim("p", "analytics", "a1").await.unwrap();
    let message = uses
        .claim("p", "analytics", "a2")
        .await
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("plan p is being applied (session a1"),
        "{message}"
    );

    uses.release(&first).await.unwrap();
    let second = uses.claim("p", "analytics", "a2").await.unwrap();
    let late = uses.release(&first).await.unwrap_err();
    assert!(
        matches!(late, StoreError::NotClaimed { .. }),
        "not its to release: {late}"
    );
    uses.complete(&second).await.unwrap();
    uses.complete(&second).await.unwrap();
    uses.release(&second).await.unwrap_err();
    let message = uses
        .claim("p", "analytics", "a3")
        .await
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("plan p was applied (session a2"),
        "{message}"
    );
    assert!(message.contains("a plan is applied once"), "{message}");
    let used = uses.get("p").await.unwrap().unwrap();
    assert_eq!((used.claim, used.state), (second, UseState::Applied));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_claims_at_once_one_wins() {
    let (directory, store) = testing::store().await;
    let home = Home::at(directory.path().join("home")).unwrap();
    // Stores of their own, as other processes have: only the file is shared.
    let mut stores = Vec::new();
    for _ in 0..8 {
        stores.push(
            Store::open_with(&home, Some(store.key.clone()))
                .await
                .unwrap(),
        );
    }
    for round in 0..5 {
        let plan = format!("p{round}");
        let tasks: Vec<_> = stores
            .iter()
            .cloned()
            .enumerate()
            .map(|(number, store)| {
                let plan = plan.clone();
                tokio::spawn(async move {
                    store
                        .plan_uses()
                        .claim(&plan, "a", &format!("a{number}"))
                        .await
                })
            })
            .collect();
        let mut winners = Vec::new();
        for task in tasks {
            match task.await.unwrap() {
                Ok(claim) => winners.push(claim),
                Err(error) => assert!(matches!(error, StoreError::PlanUsed { .. }), "{error}"),
            }
        }
        assert_eq!(winners.len(), 1);
        let used = store.plan_uses().get(&plan).await.unwrap().unwrap();
        assert_eq!(used.claim, winners[0]);
    }
}
