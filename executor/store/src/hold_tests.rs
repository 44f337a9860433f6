//! What is settled stays settled, and only who said last that it has the lock writes.

use super::super::{Entry, How, Outcome, RolePlace, UseState, testing};
use super::*;
use secret::Secret;

fn place() -> RolePlace {
    RolePlace {
        resource: "a".to_owned(),
        system_identifier: "1".to_owned(),
        role: "ro".to_owned(),
    }
}

/// Every write about an apply, tried.
async fn writes(store: &Store, standing: &Standing) -> Vec<(&'static str, Result<(), StoreError>)> {
    let secrets = store.role_secrets();
    let password = Secret::new("x".to_owned());
    let entry = Entry::new("commit-wave", serde_json::Value::Null);
    let put = secrets.put_pending(("a", "other"), &password, None, standing);
    let (made, place) = (store.made_roles(), place());
    vec![
        ("journal", store.journal().write(standing, &entry).await),
        ("put", put.await),
        ("confirm", secrets.confirm(standing).await),
        ("logged in", secrets.logged_in(standing).await.map(drop)),
        ("discard", secrets.discard(standing).await.map(drop)),
        ("ours", made.record(&place, standing, How::Created).await),
        ("gone", made.forget(&place, standing).await.map(drop)),
        ("claim", {
            let claim = store.plan_uses().claim("p", "a", standing).await;
            claim.map(drop)
        }),
    ]
}

#[tokio::test]
async fn who_lost_the_lock_writes_nothing_more() {
    let (_directory, store) = testing::store().await;
    testing::running(&store, ["a1", "a2"]).await;
    let first = store.hold("a", "ro", "a1").await.unwrap();
    let mine = Standing::locked(&first, "a1");
    for (what, done) in writes(&store, &mine).await {
        done.unwrap_or_else(|error| panic!("{what}: {error}"));
    }
    let other_role = store.hold("a", "rw", "a2").await.unwrap();
    store.role_secrets().confirm(&mine).await.unwrap();
    drop(other_role);
    let second = store.hold("a", "ro", "a2").await.unwrap();
    for (what, done) in writes(&store, &mine).await {
        let error = done.expect_err(what);
        assert!(
            matches!(&error, StoreError::Overtaken { sid, role, by }
                if sid == "a1" && role == "ro" && by == "a2"),
            "{what}: {error}"
        );
    }
    // Whoever has it settles the other's apply, once.
    let theirs = Standing::locked(&second, "a1");
    let claim = store.plan_uses().get("p").await.unwrap().unwrap().claim;
    let outcome = || Outcome {
        status: "failed",
        message: "found out",
        plan: Some((&claim, UseState::Released)),
        ..Outcome::default()
    };
    let sessions = store.sessions();
    let error = sessions.finish(&mine, outcome()).await.unwrap_err();
    assert!(matches!(error, StoreError::Overtaken { .. }), "{error}");
    sessions.finish(&theirs, outcome()).await.unwrap();
    for standing in [&mine, &theirs, &Standing::unlocked("a1")] {
        for (what, done) in writes(&store, standing).await {
            let error = done.expect_err(what);
            let over = matches!(error, StoreError::SessionFinished { .. });
            assert!(over, "{what}: {error}");
        }
        let error = sessions.finish(standing, outcome()).await.unwrap_err();
        assert!(error.is_overtaken(), "{error}");
    }
    let kept = sessions.get("a1").await.unwrap();
    assert_eq!(kept.message, "found out");
}
