//! Opening the store: the home, the lock, the key, and whether it is the store that was here.

use super::db::Db;
use super::home::Home;
use super::lockers::lockers;
use super::{
    KEY_VARIABLE, Key, KeyError, Sealed, Store, StoreError, chain, files, rotation, rows, seal,
    trust,
};
use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long another process is waited for, unless said otherwise: while it opens the same store, or
/// writes to it.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What the marker says to whoever looks into it.
const MARKER: &str = "The store of this home is rolewright.db. Where that is missing or empty, restore it from a backup.\n";

impl Store {
    /// Opens the store in `home`, made when absent, with the key of
    /// `ROLEWRIGHT_KEY`, else of the key file, else (in a new store) a new key
    /// file. Brings the tables up to date. Where the home cannot be written
    /// what is there can be read: [`Store::is_read_only`]. `patience` is for
    /// other processes, now and at each write.
    ///
    /// # Errors
    /// The home, the key or the database file cannot be used; the key is
    /// another one ([`StoreError::WrongKey`]); the file is lost
    /// ([`StoreError::Gone`]), damaged ([`StoreError::Damaged`], nothing is
    /// written) or of a later version ([`StoreError::Newer`]).
    pub async fn open(home: &Home, patience: Duration) -> Result<Self, StoreError> {
        Self::open_within(home, Key::from_env()?, patience).await
    }

    /// [`Store::open`] with the key that the environment would give.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(home: &Home, key: Option<Key>) -> Result<Self, StoreError> {
        Self::open_within(home, key, PATIENCE).await
    }

    /// Opens the store that is in a PostgreSQL database, made when its tables are absent. The key is
    /// the home's, or that of `ROLEWRIGHT_KEY`: no database ever holds it. Whoever opens the same
    /// database elsewhere needs the same key.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::Address`].
    pub async fn open_in_postgres(
        url: &str,
        home: &Home,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        Self::open_in_postgres_with(url, home, Key::from_env()?, patience).await
    }

    /// [`Store::open_in_postgres`] with the key that the environment would give.
    ///
    /// # Errors
    /// As [`Store::open_in_postgres`].
    pub async fn open_in_postgres_with(
        url: &str,
        home: &Home,
        key: Option<Key>,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        if key.is_none() {
            home.ensure()?;
        }
        let db = Db::postgres(url, patience).await?;
        let opening = db.opening().await?;
        let (key, says) = settle_key(home, &db, key).await?;
        let store = Self {
            db,
            key,
            read_only: false,
            user: None,
        };
        store.bring_up(&says).await?;
        drop(opening);
        Ok(store)
    }

    async fn open_within(
        home: &Home,
        key: Option<Key>,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        home.ensure()?;
        let path = home.database();
        if trust::is_read_only(home.directory()) {
            not_lost(home)?;
            let db = Db::sqlite_read_only(&path, patience).await?;
            let (key, _) = settle_key(home, &db, key).await?;
            let read_only = true;
            let user = None;
            return Ok(Self {
                db,
                key,
                read_only,
                user,
            });
        }
        // One process at a time from here on: sqlx does not lock SQLite while
        // it migrates, and two new keys would be one too many.
        let _lock = lock(home, patience).await?;
        not_lost(home)?;
        match files::open_or_create(&path) {
            Ok(file) => drop(file),
            Err(source) => return Err(StoreError::File { path, source }),
        }
        let db = Db::sqlite(&path, patience).await?;
        let (key, says) = settle_key(home, &db, key).await?;
        let user = Some(Arc::new(mark(home)?));
        let read_only = false;
        let store = Self {
            db,
            key,
            read_only,
            user,
        };
        store.bring_up(&says).await?;
        Ok(store)
    }

    /// What a store of before lacks beside its tables.
    async fn bring_up(&self, says: &[u8]) -> Result<(), StoreError> {
        if says != chain::KEEPS_A_CHAIN && says != rows::HAS_CODES {
            chain::begin(self).await?;
        }
        if says != rows::HAS_CODES {
            rows::begin(self).await?;
        }
        self.credentials().bind().await
    }
}

