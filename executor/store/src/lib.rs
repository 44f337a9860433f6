//! The store: inventory, credentials, role passwords, sessions, uses of plans.
//!
//! One file here for each noun, with its SQL; each gets its handle from [`Store`]. What database
//! that SQL runs on is known to `db` alone: one SQLite file under [`Home`].
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
mod db;
mod error;
mod files;
pub mod home;
mod inventory;
mod journal;
mod key;
mod mac;
mod made_roles;
mod plan_uses;
pub mod seal;
mod sealed;
mod secrets;
mod session_rows;
mod sessions;
mod time;

pub use credentials::{Account, Credentials, TestedAt};
pub use db::DbError;
pub use error::StoreError;
pub use inventory::{Inventory, NewResource, Resource};
pub use journal::{Entry, Journal, Written};
pub use key::{KEY_VARIABLE, Key, KeyError};
pub use made_roles::{How, MadeRole, MadeRoles, RolePlace};
pub use plan_uses::{Claim, PlanUse, PlanUses, UseState};
pub use seal::SealError;
pub use sealed::Sealed;
pub use secrets::{PendingSecret, RoleSecret, RoleSecrets, SecretState};
pub use sessions::{Session, SessionFilter, SessionKind, Sessions};

use db::Db;
use home::Home;
use std::fs::{File, TryLockError};
use std::time::Duration;

/// How long opening waits for another process that opens the same store.
const PATIENCE: Duration = Duration::from_secs(30);

/// The open store. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    key: Key,
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
        let path = home.database();
        match files::open_or_create(&path) {
            Ok(file) => drop(file),
            Err(source) => return Err(StoreError::File { path, source }),
        }
        let db = Db::sqlite(&path).await?;
        let key = settle_key(home, &db, key).await?;
        let store = Self { db, key };
        store.credentials().bind().await?;
        Ok(store)
    }

    /// Where it is, for people.
    #[must_use]
    pub fn whereabouts(&self) -> String {
        self.db.whereabouts()
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

    /// What applies were about to do.
    #[must_use]
    pub fn journal(&self) -> Journal<'_> {
        Journal(self)
    }

    /// The roles that are ours.
    #[must_use]
    pub fn made_roles(&self) -> MadeRoles<'_> {
        MadeRoles(self)
    }

    /// Which plans were applied, or are being applied.
    #[must_use]
    pub fn plan_uses(&self) -> PlanUses<'_> {
        PlanUses(self)
    }

    /// Closes the connections of every clone. Without it nothing is lost either.
    pub async fn close(&self) {
        self.db.close().await;
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
async fn settle_key(home: &Home, db: &Db, given: Option<Key>) -> Result<Key, StoreError> {
    const CHECK: (&str, &[&str]) = ("store", &["key_check"]);
    let path = home.database();
    const DOING: &str = "prove the key";
    const READ: &str = "SELECT value FROM store_meta WHERE name = 'key_check'";
    let check = db.first(DOING, READ, &[]).await?;
    let check = check.map(|mut row| row.bytes("value")).transpose()?;
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
            const KEEP: &str = "INSERT INTO store_meta (name, value) VALUES ('key_check', $1)";
            db.execute(DOING, KEEP, &[value.into()]).await?;
            Ok(key)
        }
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
