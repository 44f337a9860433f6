//! A store of its own for each test.

use super::{Account, Key, Session, SessionKind, Standing, Store, TestedAt};
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

/// An apply that runs.
pub(super) fn session(sid: &str) -> Session {
    Session {
        sid: sid.to_owned(),
        kind: SessionKind::Apply,
        resource: "a".to_owned(),
        role_label: "ro".to_owned(),
        role_name: "ro".to_owned(),
        status: "running".to_owned(),
        message: String::new(),
        document: None,
        facts: None,
        plan_sid: None,
        started_at: jiff::Timestamp::now(),
        finished_at: None,
        expires_at: None,
        os_user: "root".to_owned(),
    }
}

/// Applies that run, with these sids, and what each may write itself.
pub(super) async fn running<const N: usize>(store: &Store, sids: [&str; N]) -> [Standing; N] {
    for sid in sids {
        store.sessions().insert(&session(sid)).await.unwrap();
    }
    sids.map(Standing::unlocked)
}
