//! The store: inventory, credentials, role passwords, sessions, uses of plans.
//!
//! One SQLite file under [`Home`], shared by any number of processes (WAL, one
//! writer at a time, waiting its turn). One file here for each noun; each gets
//! its handle from [`Store`]. The SQL is written to run on PostgreSQL as well:
//! what is SQLite's alone is in this file.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod credentials;
mod error;
mod files;
pub mod home;
mod inventory;
mod key;
mod plan_uses;
pub mod seal;
mod sealed;
mod secrets;
mod session_rows;
mod sessions;
mod time;

pub use credentials::Credentials;
pub use error::StoreError;
pub use inventory::{Inventory, NewResource, Resource};
pub use key::{KEY_VARIABLE, Key, KeyError};
pub use plan_uses::{Claim, PlanUse, PlanUses, UseState};
pub use seal::SealError;
pub use sealed::Sealed;
pub use secrets::{PendingSecret, RoleSecret, RoleSecrets, SecretState};
pub use sessions::{Session, SessionFilter, SessionKind, Sessions};

use home::Home;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Sqlite, Transaction};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a write waits for another process to finish its own.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes the write lock at once. Plain BEGIN would take it at the first write,
/// and SQLite does not wait there when another process wrote in between.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// The open store. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    reader: SqlitePool,
    /// One connection: writers of this process queue here, in order, rather
    /// than poll for SQLite's lock against each other.
    writer: SqlitePool,
    key: Key,
    path: Arc<Path>,
}

impl Store {
    /// Opens the store in `home`, made when absent, with the key of
    /// `ROLEWRIGHT_KEY`, else of the key file, else (in a new store) a new key
    /// file. Brings the tables up to date.
    ///
    /// # Errors
    /// The home, the key or the database file cannot be used; the key is
    /// another one ([`StoreError::WrongKey`]); the file is damaged
    /// ([`StoreError::Damaged`], nothing is written) or of a later version
    /// ([`StoreError::Newer`]).
    pub async fn open(home: &Home) -> Result<Self, StoreError> {
        Self::open_with(home, Key::from_env()?).await
    }

    /// [`Store::open`] with the key that the environment would give.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(home: &Home, key: Option<Key>) -> Result<Self, StoreError> {
        home.ensure()?;
        // One process at a time from here on: sqlx does not lock SQLite while
        // it migrates, and two new keys would be one too many.
        let _lock = lock(home, PATIENCE).await?;
        let path: Arc<Path> = home.database().into();
        let file = files::open_or_create(&path);
        drop(file.map_err(|source| StoreError::File {
            path: path.to_path_buf(),
            source,
        })?);

        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            // A password on its way to a server has to survive a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            // PostgreSQL's name of byte order, which is SQLite's only order.
            .collation("C", |a, b| a.cmp(b))
            .disable_statement_logging();
        let pool = || SqlitePoolOptions::new().acquire_timeout(2 * PATIENCE);
        let writer = pool()
            .max_connections(1)
            .connect_with(options.clone())
            .await;
        let writer = writer.map_err(|source| error::from_sqlx(&path, "open the store", source))?;
        let reader = pool().max_connections(4).connect_lazy_with(options);
        MIGRATIONS
            .run(&writer)
            .await
            .map_err(|source| error::from_migration(&path, source))?;
        let key = settle_key(home, &writer, key).await?;
        Ok(Self {
            reader,
            writer,
            key,
            path,
        })
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The resources.
    #[must_use]
    pub fn inventory(&self) -> Inventory<'_> {
        Inventory(self)
    }

    /// The admin accounts.
    #[must_use]
    pub fn credentials(&self) -> Credentials<'_> {
        Credentials(self)
    }

    /// The passwords of provisioned roles.
    #[must_use]
    pub fn role_secrets(&self) -> RoleSecrets<'_> {
        RoleSecrets(self)
    }

    /// The audit record.
    #[must_use]
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// Which plans were applied, or are being applied.
    #[must_use]
    pub fn plan_uses(&self) -> PlanUses<'_> {
        PlanUses(self)
    }

    /// Closes the connections of every clone, which folds the WAL back into
    /// the file. Without it nothing is lost either.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    async fn begin(&self, doing: &'static str) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer
            .begin_with(BEGIN)
            .await
            .map_err(self.failed(doing))
    }

    /// Turns what sqlx says into what the user reads: "cannot {doing}".
    fn failed(&self, doing: &'static str) -> impl Fn(sqlx::Error) -> StoreError + '_ {
        move |source| error::from_sqlx(&self.path, doing, source)
    }
}

/// Waits for the other processes that open this store; unlocked when dropped.
async fn lock(home: &Home, patience: Duration) -> Result<File, StoreError> {
    const LOOK_AGAIN: Duration = Duration::from_millis(20);
    let path = home.lock();
    let io = |source| StoreError::File {
        path: path.clone(),
        source,
    };
    let file = files::open_or_create(&path).map_err(io)?;
    let mut left = patience;
    // Asking again rather than waiting in the system: that could not be given up.
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(source)) => return Err(io(source)),
            Err(TryLockError::WouldBlock) if left.is_zero() => {
                return Err(StoreError::Locked { path });
            }
            Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK_AGAIN).await,
        }
        left = left.saturating_sub(LOOK_AGAIN);
    }
}

/// The key that opens this store, proved on the value that the store keeps for
/// it; in a store that has none yet, the given, found or a new one.
async fn settle_key(home: &Home, db: &SqlitePool, given: Option<Key>) -> Result<Key, StoreError> {
    const CHECK: (&str, &[&str]) = ("store", &["key_check"]);
    let path = home.database();
    let failed = |source| error::from_sqlx(&path, "prove the key", source);
    let check: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT value FROM store_meta WHERE name = 'key_check'")
            .fetch_optional(db)
            .await
            .map_err(failed)?;
    let (key, place) = match given {
        Some(key) => (Some(key), KEY_VARIABLE.to_owned()),
        None => (Key::read(&home.key())?, home.key().display().to_string()),
    };
    match (key, check) {
        (Some(key), Some(check)) => match seal::open(&key, CHECK.0, CHECK.1, &check) {
            Ok(_) => Ok(key),
            Err(source) => Err(StoreError::WrongKey {
                path,
                place,
                source,
            }),
        },
        // A new key here would leave every stored password shut for good.
        (None, Some(_)) => Err(KeyError::Missing { path: home.key() }.into()),
        (key, None) => {
            let key = key.map_or_else(|| Key::create(&home.key()), Ok)?;
            let value = seal::seal(&key, CHECK.0, CHECK.1, b"rolewright").map_err(|source| {
                StoreError::Sealed {
                    what: Sealed::KeyCheck,
                    source,
                }
            })?;
            sqlx::query("INSERT INTO store_meta (name, value) VALUES ('key_check', $1)")
                .bind(value)
                .execute(db)
                .await
                .map_err(failed)?;
            Ok(key)
        }
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
