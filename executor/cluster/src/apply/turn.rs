//! Turns of applies of different roles. Their grants change the same rows of the catalog, and of two
//! that do so at once the server fails one (`tuple concurrently updated`), in each try anew; over
//! several databases they can even wait for each other where the server does not see it. So whoever
//! runs a wave is alone in its databases: an advisory lock for each, all in the maintenance database
//! and in one order. It is a courtesy, what is right does not depend on it: who has waited long
//! enough goes on without, and what others do besides is met by trying again.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::join3;
use futures_util::poll;
use planner::names::DatabaseName;
use tokio::time::timeout;
use tokio_postgres::types::Type;

use super::error::ApplyError;
use super::links::Links;
use super::lock::key;
use crate::connect::setting;

/// The first key of the two ("Turn").
const OURS: i32 = 0x5475_726e;

/// How long a turn is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the lock's connection is told when it is over: what was taken since goes, the role's lock stays.
const OVER: &str = "ROLLBACK TO SAVEPOINT turn; RELEASE SAVEPOINT turn";

impl Links {
    /// Waits until nobody else runs statements in these databases. True where there is a turn to
    /// be given back.
    ///
    /// # Errors
    /// [`ApplyError::LockLost`]: the role's lock went with its connection.
    pub(super) async fn take_turn(&self, databases: &[DatabaseName]) -> Result<bool, ApplyError> {
        const WAIT: &str = "SELECT pg_catalog.set_config('lock_timeout', $1, true)";
        const TAKE: &str = "SELECT pg_catalog.pg_advisory_xact_lock($1, key)
            FROM pg_catalog.unnest($2) AS key";
        if databases.is_empty() {
            return Ok(false);
        }
        let mut keys: Vec<_> = databases.iter().map(|d| key(d.as_str())).collect();
        keys.sort_unstable();
        let wait = setting(PATIENCE);
        let wait = [(&wait as _, Type::TEXT)];
        let keys = [(&OURS as _, Type::INT4), (&keys as _, Type::INT4_ARRAY)];
        let lock = &self.lock;
        // In one flight; the last answer may take as long as the turn takes to come.
        let (saved, set, taken) = join3(
            lock.batch("SAVEPOINT turn"),
            lock.query(WAIT, &wait),
            timeout(
                PATIENCE + lock.limits().grace,
                lock.client().query_typed(TAKE, &keys),
            ),
        )
        .await;
        let lost = |why: String| ApplyError::LockLost {
            why: lock.why_closed().unwrap_or(why),
        };
        saved.map_err(|error| lost(error.to_string()))?;
        match taken {
            Ok(Ok(_)) if set.is_ok() => return Ok(true),
            Ok(Err(error)) if lock.is_closed() => return Err(lost(error.to_string())),
            Ok(Err(error)) => tracing::info!(%error, "going on without a turn"),
            _ => tracing::info!("going on without a turn"),
        }
        let over = lock.batch(OVER).await;
        over.map_err(|error| lost(error.to_string()))?;
        Ok(false)
    }

    /// Gives the turn back. Nobody waits for the answer.
    pub(super) async fn give_turn_back(&mut self) {
        if std::mem::take(&mut self.has_turn) {
            // Sent when it is first polled.
            let _ = poll!(pin!(self.lock.batch(OVER)));
        }
    }
}
