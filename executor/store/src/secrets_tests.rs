//! Role passwords: rotation, crash, and a password in the wrong row.

use super::super::testing;
use super::SecretState::{Confirmed, Pending};
use super::*;

async fn put(store: &Store, password: &str, sid: &str) {
    let secret = Secret::new(password.to_owned());
    store
        .role_secrets()
        .put_pending(("a", "ro"), &secret, None, &by(sid))
        .await
        .unwrap();
}

fn by(sid: &str) -> Standing {
    Standing::unlocked(sid)
}

async fn current(store: &Store) -> Option<(String, String, SecretState)> {
    let found = store.role_secrets().current("a", "ro").await.unwrap()?;
    Some((
        found.password().unwrap().expose().to_owned(),
        found.sid,
        found.state,
    ))
}

fn is(password: &str, sid: &str, state: SecretState) -> Option<(String, String, SecretState)> {
    Some((password.to_owned(), sid.to_owned(), state))
}

#[tokio::test]
async fn a_rotation_keeps_the_old_password_until_it_is_confirmed() {
    let (_directory, store) = testing::store().await;
    testing::running(&store, ["s1", "s2", "s3", "s4"]).await;
    let secrets = store.role_secrets();
    assert_eq!(current(&store).await, None);
    put(&store, "one", "s1").await;
    assert_eq!(current(&store).await, is("one", "s1", Pending));
    secrets.confirm(&by("s1")).await.unwrap();
    secrets.confirm(&by("s1")).await.unwrap();

    put(&store, "two", "s2").await;
    assert_eq!(current(&store).await, is("one", "s1", Confirmed));
    assert!(secrets.discard(&by("s2")).await.unwrap());
    assert!(!secrets.discard(&by("s2")).await.unwrap());
    assert!(
        !secrets.discard(&by("s1")).await.unwrap(),
        "a confirmed password stays"
    );
    assert_eq!(current(&store).await, is("one", "s1", Confirmed));

    put(&store, "three", "s3").await;
    secrets.confirm(&by("s3")).await.unwrap();
    assert_eq!(current(&store).await, is("three", "s3", Confirmed));
    secrets.in_force("s3").await.unwrap();
    let kept = secrets.all("a", "ro").await.unwrap().len();
    assert_eq!(kept, 2, "not before it has logged in");
    assert_eq!(secrets.logged_in(&by("s3")).await.unwrap(), 1);
    let error = secrets.confirm(&by("s1")).await.unwrap_err();
    assert!(matches!(error, StoreError::NoSecret { .. }), "{error}");
    assert!(secrets.forget("a", "ro").await.unwrap());
    assert_eq!(current(&store).await, None);
}

#[tokio::test]
async fn what_a_crash_left_can_be_found_and_resolved() {
    let (_directory, store) = testing::store().await;
    testing::running(&store, ["s1", "s2", "s3", "s4"]).await;
    let secrets = store.role_secrets();
    put(&store, "one", "s1").await;
    secrets.confirm(&by("s1")).await.unwrap();
    put(&store, "two", "s2").await;
    put(&store, "three", "s3").await;
    let twice = secrets
        .put_pending(("a", "ro"), &Secret::new("x".into()), None, &by("s3"))
        .await;
    assert!(
        matches!(twice, Err(StoreError::SecretExists { .. })),
        "{twice:?}"
    );
    secrets
        .put_pending(("a", "other"), &Secret::new("x".into()), None, &by("s4"))
        .await
        .unwrap();
    let sids = async || -> Vec<String> {
        secrets
            .pending()
            .await
            .unwrap()
            .into_iter()
            .map(|pending| pending.sid)
            .collect()
    };
    assert_eq!(sids().await, ["s2", "s3", "s4"]);
    let two = secrets.of_session("a", "ro", "s2").await.unwrap().unwrap();
    assert_eq!(
        (two.password().unwrap().expose(), two.state),
        ("two", Pending)
    );

    // s2 turns out to have reached the cluster: s1 is replaced, s3, begun later, is not.
    secrets.in_force("s2").await.unwrap();
    assert_eq!(current(&store).await, is("two", "s2", Confirmed));
    assert_eq!(sids().await, ["s3", "s4"]);
    assert_eq!(secrets.logged_in(&by("s2")).await.unwrap(), 1);
    let all = secrets.all("a", "ro").await.unwrap();
    let all: Vec<_> = all.iter().map(|s| (s.sid.as_str(), s.state)).collect();
    assert_eq!(all, [("s3", Pending), ("s2", Confirmed)]);
    secrets.confirm(&by("s3")).await.unwrap();
    assert_eq!(
        sids().await,
        ["s4"],
        "another role's password is not touched"
    );
}

