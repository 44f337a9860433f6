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
