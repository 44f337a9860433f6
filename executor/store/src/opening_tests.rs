//! A store that is lost, one that can only be read, one that is copied.

use super::super::testing::{account, home};
use super::super::{KeyError, testing};
use super::*;
use secret::Secret;
use std::fs;

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_lost_store_is_never_replaced_by_a_new_one() {
    for (lose, proof) in [
        (&["rolewright.db"][..], "store"),
        (&["rolewright.db", "store"], "key"),
        (&["rolewright.db", "key"], "store"),
    ] {
        for emptied in [false, true] {
            let (_directory, home) = home();
            Store::open_with(&home, None).await.unwrap().close().await;
            fs::write(home.directory().join("rolewright.db-wal"), "precious").unwrap();
            for name in lose {
                fs::remove_file(home.directory().join(name)).unwrap();
            }
            if emptied {
                fs::write(home.database(), "").unwrap();
            }
            let before = names(home.directory());
            let error = Store::open_with(&home, None).await.unwrap_err();
            assert!(matches!(error, StoreError::Gone { .. }), "{error:?}");
            let message = error.to_string();
            let proof = home.directory().join(proof);
            assert!(message.contains(proof.to_str().unwrap()), "{message}");
            assert!(message.contains("restore it"), "{message}");
            assert_eq!(names(home.directory()), before);
            let wal = fs::read(home.directory().join("rolewright.db-wal")).unwrap();
            assert_eq!(wal, b"precious");
        }
    }
}

#[tokio::test]
async fn a_store_that_was_never_there_is_no_substitute() {
    let (_directory, home) = home();
    let key = Key::generate().unwrap();
    let store = Store::open_with(&home, Some(key.clone())).await.unwrap();
    store.close().await;
    let (_elsewhere, other) = testing::home();
    let store = Store::open_with(&other, Some(key.clone())).await.unwrap();
    let forget = "DELETE FROM store_meta";
    store.db.execute("forget", forget, &[]).await.unwrap();
    store.close().await;
    fs::copy(other.database(), home.database()).unwrap();
    let error = Store::open_with(&home, Some(key)).await.unwrap_err();
    assert!(matches!(error, StoreError::Gone { .. }), "{error:?}");
}

#[tokio::test]
async fn a_copy_of_the_file_alone_has_the_newest_password() {
    let (_directory, home) = home();
    let store = Store::open_with(&home, None).await.unwrap();
    let secrets = store.role_secrets();
    let password = Secret::new("hunter2".to_owned());
    let [apply] = testing::running(&store, ["s1"]).await;
    secrets
        .put_pending(("a", "ro"), &password, None, &apply)
        .await
        .unwrap();
    secrets.confirm(&apply).await.unwrap();
    // Nothing was closed: as a killed process leaves it.
    let (_elsewhere, copy) = testing::home();
    copy.ensure().unwrap();
    fs::copy(home.database(), copy.database()).unwrap();
    fs::copy(home.key(), copy.key()).unwrap();
    let copied = Store::open_with(&copy, None).await.unwrap();
    let found = copied.role_secrets().current("a", "ro").await.unwrap();
    let found = found.unwrap();
    assert_eq!(found.password().unwrap().expose(), "hunter2");
    assert_eq!(found.state, super::super::SecretState::Confirmed);
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_one_private_file_and_overwrites_nothing() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (directory, home) = home();
    let store = Store::open_with(&home, None).await.unwrap();
    store.credentials().set("a", &account()).await.unwrap();
    let to = directory.path().join("backup.db");
    store.backup(&to).await.unwrap();
    let mode = fs::metadata(&to).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = fs::read(&to).unwrap();
    let link = directory.path().join("link");
    symlink(directory.path().join("nowhere"), &link).unwrap();
    for there in [&to, &link] {
        let error = store.backup(there).await.unwrap_err();
        assert!(matches!(error, StoreError::CopyExists { .. }), "{error:?}");
    }
    assert_eq!(fs::read(&to).unwrap(), before);
    assert_eq!(names(directory.path()), ["backup.db", "home", "link"]);
    let nowhere = directory.path().join("no/where");
    let error = store.backup(&nowhere).await.unwrap_err();
    assert!(matches!(error, StoreError::Copy { .. }), "{error:?}");

    let (_elsewhere, copy) = testing::home();
    copy.ensure().unwrap();
    fs::copy(&to, copy.database()).unwrap();
    let error = Store::open_with(&copy, None).await.unwrap_err();
    assert!(
        matches!(error, StoreError::Key(KeyError::Missing { .. })),
        "{error:?}"
    );
    fs::copy(home.key(), copy.key()).unwrap();
    let copied = Store::open_with(&copy, None).await.unwrap();
    let kept = copied.credentials().get("a").await.unwrap().unwrap();
    assert_eq!(kept.password.stored().unwrap().expose(), "hunter2");
}

#[tokio::test]
async fn a_store_in_postgres_is_opened_by_its_key_alone_and_copied_by_others() {
    let url = tokio::task::spawn_blocking(testing::database)
        .await
        .unwrap();
    let open = |home: Home, key| {
        let url = url.clone();
        async move { Store::open_in_postgres_with(&url, &home, key, PATIENCE).await }
    };
    let (_directory, home) = home();
    let store = open(home.clone(), None).await.unwrap();
    store.credentials().set("a", &account()).await.unwrap();
    let whereabouts = store.whereabouts();
    assert!(!whereabouts.contains(":postgres"), "{whereabouts}");
    // The key is made once, in the home, and is nowhere else.
    let again = open(home.clone(), None).await.unwrap();
    assert!(again.credentials().get("a").await.unwrap().is_some());
    let (_elsewhere, other) = testing::home();
    let error = open(other.clone(), None).await.unwrap_err();
    assert!(
        matches!(error, StoreError::Key(KeyError::Missing { .. })),
        "{error}"
    );
    let error = open(other.clone(), Some(Key::generate().unwrap()))
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{message}");
    assert!(message.contains(&whereabouts), "{message}");
    // Nobody rotates the key while another process has the store open.
    let error = store.rotate_key(&home, None).await.unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    let error = store.backup(&home.directory().join("copy")).await;
    let message = error.unwrap_err().to_string();
    assert!(message.contains("pg_dump"), "{message}");
    drop(again);
    let mut rotated = store.rotate_key(&home, None).await;
    for _ in 0..50 {
        // The server takes a moment to notice that a client is gone.
        if rotated.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        rotated = store.rotate_key(&home, None).await;
    }
    rotated.unwrap();
    drop(store);
    let store = open(home, None).await.unwrap();
    assert!(store.credentials().get("a").await.unwrap().is_some());
}

#[tokio::test]
async fn an_address_of_a_store_that_makes_no_sense_is_refused_without_its_password() {
    let (_directory, home) = home();
    for url in ["postgres://u:hunter2@host:port/x", "mysql://u:hunter2@h/x"] {
        let error = Store::open_in_postgres_with(url, &home, None, PATIENCE).await;
        let error = error.unwrap_err();
        let whole = format!("{error} {error:?}");
        assert!(!whole.contains("hunter2"), "{whole}");
    }
}
