//! The store's one face to its database: SQL with `$1`, values in, rows out. What stands behind it
//! is named in this folder and nowhere else: SQLite, one file of the home, or PostgreSQL. The
//! nouns' SQL and the migrations are the same for both.

mod error;
mod postgres;
mod row;
mod sqlite;

use std::path::Path;
use std::time::Duration;

pub use error::DbError;
pub(crate) use row::{Row, Value};

use super::StoreError;
use postgres::{Postgres, PostgresTransaction};
use sqlite::{Sqlite, SqliteTransaction};
use sqlx::migrate::Migrator;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// An open database. Clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Db(Side);

/// What stands behind the face.
#[derive(Clone, Debug)]
enum Side {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Writes that count together or not at all; rolled back when dropped.
pub(crate) struct Transaction(SideTransaction);

enum SideTransaction {
    Sqlite(SqliteTransaction),
    Postgres(PostgresTransaction),
}

impl Db {
    /// Opens the SQLite file and brings its tables up to date. One process at a time may do this.
    /// `patience` is how long a write waits for another process to finish its own.
    ///
    /// # Errors
    /// The file cannot be opened, is damaged (nothing is written then), or of a later version.
    pub async fn sqlite(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        Ok(Self(Side::Sqlite(Sqlite::open(path, patience).await?)))
    }

    /// Opens an SQLite file where nothing can be written.
    ///
    /// # Errors
    /// It cannot be read, or not without writing to it, or is of another version.
    pub async fn sqlite_read_only(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let opened = Sqlite::open_read_only(path, patience).await?;
        Ok(Self(Side::Sqlite(opened)))
    }

    /// Opens the PostgreSQL database and brings its tables up to date. `patience` is how long a
    /// write waits for others to finish theirs.
    ///
    /// # Errors
    /// The address makes no sense, the server cannot be reached, or the store is of a later version.
    pub async fn postgres(url: &str, patience: Duration) -> Result<Self, StoreError> {
        Ok(Self(Side::Postgres(Postgres::open(url, patience).await?)))
    }

    /// Others that open the store wait until this is dropped. An SQLite file's lock stands beside it.
    ///
    /// # Errors
    /// Another process takes too long.
    pub async fn opening(&self) -> Result<Option<Transaction>, StoreError> {
        Ok(match &self.0 {
            Side::Sqlite(_) => None,
            Side::Postgres(side) => Some(Transaction(SideTransaction::Postgres(
                side.opening().await?,
            ))),
        })
    }

    /// Whether no other process uses it, and none can begin to; `None` for an SQLite file, whose
    /// lock says so.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn is_alone(&self) -> Result<Option<bool>, StoreError> {
        match &self.0 {
            Side::Sqlite(_) => Ok(None),
            Side::Postgres(side) => side.is_alone().await.map(Some),
        }
    }

    /// Sees to it that a copy of the database's file has everything, as far as others let it.
    pub async fn checkpoint(&self) {
        if let Side::Sqlite(side) = &self.0 {
            side.checkpoint().await;
        }
    }

    /// Writes a consistent copy of all that was committed into an empty file.
    ///
    /// # Errors
    /// The database cannot be read, or the copy not written.
    pub async fn copy(&self, doing: &'static str, to: &str) -> Result<(), StoreError> {
        match &self.0 {
            Side::Sqlite(side) => side.copy(doing, to).await,
            Side::Postgres(side) => Err(StoreError::NoFile {
                doing,
                whereabouts: side.whereabouts.to_string(),
            }),
        }
    }

    /// All rows. `doing` completes "cannot …", here and below.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn all(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        match &self.0 {
            Side::Sqlite(side) => side.all(doing, sql, values).await,
            Side::Postgres(side) => side.all(doing, sql, values).await,
        }
    }

    /// The first row, where there is one.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn first(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.all(doing, sql, values).await?.into_iter().next())
    }

    /// Runs one statement. How many rows it changed.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where a row with its key is there already, or the database cannot be
    /// written.
    pub async fn execute(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        match &self.0 {
            Side::Sqlite(side) => side.execute(doing, sql, values).await,
            Side::Postgres(side) => side.execute(doing, sql, values).await,
        }
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn begin(&self, doing: &'static str) -> Result<Transaction, StoreError> {
        Ok(Transaction(match &self.0 {
            Side::Sqlite(side) => SideTransaction::Sqlite(side.begin(doing).await?),
            Side::Postgres(side) => SideTransaction::Postgres(side.begin(doing).await?),
        }))
    }

    /// Where it is, for people.
    pub fn whereabouts(&self) -> String {
        match &self.0 {
            Side::Sqlite(side) => side.path.display().to_string(),
            Side::Postgres(side) => side.whereabouts.to_string(),
        }
    }

    /// Whether it is the file of this home.
    pub fn is_of(&self, home: &crate::home::Home) -> bool {
        matches!(&self.0, Side::Sqlite(side) if *side.path == *home.database())
    }

    /// Closes the connections of every clone.
    pub async fn close(&self) {
        match &self.0 {
            Side::Sqlite(side) => side.close().await,
            Side::Postgres(side) => side.close().await,
        }
    }
}

impl Transaction {
    /// As [`Db::all`], with what this transaction wrote.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn all(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        match &mut self.0 {
            SideTransaction::Sqlite(side) => side.all(sql, values).await,
            SideTransaction::Postgres(side) => side.all(sql, values).await,
        }
    }

    /// As [`Db::execute`].
    ///
    /// # Errors
    /// As [`Db::execute`].
    pub async fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        match &mut self.0 {
            SideTransaction::Sqlite(side) => side.execute(sql, values).await,
            SideTransaction::Postgres(side) => side.execute(sql, values).await,
        }
    }

    /// Makes it count.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            SideTransaction::Sqlite(side) => side.commit().await,
            SideTransaction::Postgres(side) => side.commit().await,
        }
    }
}
