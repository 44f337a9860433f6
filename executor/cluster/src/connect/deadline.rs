//! Every wait has an end. The server's own timeouts end a statement while it can be reached; where not
//! a byte comes for longer than that, it is asked to cancel, and then given up.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, Row};

use super::connection::Connection;
use super::query_error::QueryError;

impl Connection {
    /// Waits for the answer to a statement, as long as the server's own timeout allows or something
    /// still comes. The answer is polled at once: what is polled together goes out in one flight.
    ///
    /// # Errors
    /// The answer's own, or [`QueryError::Stalled`]; the connection has ended then.
    pub async fn within<T>(
        &self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, QueryError> {
        let limits = self.limits();
        let patience = limits.statement.saturating_add(limits.grace);
        Ok(self.within_of(patience, answer).await?.0)
    }

    /// As [`Connection::within`], with a patience of its own. Also says whether the server had to be
    /// asked to cancel before it answered.
    pub(super) async fn within_of<T>(
        &self,
        patience: Duration,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<(T, bool), QueryError> {
        tokio::pin!(answer);
        let begun = Instant::now();
        if let Some(answered) = self.patiently(begun, patience, answer.as_mut()).await {
            return Ok((answered?, false));
        }
        tracing::warn!(at = %self.conninfo(), "no answer in time: cancelling");
        if let Err(error) = self.canceller().cancel().await {
            tracing::warn!(%error, "the cancel request did not get through");
        }
        let asked = Instant::now();
        let grace = self.limits().grace;
        if let Some(answered) = self.patiently(asked, grace, answer).await {
            return Ok((answered?, true));
        }
        self.give_up();
        let silent = self.heard_last().max(begun).elapsed();
        Err(QueryError::Stalled { silent })
    }

    /// `None` once nothing has come for as long as `patience`.
    async fn patiently<T>(
        &self,
        begun: Instant,
        patience: Duration,
        mut answer: impl Future<Output = T> + Unpin,
    ) -> Option<T> {
        loop {
            let since = self.heard_last().max(begun);
            // Beyond what a clock can hold is for ever, and no limit of ours is that long.
            let end = since.checked_add(patience)?;
            if let Ok(answered) = timeout_at(end, &mut answer).await {
                return Some(answered);
            }
            if self.heard_last().max(begun) == since {
                return None;
            }
        }
    }

    /// Runs one statement with parameters and returns its rows, within the deadline.
    ///
    /// # Errors
    /// [`QueryError`].
    pub async fn query(
        &self,
        sql: &str,
        parameters: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, QueryError> {
        self.within(self.client().query_typed(sql, parameters))
            .await
    }

    /// Runs statements without parameters, in one message, within the deadline.
    ///
    /// # Errors
    /// [`QueryError`].
    pub async fn batch(&self, sql: &str) -> Result<(), QueryError> {
        self.within(self.client().batch_execute(sql)).await
    }
}
