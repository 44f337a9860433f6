//! A store of its own for each test.

use super::{Account, Key, PATIENCE, Session, SessionKind, Standing, Store, StoreError, TestedAt};
use crate::home::Home;
use secret::Secret;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use throwaway::{Cluster, Wanted};

/// A home in a new directory; it is gone when the directory drops.
pub(super) fn home() -> (TempDir, Home) {
    let directory = tempfile::tempdir().unwrap();
    let home = Home::at(directory.path().join("home")).unwrap();
    (directory, home)
}

/// A new store. Its key is given, so that the environment plays no part but for this: with
/// `ROLEWRIGHT_TEST_STORE=postgres` it is a database.
pub(super) async fn store() -> (TempDir, Store) {
    let (directory, home) = home();
    let key = Some(Key::generate().unwrap());
    let store = match std::env::var("ROLEWRIGHT_TEST_STORE").as_deref() {
        Ok("postgres") => {
            let url = tokio::task::spawn_blocking(database).await.unwrap();
            Store::open_in_postgres_with(&url, &home, key, PATIENCE).await
        }
        Ok(other) => panic!("ROLEWRIGHT_TEST_STORE={other}: postgres, or unset for SQLite"),
        Err(_) => Store::open_with(&home, key).await,
    };
    (directory, store.unwrap())
}

static SERVER: OnceLock<Cluster> = OnceLock::new();

/// The same store as another process opens it.
pub(super) async fn again(store: &Store, home: &Home) -> Result<Store, StoreError> {
    let key = Some(store.key.clone());
    let whereabouts = store.whereabouts();
    match whereabouts.strip_prefix("postgres://postgres@") {
        Some(place) => {
            let password = &SERVER.get().unwrap().password;
            let url = format!("postgres://postgres:{password}@{place}?sslmode=disable");
            Store::open_in_postgres_with(&url, home, key, PATIENCE).await
        }
        None => Store::open_with(home, key).await,
    }
}

/// What somebody does to the database behind the store's back; written as SQLite has it.
pub(super) async fn tamper(store: &Store, sql: &str) {
    let sql = match store.whereabouts().starts_with("postgres:") {
        true => sql.replace("X'", "'\\x").replace("AS BLOB", "AS BYTEA"),
        false => sql.to_owned(),
    };
    store.db.execute("change", sql.leak(), &[]).await.unwrap();
}

/// A new database on a server that all tests of this process share, and its address.
pub(super) fn database() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let server = SERVER.get_or_init(|| {
        let wanted = Wanted::from_env().unwrap();
        wanted.setting("max_connections", "500").start().unwrap()
    });
    let name = format!("store_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server
        .sql("postgres", &format!("CREATE DATABASE {name}"))
        .unwrap();
    let Cluster {
        user,
        password,
        host,
        port,
        ..
    } = server;
    format!("postgres://{user}:{password}@{host}:{port}/{name}?sslmode=disable")
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