/// A home that had a store has to have it still: a new one in its place would hide that all
/// passwords are lost, and its first write would destroy what SQLite keeps beside the old file.
fn not_lost(home: &Home) -> Result<(), StoreError> {
    let there =
        |path: &Path| std::fs::metadata(path).is_ok_and(|file| file.len() > 0 || file.is_dir());
    if there(&home.database()) {
        return Ok(());
    }
    // A home of before has no marker, but a key.
    match [home.marker(), home.key()]
        .into_iter()
        .find(|proof| proof.exists())
    {
        Some(proof) => Err(gone(home, proof)),
        None => Ok(()),
    }
}

fn gone(home: &Home, proof: PathBuf) -> StoreError {
    StoreError::Gone {
        path: home.database(),
        proof,
    }
}

/// From now on this home has a store, and this process works with it.
fn mark(home: &Home) -> Result<File, StoreError> {
    let path = home.marker();
    let marked = || {
        let mut file = files::open_or_create(&path)?;
        if file.metadata()?.len() == 0 {
            file.write_all(MARKER.as_bytes())?;
        }
        file.lock_shared()?;
        Ok(file)
    };
    marked().map_err(|source| StoreError::File {
        path: path.clone(),
        source,
    })
}

/// Waits for the other processes that open this store; unlocked when dropped.
pub(super) async fn lock(home: &Home, patience: Duration) -> Result<File, StoreError> {
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
                let by = lockers(&path);
                return Err(StoreError::Locked { path, by });
            }
            Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK_AGAIN).await,
        }
        left = left.saturating_sub(LOOK_AGAIN);
    }
}

/// The key that opens this store, proved on the value that the store keeps for
/// it; in a store that has none yet, the given, found or a new one. And what that
/// value says.
async fn settle_key(
    home: &Home,
    db: &Db,
    given: Option<Key>,
) -> Result<(Key, Vec<u8>), StoreError> {
    const NEW: &[u8] = b"rolewright";
    const DOING: &str = "prove the key";
    const READ: &str = "SELECT value FROM store_meta WHERE name = 'key_check'";
    let check = db.first(DOING, READ, &[]).await?;
    let check = check.map(|mut row| row.bytes("value")).transpose()?;
    let (key, place) = match given {
        Some(key) => (Some(key), KEY_VARIABLE.to_owned()),
        None => (Key::read(&home.key())?, home.key().display().to_string()),
    };
    match (key, check) {
        (Some(key), Some(check)) => match seal::open(&key, "store", &["key_check"], &check) {
            Ok(says) => Ok((key, says.to_vec())),
            Err(source) => {
                if let Some(finished) = rotation::finish(home, &check).await? {
                    return Ok(finished);
                }
                let path = db.whereabouts().into();
                Err(StoreError::WrongKey {
                    path,
                    place,
                    source,
                })
            }
        },
        // A new key here would leave every stored password shut for good.
        (None, Some(_)) => Err(KeyError::Missing { path: home.key() }.into()),
        // Some database, but not the one that this home had.
        (_, None) if db.is_of(home) && home.marker().exists() => Err(gone(home, home.marker())),
        (key, None) => {
            const USED: &str = "SELECT sid FROM sessions LIMIT 1";
            if db.first(DOING, USED, &[]).await?.is_some() {
                return Err(StoreError::Unreadable {
                    what: Sealed::KeyCheck.to_string(),
                    found: "none, but sessions".to_owned(),
                });
            }
            let key = key.map_or_else(|| Key::create(&home.key()), Ok)?;
            let value = chain::key_check(&key, NEW)?;
            const KEEP: &str = "INSERT INTO store_meta (name, value) VALUES ('key_check', $1)";
            db.execute(DOING, KEEP, &[value.into()]).await?;
            Ok((key, NEW.to_vec()))
        }
    }
}

#[cfg(test)]
#[path = "opening_tests.rs"]
mod tests;
