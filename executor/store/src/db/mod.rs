//! The store's one face to its database: SQL with `$1`, values in, rows out. What stands behind it
//! is named in this folder and nowhere else; today that is SQLite, one file of the home.
//!
//! The nouns' SQL runs on PostgreSQL as it is (so do the migrations): its side comes as a second
//! variant of [`Side`].

mod error;
mod row;
mod sqlite;

use std::path::Path;
use std::time::Duration;

pub use error::DbError;
pub(crate) use row::{Row, Value};

use super::StoreError;
use sqlite::{Sqlite, SqliteTransaction};

/// An open database. Clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Db(Side);

/// What stands behind the face.
#[derive(Clone, Debug)]
enum Side {
    Sqlite(Sqlite),
}

/// Writes that count together or not at all; rolled back when dropped.
pub(crate) struct Transaction(SideTransaction);

enum SideTransaction {
    Sqlite(SqliteTransaction),
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

    /// Sees to it that a copy of the database's file has everything, as far as others let it.
    pub async fn checkpoint(&self) {
        let Self(Side::Sqlite(side)) = self;
        side.checkpoint().await;
    }

    /// Writes a consistent copy of all that was committed into an empty file.
    ///
    /// # Errors
    /// The database cannot be read, or the copy not written.
    pub async fn copy(&self, doing: &'static str, to: &str) -> Result<(), StoreError> {
        let Self(Side::Sqlite(side)) = self;
        side.copy(doing, to).await
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
        let Self(Side::Sqlite(side)) = self;
        side.all(doing, sql, values).await
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
        let Self(Side::Sqlite(side)) = self;
        side.execute(doing, sql, values).await
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn begin(&self, doing: &'static str) -> Result<Transaction, StoreError> {
        let Self(Side::Sqlite(side)) = self;
        let begun = side.begin(doing).await?;
        Ok(Transaction(SideTransaction::Sqlite(begun)))
    }

    /// Where it is, for people.
    pub fn whereabouts(&self) -> String {
        let Self(Side::Sqlite(side)) = self;
        side.path.display().to_string()
    }

    /// Closes the connections of every clone.
    pub async fn close(&self) {
        let Self(Side::Sqlite(side)) = self;
        side.close().await;
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
        let Self(SideTransaction::Sqlite(side)) = self;
        side.all(sql, values).await
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
        let Self(SideTransaction::Sqlite(side)) = self;
        side.execute(sql, values).await
    }

    /// Makes it count.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self(SideTransaction::Sqlite(side)) = self;
        side.commit().await
    }
}
