//! PostgreSQL: one database, shared by any number of processes and machines.
//!
//! Writes take turns, as SQLite's do: each takes the same advisory lock first. What a transaction
//! looked at is so until it ends, and what the nouns rest on holds on both sides.
//!
//! Numbers that may be NULL have to stand in BIGINT columns: a statement that is prepared with a
//! NULL takes its type from the column, and numbers are sent as eight bytes.

use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::migrate::MigrateError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{
    PgArgumentBuffer, PgArguments, PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow,
    PgSslMode, PgTypeInfo,
};
use sqlx::query::Query;
use sqlx::{
    Column, ConnectOptions, Connection, Encode, Executor, Postgres as Server, Row as _, Type,
    TypeInfo, ValueRef,
};
use tokio::sync::Mutex;
use url::Url;

use super::MIGRATIONS;
use super::error::DbError;
use super::row::{Row, Value};
use crate::StoreError;

/// How long the statements of this process wait for a connection of its pool.
const TURN: Duration = Duration::from_secs(60);

/// Connections of one process.
const CONNECTIONS: u32 = 8;

/// `rolewrit`, `rolewrio` and `rolewriu` as numbers: whoever writes, opens the store, uses it.
const BEGIN: &str = "BEGIN; SELECT pg_advisory_xact_lock(8245928625790151028)";
const BEGIN_OPENING: &str = "BEGIN; SELECT pg_advisory_xact_lock(8245928625790151023)";
const USE: &str = "SELECT pg_advisory_lock_shared(8245928625790151029)";
const LEAVE: &str = "SELECT pg_advisory_unlock_shared(8245928625790151029)";
const ALONE: &str = "SELECT pg_try_advisory_lock(8245928625790151029) AS alone";

/// The open database.
#[derive(Clone, Debug)]
pub(super) struct Postgres {
    pool: PgPool,
    /// Says that this process uses the store, for as long as it does.
    presence: Arc<Mutex<PgConnection>>,
    pub whereabouts: Arc<str>,
    patience: Duration,
}

/// A transaction that has its turn.
pub(super) struct PostgresTransaction {
    open: sqlx::Transaction<'static, Server>,
    doing: &'static str,
    side: Postgres,
}

impl Postgres {
    pub async fn open(url: &str, patience: Duration) -> Result<Self, StoreError> {
        const OPENING: &str = "open the store";
        let milliseconds = patience.as_millis().to_string();
        let options = address(url)?
            .application_name("rolewright store")
            .options([
                ("lock_timeout", milliseconds.as_str()),
                // A password on its way to a server has to survive a power cut.
                ("synchronous_commit", "on"),
            ])
            .disable_statement_logging();
        let whereabouts = whereabouts(&options);
        let failed = |error| sorted(OPENING, &whereabouts, patience, error);
        let presence = PgConnection::connect_with(&options).await;
        let mut presence = presence.map_err(failed)?;
        presence.execute(USE).await.map_err(failed)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(TURN)
            .connect_lazy_with(options);
        let this = Self {
            pool,
            presence: Arc::new(Mutex::new(presence)),
            whereabouts: whereabouts.into(),
            patience,
        };
        let migrated = MIGRATIONS.run(&this.pool).await;
        migrated.map_err(|error| this.of_migration(error))?;
        Ok(this)
    }

    pub async fn all(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let failed = |error| self.sorted(doing, error);
        let rows = bound(sql, values).fetch_all(&self.pool).await;
        decoded(&rows.map_err(failed)?).map_err(failed)
    }

    pub async fn execute(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let mut alone = self.begin(doing).await?;
        let changed = alone.execute(sql, values).await?;
        alone.commit().await?;
        Ok(changed)
    }

    pub async fn begin(&self, doing: &'static str) -> Result<PostgresTransaction, StoreError> {
        self.begin_with(doing, BEGIN).await
    }

    /// Others that open the store wait until this is dropped.
    pub async fn opening(&self) -> Result<PostgresTransaction, StoreError> {
        self.begin_with("open the store", BEGIN_OPENING).await
    }

