//! Who keeps an apply waiting: looked at while it waits, because afterwards nobody can tell.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join3;
use planner::quote::display;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::error::ApplyError;
use super::statement::Landed;
use crate::connect::{
    Connection, ConnectionParams, Purpose, QueryError, brief, connect_maintenance,
};

/// `lock_not_available`: the wait had an end.
const GIVEN_UP: &str = "55P03";

/// The pause between two looks.
const OFTEN: Duration = Duration::from_millis(200);
const SELDOM: Duration = Duration::from_secs(2);

/// An apply that runs without waiting is over before the first look, most often.
const LATE: Duration = Duration::from_secs(5);

/// Who was seen last.
#[derive(Default)]
pub(super) struct Blockers(Mutex<Option<Seen>>);

#[derive(Default)]
struct Seen {
    words: BTreeSet<String>,
    /// `application_name`s.
    applications: BTreeSet<String>,
}

impl Blockers {
    /// Looks again and again, on a connection of its own, once the apply runs for long. Where it
    /// cannot look, nobody is named.
    pub(super) async fn watch(&self, params: &ConnectionParams) -> Infallible {
        let lock = params.limits.lock;
        tokio::time::sleep((lock / 2).min(LATE)).await;
        if let Ok(connection) = connect_maintenance(params).await {
            let pause = (lock / 4).clamp(OFTEN, SELDOM);
            while let Ok(seen) = look(&connection, &params.application_name).await {
                // What was seen before the wait ended is what it was about.
                if !seen.words.is_empty() {
                    *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
                }
                tokio::time::sleep(pause).await;
            }
        }
        std::future::pending().await
    }

    /// Adds whom it waited for to a statement that gave up waiting for a lock.
    pub(super) fn name(&self, landed: &mut Landed) {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(ApplyError::Statement(error)), Some(seen)) = (&mut landed.error, &*seen)
            && error.sqlstate == GIVEN_UP
        {
            let words: Vec<_> = seen.words.iter().map(String::as_str).collect();
            let words = words.join("; ");
            error.message.push_str(&format!("; waited for {words}"));
            error.kept_by = seen.applications.iter().cloned().collect();
        }
    }
}

async fn look(connection: &Connection, application: &str) -> Result<Seen, QueryError> {
    const BLOCKERS: &str = "SELECT p.pid AS pid, a.usename::text AS \"user\",
            coalesce(a.application_name, '')::text AS application, coalesce(a.query, '')::text AS query,
            to_char(timezone('UTC', coalesce(a.xact_start, a.backend_start)), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS since
        FROM pg_stat_activity AS w
        CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS p(pid)
        LEFT JOIN pg_stat_activity AS a ON a.pid = p.pid
        WHERE w.application_name = $1 AND w.usename = session_user AND w.wait_event_type = 'Lock'
          AND a.application_name IS DISTINCT FROM $1";
    let named = [(&application as _, Type::TEXT)];
    let (begun, rows, ended) = join3(
        connection.begin(Purpose::Read),
        connection.query(BLOCKERS, &named),
        connection.rollback(),
    )
    .await;
    begun?;
    ended?;
    let rows = rows?;
    let application = |row: &Row| row.try_get("application").ok();
    Ok(Seen {
        words: rows.iter().filter_map(words).collect(),
        applications: rows.iter().filter_map(application).collect(),
    })
}

fn words(row: &Row) -> Option<String> {
    let pid: i32 = row.try_get("pid").ok()?;
    if pid == 0 {
        return Some("a prepared transaction (pg_prepared_xacts)".to_owned());
    }
    let text = |column: &str| row.try_get::<_, Option<String>>(column).ok().flatten();
    let mut known = vec![format!("pid {pid}")];
    known.extend(text("user").map(|user| format!("user `{}`", display(&user))));
    let application = text("application").filter(|name| !name.is_empty());
    known.extend(application.map(|name| format!("`{}`", display(&name))));
    known.extend(text("since").map(|since| format!("since {since}")));
    let query = brief(&text("query").unwrap_or_default());
    Some(format!("{}: {query}", known.join(", ")))
}
