//! Opening the store: permissions, keys, damage, several at once.

use super::testing::{account, home};
use super::{Key, KeyError, NewResource, Store, StoreError};
use std::fs;
use std::time::Duration;

#[cfg(unix)]
#[tokio::test]
async fn everything_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let (_directory, home) = home();
    let store = Store::open_with(&home, None).await.unwrap();
    store
        .credentials()
        .set("analytics", &account())
        .await
        .unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.directory()), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(home.directory()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(mode(&entry.path()), 0o600, "{}", entry.path().display());
        let bytes = fs::read(entry.path()).unwrap();
        assert!(
            !bytes.windows(7).any(|w| w == b"hunter2"),
            "{}",
            entry.path().display()
        );
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    let expected = [
        "key",
        "lock",
        "rolewright.db",
        "rolewright.db-shm",
        "rolewright.db-wal",
        "store",
    ];
    assert_eq!(names, expected);

    store.close().await;
    fs::set_permissions(home.database(), PermissionsExt::from_mode(0o644)).unwrap();
    Store::open_with(&home, None).await.unwrap();
    assert_eq!(mode(&home.database()), 0o600);
}

#[tokio::test]
async fn the_key_file_is_made_once_and_found_again() {
    let (_directory, home) = home();
    let first = Store::open_with(&home, None).await.unwrap();
    first
        .credentials()
        .set("analytics", &account())
        .await
        .unwrap();
    let second = Store::open_with(&home, None).await.unwrap();
    let account = second
        .credentials()
        .get("analytics")
        .await
        .unwrap()
        .unwrap();
    let (user, password) = (
        account.user.as_str(),
        account.password.stored().unwrap().expose(),
    );
    assert_eq!((user, password), ("admin", "hunter2"));
}

#[tokio::test]
async fn a_wrong_or_lost_key_is_refused_and_changes_nothing() {
    let (_directory, home) = home();
    Store::open_with(&home, None).await.unwrap().close().await;
    let error = Store::open_with(&home, Some(Key::generate().unwrap()))
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("the key does not open this store"),
        "{message}"
    );
    assert!(message.contains("ROLEWRIGHT_KEY"), "{message}");

    let kept = fs::read_to_string(home.key()).unwrap();
    fs::remove_file(home.key()).unwrap();
    let error = Store::open_with(&home, None).await.unwrap_err();
    assert!(
        matches!(error, StoreError::Key(KeyError::Missing { .. })),
        "{error}"
    );
    assert!(!home.key().exists(), "no second key may appear");

    Key::create(&home.key()).unwrap();
    let error = Store::open_with(&home, None).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error}");
    fs::write(home.key(), kept).unwrap();
    Store::open_with(&home, None).await.unwrap();
}

#[tokio::test]
async fn a_damaged_file_is_named_and_left_alone() {
    for content in [&b"not a database"[..], &[0xa5; 20_000]] {
        let (_directory, home) = home();
        home.ensure().unwrap();
        fs::write(home.database(), content).unwrap();
        let error = Store::open_with(&home, None).await.unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        let message = error.to_string();
        assert!(
            message.contains("rolewright.db") && message.contains("restore"),
            "{message}"
        );
        assert_eq!(fs::read(home.database()).unwrap(), content);
        assert!(!home.key().exists(), "no key for a store that is not there");
    }
}

#[tokio::test]
async fn a_newer_store_is_refused() {
    let (_directory, home) = home();
    let store = Store::open_with(&home, None).await.unwrap();
    let change = "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1";
    store.db.execute("change", change, &[]).await.unwrap();
    store.close().await;
    let error = Store::open_with(&home, None).await.unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Newer {
                migration: 9999,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_stuck_opening_is_not_waited_for_without_end() {
    let (_directory, home) = home();
    home.ensure().unwrap();
    let held = super::opening::lock(&home, Duration::ZERO).await.unwrap();
    let error = super::opening::lock(&home, Duration::from_millis(30))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    drop(held);
    super::opening::lock(&home, Duration::ZERO).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_a_new_store_and_write_at_once() {
    let (_directory, home) = home();
    let tasks: Vec<_> = (0..12)
        .map(|number| {
            let home = home.clone();
            tokio::spawn(async move {
                let store = Store::open_with(&home, None).await?;
                for port in 1..=10 {
                    let resource = NewResource {
                        name: format!("r{number}"),
                        kind: "PostgreSQL".into(),
                        host: "localhost".into(),
                        port,
                    };
                    store.inventory().upsert_many(&[resource]).await?;
                }
                store.inventory().get(&format!("r{number}")).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().port, 10);
    }
}
