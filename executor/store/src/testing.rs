//! A store of its own for each test.

use super::{Account, Key, Store, TestedAt};
use crate::home::Home;
use secret::Secret;
use tempfile::TempDir;

/// A home in a new directory; it is gone when the directory drops.
pub(super) fn home() -> (TempDir, Home) {
    let directory = tempfile::tempdir().unwrap();
    let home = Home::at(directory.path().join("home")).unwrap();
    (directory, home)
}

/// A new store. Its key is given, so that the environment plays no part.
pub(super) async fn store() -> (TempDir, Store) {
    let (directory, home) = home();
    let store = Store::open_with(&home, Some(Key::generate().unwrap()))
        .await
        .unwrap();
    (directory, store)
}

/// An admin account.
pub(super) fn account() -> Account {
    Account {
        user: "admin".to_owned(),
        password: Secret::new("hunter2".to_owned()).into(),
        tested: TestedAt {
            host: "db.example".to_owned(),
            port: 5432,
        },
    }
}