#[tokio::test]
async fn the_one_last_seen_in_force_is_the_likeliest() {
    let (_directory, store) = testing::store().await;
    testing::running(&store, ["s1", "s2", "s3", "s4"]).await;
    let secrets = store.role_secrets();
    for (password, sid) in [("one", "s1"), ("two", "s2"), ("three", "s3")] {
        put(&store, password, sid).await;
    }
    assert_eq!(current(&store).await, is("three", "s3", Pending));
    secrets.confirm(&by("s1")).await.unwrap();
    secrets.confirm(&by("s2")).await.unwrap();
    assert_eq!(current(&store).await, is("two", "s2", Confirmed));
    // Somebody restored the cluster from a backup.
    secrets.in_force("s1").await.unwrap();
    assert_eq!(current(&store).await, is("one", "s1", Confirmed));
    let all = secrets.all("a", "ro").await.unwrap();
    let seen: Vec<_> = all.iter().map(|s| s.in_force_at.is_some()).collect();
    assert_eq!(seen, [false, false, true]);
}

#[tokio::test]
async fn a_password_given_to_another_role_does_not_open() {
    let (_directory, store) = testing::store().await;
    testing::running(&store, ["s1", "s2", "s3", "s4"]).await;
    put(&store, "hunter2", "s1").await;
    let change = "UPDATE role_secrets SET role_name = 'rw'";
    store.db.execute("change", change, &[]).await.unwrap();
    let error = store.role_secrets().current("a", "rw").await.unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
    assert!(error.to_string().contains("\"rw\""), "{error}");
}

#[tokio::test]
async fn one_that_was_handed_over_leaves_its_verifier() {
    let (_directory, store) = testing::store().await;
    let secrets = store.role_secrets();
    let [s1, _] = testing::running(&store, ["s1", "s0"]).await;
    let (place, password) = (("a", "ro"), Secret::new("hunter2".into()));
    secrets
        .put_pending(place, &password, Some("SCRAM-of-hunter2"), &s1)
        .await
        .unwrap();
    secrets.confirm(&s1).await.unwrap();
    let to = ["vault", "write"].map(str::to_owned);
    secrets.handed_over(place, "s1", &to, None).await.unwrap();
    let twice = secrets.handed_over(place, "s1", &to, None).await;
    assert!(matches!(twice, Err(StoreError::NoSecret { .. })));
    let kept = secrets.current("a", "ro").await.unwrap().unwrap();
    assert!(kept.password().is_none());
    assert_eq!(kept.verifier.unwrap().expose(), "SCRAM-of-hunter2");
    assert!(matches!(kept.held, Held::Elsewhere { to: kept, .. } if kept == to));
    // Nor does it come back when the database is edited.
    let change = "UPDATE role_secrets SET handed_at = NULL";
    store.db.execute("change", change, &[]).await.unwrap();
    let error = secrets.current("a", "ro").await.unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }), "{error}");

    // One of before has none, and gets it late.
    put(&store, "old", "s0").await;
    let change = "DELETE FROM role_secrets WHERE sid = 's1'";
    store.db.execute("change", change, &[]).await.unwrap();
    let verifier = Secret::new("SCRAM-of-old".into());
    secrets
        .handed_over(place, "s0", &to, Some(&verifier))
        .await
        .unwrap();
    let kept = secrets.current("a", "ro").await.unwrap().unwrap();
    assert_eq!(kept.verifier.unwrap().expose(), "SCRAM-of-old");
}
