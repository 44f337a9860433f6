//! The open transactions of one wave of databases.

use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use planner::names::DatabaseName;

use super::Execution;
use super::error::{ApplyError, StatementError, place, say};
use crate::connect::{Session, connect};

/// One transaction in the maintenance database and one in each database of the wave.
pub(super) struct Wave<'a> {
    maintenance: &'a Session,
    sessions: Vec<Session>,
}

async fn begin(session: &Session, database: Option<&DatabaseName>) -> Result<(), ApplyError> {
    const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    let begun = session.client().batch_execute(BEGIN).await;
    begun.map_err(|e| StatementError::new(place(database), BEGIN.to_owned(), &e).into())
}

impl<'a> Wave<'a> {
    /// Connects and begins everywhere, before anything is run anywhere.
    pub async fn open(
        execution: &Execution<'a>,
        databases: &[DatabaseName],
    ) -> Result<Self, ApplyError> {
        let open_one = |name: DatabaseName| async move {
            let session = connect(execution.params, &name).await?;
            begin(&session, Some(&name)).await?;
            Ok::<_, ApplyError>(session)
        };
        let opening: Vec<_> = databases.iter().cloned().map(open_one).collect();
        let sessions = stream::iter(opening)
            .buffered(8)
            .try_collect::<Vec<_>>()
            .await?;
        begin(execution.maintenance, None).await?;
        Ok(Self {
            maintenance: execution.maintenance,
            sessions,
        })
    }

    /// In the order of the databases.
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Ends everything without a trace. Failing is fine: a transaction that is not committed is
    /// rolled back with its connection.
    pub async fn roll_back(self) {
        let all = self.sessions.iter().chain([self.maintenance]);
        join_all(all.map(|s| s.client().batch_execute("ROLLBACK"))).await;
        join_all(self.sessions.into_iter().map(Session::close)).await;
    }

    /// Commits one after the other, the maintenance database first.
    pub async fn commit(self) -> Result<(), ApplyError> {
        let mut committed = Vec::new();
        let mut all = vec![(self.maintenance, place(None))];
        all.extend(self.sessions.iter().map(|s| (s, place(Some(s.database())))));
        for (session, name) in all {
            match session.client().batch_execute("COMMIT").await {
                Ok(()) => committed.push(name),
                Err(error) => {
                    let message = say(&error);
                    return Err(ApplyError::Commit {
                        failed: name,
                        committed,
                        message,
                    });
                }
            }
        }
        join_all(self.sessions.into_iter().map(Session::close)).await;
        Ok(())
    }
}
