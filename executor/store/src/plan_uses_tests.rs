//! Claims: once only, released by their holder only, one winner of many.

use super::super::{Outcome, testing};
use super::*;
use crate::home::Home;

async fn end(store: &Store, claim: &Claim, state: UseState) -> Result<(), StoreError> {
    let outcome = Outcome {
        status: "failed",
        plan: Some((claim, state)),
        ..Outcome::default()
    };
    let standing = Standing::unlocked(&claim.apply_sid);
    store.sessions().finish(&standing, outcome).await
}

#[tokio::test]
async fn a_plan_is_applied_once() {
    let (_directory, store) = testing::store().await;
    let [a1, a2, a3] = testing::running(&store, ["a1", "a2", "a3"]).await;
    let uses = store.plan_uses();
    assert_eq!(uses.get("p").await.unwrap(), None);
    let first = uses.claim("p", "analytics", &a1).await.unwrap();
    let refused = uses.claim("p", "analytics", &a2).await.unwrap_err();
    let message = refused.to_string();
    assert!(
        message.contains("plan p is being applied (session a1"),
        "{message}"
    );

    end(&store, &first, UseState::Released).await.unwrap();
    let second = uses.claim("p", "analytics", &a2).await.unwrap();
    let stolen = Claim {
        apply_sid: "a3".to_owned(),
        ..second.clone()
    };
    let error = end(&store, &stolen, UseState::Released).await.unwrap_err();
    assert!(
        matches!(error, StoreError::NotClaimed { .. }),
        "not its to give back: {error}"
    );
    end(&store, &second, UseState::Applied).await.unwrap();
    let twice = end(&store, &second, UseState::Released).await.unwrap_err();
    assert!(twice.is_overtaken(), "{twice}");
    let refused = uses.claim("p", "analytics", &a3).await.unwrap_err();
    let message = refused.to_string();
    assert!(
        message.contains("plan p was applied (session a2"),
        "{message}"
    );
    assert!(message.contains("a plan is applied once"), "{message}");
    let used = uses.get("p").await.unwrap().unwrap();
    assert_eq!((used.claim, used.state), (second, UseState::Applied));
}

#[tokio::test]
async fn neither_edit_nor_removal_makes_a_used_plan_usable() {
    for (change, expected) in [
        (
            "UPDATE plan_uses SET state = 'released'",
            "the use of plan p",
        ),
        ("UPDATE plan_uses SET mac = NULL", "the use of plan p"),
        ("DELETE FROM plan_uses", "plan p was applied (session a1"),
        (
            "UPDATE session_trail SET plan_use = 'released'",
            "plan p was applied (session a1",
        ),
        (
            "DELETE FROM plan_uses; UPDATE session_trail SET plan_use = 'released'",
            "session a1 is not to be trusted",
        ),
    ] {
        let (_directory, store) = testing::store().await;
        let mut apply = testing::session("a1");
        apply.plan_sid = Some("p".to_owned());
        store.sessions().insert(&apply).await.unwrap();
        let a1 = Standing::unlocked("a1");
        let [a2] = testing::running(&store, ["a2"]).await;
        let uses = store.plan_uses();
        let claim = uses.claim("p", "a", &a1).await.unwrap();
        end(&store, &claim, UseState::Applied).await.unwrap();
        for change in change.split(';') {
            let change: &'static str = change;
            store.db.execute("change", change, &[]).await.unwrap();
        }
        let refused = uses.claim("p", "a", &a2).await.unwrap_err().to_string();
        assert!(refused.contains(expected), "{change}: {refused}");
        let verified = store.sessions().verify().await.unwrap();
        let is_removal = change == "DELETE FROM plan_uses";
        assert_eq!(verified.faults.is_empty(), is_removal, "{change}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_claims_at_once_one_wins() {
    let (directory, store) = testing::store().await;
    let home = Home::at(directory.path().join("home")).unwrap();
    // Stores of their own, as other processes have: only the file is shared.
    let mut stores = Vec::new();
    for _ in 0..8 {
        stores.push(testing::again(&store, &home).await.unwrap());
    }
    testing::running(&store, ["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"]).await;
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
                        .claim(&plan, "a", &Standing::unlocked(&format!("a{number}")))
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
