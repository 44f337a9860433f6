//! A new key: everything opens with it and with no other, wherever it was interrupted.

use super::super::HandOver;
use super::super::testing::{self, account, home};
use super::*;
use secret::Secret;

async fn stocked(home: &Home) -> Store {
    let store = Store::open_with(home, None).await.unwrap();
    store.credentials().set("a", &account()).await.unwrap();
    let password = Secret::new("swordfish".to_owned());
    let secrets = store.role_secrets();
    let [apply, other] = testing::running(&store, ["s1", "s2"]).await;
    secrets
        .put_pending(("a", "ro"), &password, None, &apply)
        .await
        .unwrap();
    let (elsewhere, to) = (("a", "rw"), ["vault".to_owned()]);
    secrets
        .put_pending(elsewhere, &password, Some("its verifier"), &other)
        .await
        .unwrap();
    secrets
        .handed_over(elsewhere, "s2", &to, None)
        .await
        .unwrap();
    let command = HandOver::Command(to.to_vec());
    for resource in [None, Some("a")] {
        store.hand_overs().set(resource, &command).await.unwrap();
    }
    store
}

async fn opens(home: &Home, key: Option<Key>) {
    let store = Store::open_with(home, key).await.unwrap();
    let kept = store.credentials().get("a").await.unwrap().unwrap();
    assert_eq!(kept.password.stored().unwrap().expose(), "hunter2");
    let kept = store.role_secrets().current("a", "ro").await.unwrap();
    assert_eq!(kept.unwrap().password().unwrap().expose(), "swordfish");
    let elsewhere = store.role_secrets().current("a", "rw").await.unwrap();
    assert_eq!(
        elsewhere.unwrap().verifier.unwrap().expose(),
        "its verifier"
    );
    for resource in ["a", "any"] {
        let command = store.hand_overs().of(resource).await.unwrap();
        assert_eq!(command.unwrap(), ["vault"]);
    }
    let verified = store.sessions().verify().await.unwrap();
    assert_eq!(verified.faults, []);
    store.close().await;
}

#[tokio::test]
async fn everything_opens_with_the_new_key_and_the_old_one_is_kept() {
    let (_directory, home) = home();
    let store = stocked(&home).await;
    let before = fs::read(home.key()).unwrap();
    let rotated = store.rotate_key(&home, None).await.unwrap();
    assert_eq!((rotated.secrets, rotated.records), (3, 0));
    let kept = rotated.kept.unwrap();
    assert_eq!(fs::read(&kept).unwrap(), before);
    assert_ne!(fs::read(home.key()).unwrap(), before);
    assert!(!home.new_key().exists());
    drop(store);
    opens(&home, None).await;
    let old = Key::read(&kept).unwrap();
    let error = Store::open_with(&home, old).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
}

#[tokio::test]
async fn an_interrupted_rotation_is_finished_or_undone_by_the_next_opening() {
    // Before the transaction: the new key is there, and opens nothing.
    let (_directory, home) = home();
    drop(stocked(&home).await);
    Key::create(&home.new_key()).unwrap();
    opens(&home, None).await;
    // After it: the key in its place opens nothing.
    let store = Store::open_with(&home, None).await.unwrap();
    let before = fs::read(home.key()).unwrap();
    let new = Key::read(&home.new_key()).unwrap().unwrap();
    store.sealed_again(&new).await.unwrap();
    drop(store);
    opens(&home, None).await;
    assert!(!home.new_key().exists());
    assert_ne!(fs::read(home.key()).unwrap(), before);
}

#[tokio::test]
async fn nobody_else_may_have_the_store_open() {
    let (_directory, home) = home();
    let store = stocked(&home).await;
    let other = Store::open_with(&home, None).await.unwrap();
    let error = store.rotate_key(&home, None).await.unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error:?}");
    drop(other);
    drop(store);
    opens(&home, None).await;
}

#[tokio::test]
async fn a_key_of_the_environment_gives_way_to_the_one_given() {
    let (_directory, home) = home();
    let (old, new) = (Key::generate().unwrap(), Key::generate().unwrap());
    let store = Store::open_with(&home, Some(old.clone())).await.unwrap();
    store.credentials().set("a", &account()).await.unwrap();
    let rotated = store.rotate_key(&home, Some(new.clone())).await.unwrap();
    assert_eq!(rotated.kept, None);
    assert!(!home.key().exists());
    drop(store);
    let store = Store::open_with(&home, Some(new)).await.unwrap();
    assert!(store.credentials().get("a").await.unwrap().is_some());
    let error = Store::open_with(&home, Some(old)).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
}
