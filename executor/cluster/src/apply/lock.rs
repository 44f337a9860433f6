//! One apply at a time for a cluster and role: an advisory lock in the maintenance database, which
//! is always the same one, because advisory locks are per database. It belongs to a transaction of
//! a connection of its own, so that it ends with that whatever stands between us and the server.

use std::time::Duration;

use futures_util::future::join3;
use planner::names::RoleName;
use planner::quote::display;
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};

use super::error::{ApplyError, StatementError, whereabouts};
use super::links::Links;
use crate::ROLE_LOCKS as OURS;
use crate::connect::{Connection, ConnectionParams, Purpose, QueryError, setting};

/// `lock_not_available`: the wait had an end.
const GIVEN_UP: &str = "55P03";

/// `feature_not_supported`: how a standby answers to a BEGIN that says READ WRITE.
const ONLY_READ: &str = "0A000";

/// Who keeps a role's lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The server's process.
    pub pid: i32,
    /// `rolewright/<sid>`, where it is one of ours.
    pub application: String,
    /// Since when, RFC 3339, by the server's clock.
    pub since: String,
    /// From where: an address, or empty for a Unix socket or where it may not be seen.
    pub from: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self.application.strip_prefix("rolewright/") {
            Some(sid) => format!("session {}", display(sid)),
            None => format!("`{}`", display(&self.application)),
        };
        write!(f, "{name} (pid {}", self.pid)?;
        if !self.from.is_empty() {
            write!(f, " from {}", display(&self.from))?;
        }
        write!(f, ", since {})", self.since)
    }
}

/// The second key of an advisory lock: what is locked, by its name.
pub(super) fn key(name: &str) -> i32 {
    let hash = planner::hash::sha256_hex(name.as_bytes());
    let first = hash.get(..8).and_then(|h| u32::from_str_radix(h, 16).ok());
    first.unwrap_or_default().cast_signed()
}

fn failed(sql: &str, error: &QueryError) -> ApplyError {
    StatementError::of(whereabouts(None), sql.to_owned(), error).into()
}

impl Links {
    /// Takes the lock of a role if it is free; else its turn is to be waited for. It is held until the
    /// links are closed.
    ///
    /// # Errors
    /// [`ApplyError::Standby`], or the server's refusal.
    pub async fn try_role(&self, role: &RoleName, patience: Duration) -> Result<bool, ApplyError> {
        const WAIT: &str = "SELECT pg_catalog.set_config('lock_timeout', $1, true),
            pg_catalog.set_config('statement_timeout', '0', true),
            pg_catalog.set_config('idle_in_transaction_session_timeout', '0', true)";
        const TRY: &str = "SELECT pg_catalog.pg_try_advisory_xact_lock($1, $2)";
        let (wait, key) = (setting(patience), key(role.as_str()));
        let wait = [(&wait as _, Type::TEXT)];
        let keys = [&OURS, &key].map(|k| (k as _, Type::INT4));
        // In one flight: each is sent when it is first polled.
        let (begun, set, free) = join3(
            self.lock.begin(Purpose::Write),
            self.lock.query(WAIT, &wait),
            self.lock.query(TRY, &keys),
        )
        .await;
        begun.map_err(|e| match e.sqlstate() {
            Some(ONLY_READ) => ApplyError::Standby,
            _ => failed("BEGIN", &e),
        })?;
        set.map_err(|e| failed(WAIT, &e))?;
        let free = free.map_err(|e| failed(TRY, &e))?;
        Ok(free.first().and_then(|row| row.try_get(0).ok()) == Some(true))
    }

    /// After [`Links::try_role`]: waits in turn, no longer than `patience`; meanwhile the databases are
    /// left to others.
    ///
    /// # Errors
    /// [`ApplyError::Locked`] with who holds it, or the server's refusal.
    pub async fn wait_for_role(
        &mut self,
        params: &ConnectionParams,
        role: &RoleName,
        patience: Duration,
    ) -> Result<(), ApplyError> {
        let key = key(role.as_str());
        let keys = [&OURS, &key].map(|k| (k as _, Type::INT4));
        self.close_databases().await;
        if self.wait_in_turn(&keys, patience).await? {
            self.open_databases(params).await;
            return Ok(());
        }
        Err(ApplyError::Locked {
            role: role.clone(),
            patience,
            holder: holder(&self.maintenance, key).await.map(Box::new),
        })
    }

    /// False where its turn did not come.
    async fn wait_in_turn(
        &self,
        keys: &[(&(dyn ToSql + Sync), Type)],
        patience: Duration,
    ) -> Result<bool, ApplyError> {
        const LOCK: &str = "SELECT pg_catalog.pg_advisory_xact_lock($1, $2)";
        let waiting = self.lock.client().query_typed(LOCK, keys);
        // The answer may take as long as its turn takes to come.
        match timeout(patience + self.lock.limits().grace, waiting).await {
            Ok(Ok(_)) => Ok(true),
            Ok(Err(error)) if error.code().is_none_or(|c| c.code() != GIVEN_UP) => {
                Err(failed(LOCK, &error.into()))
            }
            _ => Ok(false),
        }
    }

    /// Who holds the lock of a role, where that can be told.
    pub async fn holder(&self, role: &RoleName) -> Option<Holder> {
        holder(&self.maintenance, key(role.as_str())).await
    }

    /// Whether the lock is still held: it is gone with its connection.
    pub(super) async fn still_locked(&self) -> Result<(), ApplyError> {
        let answer = self.lock.batch("SELECT 1").await;
        answer.map_err(|error| ApplyError::LockLost {
            why: self.lock.why_closed().unwrap_or_else(|| error.to_string()),
        })
    }
}

/// `None` where it cannot be told, or was let go meanwhile.
async fn holder(maintenance: &Connection, key: i32) -> Option<Holder> {
    const HOLDER: &str = "SELECT a.pid AS pid,
            coalesce(a.application_name, '')::text AS application,
            to_char(timezone('UTC', coalesce(a.xact_start, a.backend_start)), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS since,
            coalesce(host(a.client_addr), '')::text AS place
        FROM pg_catalog.pg_locks AS l
        JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
        JOIN pg_catalog.pg_database AS d ON d.oid = l.database AND d.datname = current_database()
        WHERE l.locktype = 'advisory' AND l.classid::int8 = $1::int8
          AND l.objid::int8 = ($2::int8 & 4294967295) AND l.objsubid = 2 AND l.granted";
    let keys = [OURS, key].map(i64::from);
    let [ours, key] = &keys;
    let keys = [(ours as _, Type::INT8), (key as _, Type::INT8)];
    let (begun, rows, _) = join3(
        maintenance.begin(Purpose::Read),
        maintenance.query(HOLDER, &keys),
        maintenance.rollback(),
    )
    .await;
    let rows = begun.and(rows).ok()?;
    let row = rows.first()?;
    Some(Holder {
        pid: row.try_get("pid").ok()?,
        application: row.try_get("application").ok()?,
        since: row.try_get("since").ok().unwrap_or_default(),
        from: row.try_get("place").ok()?,
    })
}
