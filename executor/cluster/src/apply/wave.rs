//! The open transactions of one wave of databases, and how far they have got: only what was proved
//! can be committed.

use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use planner::names::DatabaseName;

use super::error::{ApplyError, StatementError, say, whereabouts};
use super::execution::Execution;
use super::prove::prove;
use crate::connect::{Connection, Purpose, connect};

/// Transactions opened at a time.
const AT_ONCE: usize = 8;

/// What is run and committed together.
#[derive(Clone, Debug)]
pub struct Wave {
    pub(super) databases: Vec<DatabaseName>,
    /// With the statements of the maintenance database.
    pub(super) with_cluster: bool,
}

impl Wave {
    pub(super) fn of(databases: Vec<DatabaseName>) -> Self {
        Self {
            databases,
            with_cluster: false,
        }
    }
}

/// One transaction in the maintenance database and one in each database of the wave.
pub struct Begun<'e, 'a> {
    execution: &'e mut Execution<'a>,
    wave: &'e Wave,
    /// In the order of the databases.
    connections: Vec<Connection>,
}

/// Every statement of the wave ran.
pub struct Run<'e, 'a>(Begun<'e, 'a>);

/// And the catalog, read inside the transactions, leaves nothing to do.
pub struct Proved<'e, 'a>(Begun<'e, 'a>);

pub(super) async fn begin(
    connection: &Connection,
    database: Option<&DatabaseName>,
) -> Result<(), ApplyError> {
    let begun = connection.begin(Purpose::Write).await;
    let failed = |e| StatementError::of(whereabouts(database), "BEGIN".to_owned(), &e).into();
    begun.map(drop).map_err(failed)
}

impl<'e, 'a> Begun<'e, 'a> {
    pub(super) async fn open(
        execution: &'e mut Execution<'a>,
        wave: &'e Wave,
    ) -> Result<Self, ApplyError> {
        let work = execution.work;
        let open_one = |name: DatabaseName| async move {
            let connection = connect(work.params, &name).await?;
            begin(&connection, Some(&name)).await?;
            Ok::<_, ApplyError>(connection)
        };
        let opening: Vec<_> = wave.databases.iter().cloned().map(open_one).collect();
        let connections = stream::iter(opening)
            .buffered(AT_ONCE)
            .try_collect::<Vec<_>>()
            .await?;
        begin(work.maintenance, None).await?;
        Ok(Self {
            execution,
            wave,
            connections,
        })
    }

    /// Runs every statement of the wave.
    ///
    /// # Errors
    /// The first that failed; all is rolled back.
    pub async fn run(mut self) -> Result<Run<'e, 'a>, ApplyError> {
        match self.run_all().await {
            Ok(()) => Ok(Run(self)),
            Err(error) => Err(self.rolled_back(error).await),
        }
    }

    async fn run_all(&mut self) -> Result<(), ApplyError> {
        if self.wave.with_cluster {
            let maintenance = self.execution.work.maintenance;
            self.execution.run_in(maintenance, None).await?;
        }
        for connection in &self.connections {
            let database = Some(connection.database());
            self.execution.run_in(connection, database).await?;
        }
        Ok(())
    }

    /// Ends everything without a trace. Failing is fine: a transaction that is not committed is
    /// rolled back with its connection.
    async fn rolled_back(self, error: ApplyError) -> ApplyError {
        let maintenance = self.execution.work.maintenance;
        let all = self.connections.iter().chain([maintenance]);
        join_all(all.map(|c| c.client().batch_execute("ROLLBACK"))).await;
        join_all(self.connections.into_iter().map(Connection::close)).await;
        self.execution.rolled_back(self.wave);
        error
    }
}

impl<'e, 'a> Run<'e, 'a> {
    /// Reads the catalog inside the transactions and plans again.
    ///
    /// # Errors
    /// [`ApplyError::NotProved`], or the catalog cannot be read; all is rolled back.
    pub async fn prove(self) -> Result<Proved<'e, 'a>, ApplyError> {
        let Self(begun) = self;
        let (work, databases) = (&begun.execution.work, &begun.wave.databases);
        match prove(work, &begun.connections, databases).await {
            Ok(()) => Ok(Proved(begun)),
            Err(error) => Err(begun.rolled_back(error).await),
        }
    }
}

impl Proved<'_, '_> {
    /// Commits one after the other, the maintenance database first.
    ///
    /// # Errors
    /// [`ApplyError::Commit`]: which one failed, and which had succeeded.
    pub async fn commit(self) -> Result<(), ApplyError> {
        let Self(begun) = self;
        let mut committed = Vec::new();
        let mut all = vec![(begun.execution.work.maintenance, whereabouts(None))];
        let named = |c| (c, whereabouts(Some(Connection::database(c))));
        all.extend(begun.connections.iter().map(named));
        for (connection, name) in all {
            match connection.client().batch_execute("COMMIT").await {
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
        join_all(begun.connections.into_iter().map(Connection::close)).await;
        begun.execution.committed();
        Ok(())
    }
}
