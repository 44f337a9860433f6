//! SQLite: one file, shared by any number of processes (WAL, one writer at a time, waiting its
//! turn).

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{Column, ConnectOptions, Row as _, TypeInfo, ValueRef};

use super::MIGRATIONS;
use super::error::DbError;
use super::row::{Row, Value};
use crate::StoreError;
use crate::lockers::lockers;

/// How long the writes of this process wait for each other.
const TURN: Duration = Duration::from_secs(60);

/// Takes the write lock at once. Plain BEGIN would take it at the first write,
/// and SQLite does not wait there when another process wrote in between.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// The open file.
#[derive(Clone, Debug)]
pub(super) struct Sqlite {
    reader: SqlitePool,
    /// One connection: writers of this process queue here, in order, rather
    /// than poll for SQLite's lock against each other.
    writer: SqlitePool,
    pub path: Arc<Path>,
    patience: Duration,
}

/// A transaction of the writer.
pub(super) struct SqliteTransaction {
    open: sqlx::Transaction<'static, sqlx::Sqlite>,
    doing: &'static str,
    side: Sqlite,
}

impl Sqlite {
    pub async fn open(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let options = options(path, patience)
            .journal_mode(SqliteJournalMode::Wal)
            // A password on its way to a server has to survive a power cut.
            .synchronous(SqliteSynchronous::Full)
            // What is forgotten is overwritten, sealed as it was.
            .pragma("secure_delete", "ON")
            .foreign_keys(true);
        let this = Self::with(path, options, patience).await?;
        let migrated = MIGRATIONS.run(&this.writer).await;
        migrated.map_err(|error| this.of_migration(error))?;
        Ok(this)
    }

    /// Opens a file that cannot be written, nor anything beside it: what a writer left in the WAL
    /// is read where SQLite can, and is an error where it cannot.
    pub async fn open_read_only(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let wal = path.with_extension("db-wal");
        let folded = std::fs::metadata(wal).map_or(true, |wal| wal.len() == 0);
        let options = options(path, patience);
        let options = options.read_only(true).immutable(folded);
        let this = Self::with(path, options, patience).await?;
        const VERSION: &str = "SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations";
        const DOING: &str = "look at the version of the store";
        let row = this.all(DOING, VERSION, &[]).await?.pop();
        let version = row.map_or(Ok(0), |mut row| row.integer("version"))?;
        let whereabouts = path.display().to_string();
        match version.cmp(&MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)) {
            Ordering::Equal => Ok(this),
            Ordering::Less => Err(StoreError::ReadOnly {
                doing: "bring the tables up to date",
                whereabouts,
            }),
            Ordering::Greater => Err(StoreError::Newer {
                whereabouts,
                migration: version,
            }),
        }
    }

    async fn with(
        path: &Path,
        options: SqliteConnectOptions,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let pool = || SqlitePoolOptions::new().acquire_timeout(TURN);
        let writer = pool().max_connections(1);
        let this = Self {
            writer: writer.connect_lazy_with(options.clone()),
            reader: pool().max_connections(4).connect_lazy_with(options),
            path: path.into(),
            patience,
        };
        let opened = this.writer.acquire().await;
        match opened {
            Ok(_) => Ok(this),
            Err(error) => Err(this.sorted("open the store", error)),
        }
    }

    /// Folds the WAL back into the file, so that a copy of the file alone has everything. Where
    /// others are reading for longer than a moment it stays as it is: nothing is lost then either.
    pub async fn checkpoint(&self) {
        let fold = format!(
            "PRAGMA busy_timeout = 1000; PRAGMA wal_checkpoint(TRUNCATE);
             PRAGMA busy_timeout = {}",
            self.patience.as_millis()
        );
        let fold = sqlx::raw_sql(sqlx::AssertSqlSafe(fold));
        let _ = fold.execute(&self.writer).await;
    }

    /// Writes a consistent copy into an empty file.
    pub async fn copy(&self, doing: &'static str, to: &str) -> Result<(), StoreError> {
        let done = sqlx::query("VACUUM INTO $1").bind(to.to_owned());
        let done = done.execute(&self.writer).await;
        done.map(drop).map_err(|e| self.sorted(doing, e))
    }

    pub async fn all(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let failed = |error| self.sorted(doing, error);
        let rows = bound(sql, values).fetch_all(&self.reader).await;
        decoded(&rows.map_err(failed)?).map_err(failed)
    }

    pub async fn execute(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let done = bound(sql, values).execute(&self.writer).await;
        done.map(|done| done.rows_affected())
            .map_err(|error| self.sorted(doing, error))
    }

    pub async fn begin(&self, doing: &'static str) -> Result<SqliteTransaction, StoreError> {
        let begun = self.writer.begin_with(BEGIN).await;
        let open = begun.map_err(|error| self.sorted(doing, error))?;
        let side = self.clone();
        Ok(SqliteTransaction { open, doing, side })
    }

    pub async fn close(&self) {
        self.reader.close().await;
        self.checkpoint().await;
        self.writer.close().await;
    }
}