    async fn begin_with(
        &self,
        doing: &'static str,
        begin: &'static str,
    ) -> Result<PostgresTransaction, StoreError> {
        // In a task of its own: given up half-way, the driver would leave the connection in the
        // transaction, with its turn, for good.
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move { pool.begin_with(begin).await }).await;
        let begun = begun.unwrap_or(Err(sqlx::Error::BeginFailed));
        let open = begun.map_err(|error| self.sorted(doing, error))?;
        let side = self.clone();
        Ok(PostgresTransaction { open, doing, side })
    }

    /// Whether no other process uses the store; from now on none can begin to, until this one ends.
    pub async fn is_alone(&self) -> Result<bool, StoreError> {
        let failed = |error| self.sorted("ask who uses the store", error);
        let mut presence = self.presence.lock().await;
        presence.execute(LEAVE).await.map_err(failed)?;
        let row = presence.fetch_one(ALONE).await.map_err(failed)?;
        let alone = row.try_get::<bool, _>("alone").map_err(failed)?;
        if !alone {
            presence.execute(USE).await.map_err(failed)?;
        }
        Ok(alone)
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }

    fn sorted(&self, doing: &'static str, error: sqlx::Error) -> StoreError {
        sorted(doing, &self.whereabouts, self.patience, error)
    }

    fn of_migration(&self, error: MigrateError) -> StoreError {
        let whereabouts = self.whereabouts.to_string();
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

impl PostgresTransaction {
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

/// All of it stands in the address, but for a password in libpq's password file: the PG variables
/// are those of the resources, whose password no other server may see.
fn address(url: &str) -> Result<PgConnectOptions, StoreError> {
    let whole = Url::parse(url).map_err(|_| StoreError::Address)?;
    let given = |name: &str| whole.query_pairs().any(|(key, _)| key == name);
    let host = whole.host_str().unwrap_or_default();
    let named = !host.is_empty() || given("host");
    if whole.username().is_empty() || whole.path().len() < 2 || !named {
        return Err(StoreError::Address);
    }
    let mut options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
    if !matches!(whole.scheme(), "postgres" | "postgresql") {
        return Err(StoreError::Address);
    }
    let has_password = whole.password().is_some() || given("password");
    if !has_password && std::env::var_os("PGPASSWORD").is_some() {
        options = options.password("");
    }
    if !given("sslmode") && !given("ssl-mode") {
        let near = options.get_socket().is_some()
            || host == "localhost"
            || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        options = options.ssl_mode(match near {
            true => PgSslMode::Prefer,
            false => PgSslMode::VerifyFull,
        });
    }
    Ok(options)
}

/// For people: without a password, and so that it can be given again.
fn whereabouts(options: &PgConnectOptions) -> String {
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    let port = options.get_port();
    match options.get_socket() {
        Some(path) => format!(
            "postgres://{user}@/{database}?host={}&port={port}",
            path.display()
        ),
        None => format!("postgres://{user}@{}:{port}/{database}", options.get_host()),
    }
}

/// Sorts a database error by what the user can do about it.
fn sorted(
    doing: &'static str,
    whereabouts: &str,
    patience: Duration,
    error: sqlx::Error,
) -> StoreError {
    const LOCK_NOT_AVAILABLE: &str = "55P03";
    const READ_ONLY: &str = "25006";
    let database = error.as_database_error();
    let unique = database.is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    let code = database.and_then(|error| error.code()).unwrap_or_default();
    let (locked, read_only) = (code == LOCK_NOT_AVAILABLE, code == READ_ONLY);
    let locked = locked || matches!(error, sqlx::Error::PoolTimedOut);
    let (whereabouts, source) = (whereabouts.to_owned(), DbError::new(error));
    match () {
        () if unique => StoreError::Exists { doing },
        () if read_only => StoreError::ReadOnly { doing, whereabouts },
        () if locked => StoreError::Busy {
            doing,
            whereabouts,
            by: None,
            patience,
            source,
        },
        () => StoreError::Database {
            doing,
            whereabouts,
            source,
        },
    }
}

/// A NULL of no type of its own: it is what stands in its place.
struct Nothing;

impl Type<Server> for Nothing {
    fn type_info() -> PgTypeInfo {
        const UNKNOWN: Oid = Oid(705);
        PgTypeInfo::with_oid(UNKNOWN)
    }
}

impl Encode<'_, Server> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

fn bound(sql: &'static str, values: &[Value<'_>]) -> Query<'static, Server, PgArguments> {
    let mut query = sqlx::query(sql);
    for value in values {
        query = match value {
            Value::Null => query.bind(Nothing),
            Value::Integer(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone().into_owned()),
            Value::Bytes(bytes) => query.bind(bytes.clone().into_owned()),
        };
    }
    query
}

fn decoded(rows: &[PgRow]) -> Result<Vec<Row>, sqlx::Error> {
    let names = rows.first().map(PgRow::columns).unwrap_or_default();
    let names: Arc<[String]> = names.iter().map(|c| c.name().to_owned()).collect();
    let row = |row: &PgRow| {
        let cells = (0..names.len()).map(|at| cell(row, at));
        Ok(Row {
            names: Arc::clone(&names),
            cells: cells.collect::<Result<_, sqlx::Error>>()?,
        })
    };
    rows.iter().map(row).collect()
}

/// As SQLite would have it: a truth is 0 or 1.
fn cell(row: &PgRow, at: usize) -> Result<Value<'static>, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().into_owned();
    Ok(match kind.name() {
        "INT8" => row.try_get::<i64, _>(at)?.into(),
        "INT4" => i64::from(row.try_get::<i32, _>(at)?).into(),
        "INT2" => i64::from(row.try_get::<i16, _>(at)?).into(),
        "BOOL" => i64::from(row.try_get::<bool, _>(at)?).into(),
        "BYTEA" => row.try_get::<Vec<u8>, _>(at)?.into(),
        _ => row.try_get::<String, _>(at)?.into(),
    })
}
