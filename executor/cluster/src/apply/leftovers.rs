//! What a lost connection or a dead process left on the server: looking makes sense only once
//! nothing of it can still commit.

use std::time::{Duration, Instant};

use futures_util::future::join3;
use tokio_postgres::types::Type;

use super::error::{ApplyError, StatementError, whereabouts};
use crate::connect::{
    ConnectError, ConnectErrorKind as Kind, Connection, ConnectionParams, Purpose,
    connect_maintenance,
};

/// How long a backend may take to finish what was sent to it, before it is ended.
const FINISHING: Duration = Duration::from_secs(1);

/// How long an ended backend may take to go.
const GOING: Duration = Duration::from_secs(15);

const PAUSE: Duration = Duration::from_millis(100);

/// Connects to the maintenance database of a server that may just be coming back.
///
/// # Errors
/// The last one, after [`crate::connect::Limits::reconnect`], or one that waiting does not mend.
pub async fn reconnect(params: &ConnectionParams) -> Result<Connection, ConnectError> {
    let begin = Instant::now();
    let patience = params.limits.reconnect;
    loop {
        match connect_maintenance(params).await {
            Err(error) if may_pass(&error.kind) && begin.elapsed() < patience => {
                tokio::time::sleep(PAUSE).await;
            }
            connected => return connected,
        }
    }
}

fn may_pass(kind: &Kind) -> bool {
    kind.is_full()
        || matches!(
            kind,
            Kind::NotYet(_)
                | Kind::Refused
                | Kind::NoSocket(_)
                | Kind::Unreachable(_)
                | Kind::Timeout(_)
                | Kind::Broken(_)
                | Kind::Server { .. }
        )
}

/// Ends the sessions that an apply of this account still has on the server, by their
/// `application_name`, and waits until they are gone.
///
/// # Errors
/// The server refuses, or a session does not go.
pub async fn end_leftovers(connection: &Connection, application: &str) -> Result<(), ApplyError> {
    const LEFT: &str = "SELECT a.pid FROM pg_catalog.pg_stat_activity AS a
        WHERE a.application_name OPERATOR(pg_catalog.=) $1
          AND a.usename OPERATOR(pg_catalog.=) session_user
          AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()";
    const END: &str = "SELECT pg_catalog.pg_terminate_backend(a.pid)
        FROM pg_catalog.pg_stat_activity AS a
        WHERE a.application_name OPERATOR(pg_catalog.=) $1
          AND a.usename OPERATOR(pg_catalog.=) session_user
          AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()";
    let begin = Instant::now();
    loop {
        let waited = begin.elapsed();
        let sql = if waited < FINISHING { LEFT } else { END };
        let named = [(&application as _, Type::TEXT)];
        let (begun, answer, _) = join3(
            connection.begin(Purpose::Read),
            connection.query(sql, &named),
            connection.rollback(),
        )
        .await;
        let failed = |e: &_| StatementError::of(whereabouts(None), sql.to_owned(), e);
        let left = begun.and(answer).map_err(|e| failed(&e))?.len();
        if left == 0 {
            return Ok(());
        }
        if waited > GOING {
            return Err(ApplyError::Leftovers { left });
        }
        tokio::time::sleep(PAUSE).await;
    }
}