impl SqliteTransaction {
    pub async fn all(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let failed = |error| self.side.sorted(self.doing, error);
        let rows = bound(sql, values).fetch_all(&mut *self.open).await;
        decoded(&rows.map_err(failed)?).map_err(failed)
    }

    pub async fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let done = bound(sql, values).execute(&mut *self.open).await;
        done.map(|done| done.rows_affected())
            .map_err(|error| self.side.sorted(self.doing, error))
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        let (side, doing) = (self.side, self.doing);
        let done = self.open.commit().await;
        done.map_err(|error| side.sorted(doing, error))
    }
}

fn options(path: &Path, patience: Duration) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(patience)
        // PostgreSQL's name of byte order, which is SQLite's only order.
        .collation("C", |a, b| a.cmp(b))
        .disable_statement_logging()
}

/// The statement with its values. They are copied: sqlx keeps arguments for as long as it likes.
fn bound(sql: &'static str, values: &[Value<'_>]) -> Query<'static, sqlx::Sqlite, SqliteArguments> {
    let mut query = sqlx::query(sql);
    for value in values {
        query = match value {
            Value::Null => query.bind(None::<String>),
            Value::Integer(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone().into_owned()),
            Value::Bytes(bytes) => query.bind(bytes.clone().into_owned()),
        };
    }
    query
}

fn decoded(rows: &[SqliteRow]) -> Result<Vec<Row>, sqlx::Error> {
    let names = rows.first().map(SqliteRow::columns).unwrap_or_default();
    let names: Arc<[String]> = names.iter().map(|c| c.name().to_owned()).collect();
    let row = |row: &SqliteRow| {
        let cells = (0..names.len()).map(|at| cell(row, at));
        Ok(Row {
            names: Arc::clone(&names),
            cells: cells.collect::<Result<_, sqlx::Error>>()?,
        })
    };
    rows.iter().map(row).collect()
}

/// By the kind of the value, not of the column: SQLite has the former only.
fn cell(row: &SqliteRow, at: usize) -> Result<Value<'static>, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    // Asked first: the kind of a NULL is the column's.
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().into_owned();
    Ok(match kind.name() {
        "INTEGER" => row.try_get_unchecked::<i64, _>(at)?.into(),
        "BLOB" => row.try_get_unchecked::<Vec<u8>, _>(at)?.into(),
        _ => row.try_get_unchecked::<String, _>(at)?.into(),
    })
}

impl Sqlite {
    /// Sorts a database error by what the user can do about it.
    fn sorted(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        let unique = error
            .as_database_error()
            .is_some_and(sqlx::error::DatabaseError::is_unique_violation);
        let code = primary_code(&error);
        let timed_out = matches!(error, sqlx::Error::PoolTimedOut);
        let (whereabouts, source) = (self.path.display().to_string(), DbError::new(error));
        match code {
            _ if unique => StoreError::Exists { doing },
            _ if timed_out || matches!(code, Some(BUSY | LOCKED)) => StoreError::Busy {
                doing,
                whereabouts,
                // Writers lock the file of shared memory, in WAL mode.
                by: lockers(&self.path.with_extension("db-shm")),
                patience: self.patience,
                source,
            },
            Some(READ_ONLY) => StoreError::ReadOnly { doing, whereabouts },
            Some(CORRUPT | NOT_A_DATABASE) => StoreError::Damaged {
                whereabouts,
                source,
            },
            _ => StoreError::Database {
                doing,
                whereabouts,
                source,
            },
        }
    }

    /// The same for what happens while the tables are brought up to date.
    fn of_migration(&self, error: MigrateError) -> StoreError {
        let whereabouts = self.path.display().to_string();
        match error {
            MigrateError::Execute(source) => self.sorted("bring the tables up to date", source),
            MigrateError::VersionMissing(migration) => StoreError::Newer {
                whereabouts,
                migration,
            },
            other => StoreError::Migration {
                whereabouts,
                source: DbError::new(other),
            },
        }
    }
}

const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const CORRUPT: u32 = 11;
const NOT_A_DATABASE: u32 = 26;

/// SQLite's primary result code: the low byte of the extended one.
fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    Some(code.parse::<u32>().ok()? & 0xff)
}
