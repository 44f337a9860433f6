//! The open transactions of one wave of databases, and how far they have got: only what was proved
//! can be committed.

use std::pin::pin;

use futures_util::future::{join, join_all};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use planner::catalog::{ClusterRows, DatabaseRows};
use planner::names::DatabaseName;
use tokio::sync::watch::Sender;

use super::blockers::Blockers;
use super::error::{ApplyError, is_refused, whereabouts};
use super::execution::{Execution, Numbered};
use super::statement::{self, Landed, Pace};
use crate::connect::{Connection, Purpose, connect_patiently};
use crate::snapshot::{Detail, SnapshotError, Versions, read_cluster, read_versioned};

/// Connections opened at a time, where they were not kept.
const AT_ONCE: usize = 8;

/// Around the plan's statements. They run under the account's own search path, which event triggers
/// of the databases' owners may count on; what we read runs under a safe one.
const BEFORE: [&str; 1] = ["SET LOCAL search_path TO DEFAULT"];
const AFTER: [&str; 1] = ["SET LOCAL search_path TO pg_catalog, pg_temp"];

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

    /// The databases in it.
    pub fn names(&self) -> &[DatabaseName] {
        &self.databases
    }
}

/// A connection in each database of the wave.
pub struct Begun<'e, 'a> {
    execution: &'e mut Execution<'a>,
    wave: &'e Wave,
    /// In the order of the databases.
    connections: Vec<Connection>,
}

/// Every statement of the wave ran in a transaction that is open, and the catalog was read there.
pub struct Run<'e, 'a> {
    begun: Begun<'e, 'a>,
    cluster: ClusterRows,
    databases: Vec<(Versions, DatabaseRows)>,
}

/// And the catalog leaves nothing to do.
pub struct Proved<'e, 'a>(Begun<'e, 'a>);

/// The maintenance database's part is committed, and the role's password with it.
pub struct HalfCommitted<'e, 'a> {
    begun: Begun<'e, 'a>,
    committed: Vec<String>,
}

/// What came back: of the maintenance database first, then of each database in order.
struct Flights {
    /// Numbers of the steps, and what became of them.
    landed: Vec<(Vec<usize>, Landed)>,
    cluster: Result<ClusterRows, SnapshotError>,
    databases: Result<Vec<(Versions, DatabaseRows)>, SnapshotError>,
}

fn numbers(steps: &[Numbered<'_>]) -> Vec<usize> {
    steps.iter().map(|(number, _)| *number).collect()
}

/// Runs the steps and reads what they led to, in one flight where the pace allows.
async fn run_and_read<T>(
    connection: &Connection,
    steps: &[Numbered<'_>],
    (execution, begins): (&Execution<'_>, &Sender<bool>),
    read: impl Future<Output = Result<T, SnapshotError>>,
) -> (Landed, Result<T, SnapshotError>) {
    let begun = async {
        let begun = connection.begin(Purpose::Write).await;
        begins.send_replace(true);
        begun
    };
    let running = statement::run(connection, steps, execution.manner((&BEFORE, &AFTER)));
    let (begun, (landed, rows)) = match execution.pace {
        Pace::Flight => join(begun, join(running, read)).await,
        Pace::OneByOne => (begun.await, (running.await, read.await)),
    };
    let database = steps.iter().find_map(|(_, step)| step.database.as_ref());
    let landed = match begun {
        Ok(_) => landed,
        Err(error) => Landed::failed(0, ApplyError::of_begin(database, &error)),
    };
    (landed, rows)
}

/// Has the server cancel a flight once its transaction has begun: a BEGIN that is cancelled leaves the
/// rest of its flight to run, and to count, without it.
async fn cancel_in_transaction((connection, begins): &(&Connection, Sender<bool>)) {
    let mut begun = begins.subscribe();
    // The sender is there as long as the flight.
    let _ = begun.wait_for(|begun| *begun).await;
    drop(connection.canceller().cancel().await);
}

impl<'e, 'a> Begun<'e, 'a> {
    pub(super) async fn open(
        execution: &'e mut Execution<'a>,
        wave: &'e Wave,
    ) -> Result<Self, ApplyError> {
        let params = execution.work.params;
        let kept = wave
            .databases
            .iter()
            .map(|name| execution.links.databases.remove(name));
        let opening: Vec<_> = kept
            .zip(&wave.databases)
            .map(|(kept, name)| async move {
                match kept.filter(|connection| !connection.is_closed()) {
                    Some(connection) => Ok(connection),
                    None => connect_patiently(params, name).await,
                }
            })
            .collect();
        execution.links.give_turn_back().await;
        let links = &*execution.links;
        let opening = stream::iter(opening).buffered(AT_ONCE).try_collect();
        let (opened, turn) = tokio::select! {
            both = join(opening, links.take_turn(&wave.databases)) => both,
            () = execution.work.interrupt.asked() => {
                drop(links.lock.canceller().cancel().await);
                return Err(ApplyError::Interrupted);
            }
        };
        execution.links.has_turn = turn?;
        Ok(Self {
            connections: opened?,
            execution,
            wave,
        })
    }

    /// Runs every statement of the wave, all databases side by side, and reads what they led to.
    ///
    /// # Errors
    /// The first that failed; all is rolled back.
    pub async fn run(self) -> Result<Run<'e, 'a>, ApplyError> {
        let Flights {
            landed,
            cluster,
            databases,
        } = Box::pin(self.fly()).await;
        let unclear = landed.iter().any(|(_, landed)| landed.unclear);
        let mut failed: Option<ApplyError> = None;
        for (numbers, landed) in landed {
            let error = self.execution.landed(&numbers, landed);
            failed = match (failed, error) {
                (Some(first), Some(error)) if !first.needs_a_look() && error.needs_a_look() => {
                    Some(error)
                }
                (failed, error) => failed.or(error),
            };
        }
        let needs_a_look = failed.as_ref().is_some_and(ApplyError::needs_a_look);
        if self.execution.work.interrupt.is_asked() && !needs_a_look {
            failed = Some(ApplyError::Interrupted);
        } else if unclear && failed.is_none() {
            self.execution.slow_down();
            failed = Some(ApplyError::Unclear);
        }
        match (failed, cluster, databases) {
            (None, Ok(cluster), Ok(databases)) => Ok(Run {
                begun: self,
                cluster,
                databases,
            }),
            (Some(error), ..) => Err(self.rolled_back(error).await),
            (None, Err(error), _) | (None, _, Err(error)) => {
                Err(self.rolled_back(error.into()).await)
            }
        }
    }

    /// All flights at once. Whoever asks to break off has the server cancel them.
    async fn fly(&self) -> Flights {
        let execution = &*self.execution;
        let of_cluster = match self.wave.with_cluster {
            true => execution.steps_in(None),
            false => Vec::new(),
        };
        let maintenance = &execution.links.maintenance;
        let each = self
            .connections
            .iter()
            .map(|link| (link, Sender::new(false)));
        let each: Vec<_> = each.collect();
        let of_maintenance = (maintenance, Sender::new(false));
        let flights = each.iter().map(|(connection, begins)| async {
            let steps = execution.steps_in(Some(connection.database()));
            let read = read_versioned(connection, Detail::Steps);
            let (landed, rows) = run_and_read(connection, &steps, (execution, begins), read).await;
            ((numbers(&steps), landed), rows)
        });
        let roles = execution.work.plan.config().sign_in_names();
        let cluster = read_cluster(maintenance, Some(&roles));
        let how = (execution, &of_maintenance.1);
        let cluster = run_and_read(maintenance, &of_cluster, how, cluster);
        let mut flights = pin!(join(cluster, join_all(flights)));
        let blockers = Blockers::default();
        let watching = Box::pin(blockers.watch(execution.work.params));
        let ((landed, cluster), each) = tokio::select! {
            landed = &mut flights => landed,
            () = execution.work.interrupt.asked() => {
                let cancel = each.iter().chain([&of_maintenance]).map(cancel_in_transaction);
                let cancel: Vec<_> = cancel.collect();
                join(flights, join_all(cancel)).await.0
            }
            never = watching => match never {}
        };
        let (mut all, databases): (Vec<_>, Vec<_>) = each.into_iter().unzip();
        all.insert(0, (numbers(&of_cluster), landed));
        for (_, landed) in &mut all {
            blockers.name(landed);
        }
        Flights {
            landed: all,
            cluster,
            databases: databases.into_iter().collect(),
        }
    }

    /// Ends everything without a trace. Failing is fine: a transaction that is not committed is
    /// rolled back with its connection.
    async fn rolled_back(self, error: ApplyError) -> ApplyError {
        let links = &mut *self.execution.links;
        let all = self.connections.iter().chain([&links.maintenance]);
        join_all(all.map(Connection::rollback)).await;
        links.give_turn_back().await;
        links.give_back(self.connections).await;
        self.execution.rolled_back(self.wave);
        error
    }
}

impl<'e, 'a> Run<'e, 'a> {
    /// Plans again from what the transactions see, and makes sure that the role's lock is held.
    ///
    /// # Errors
    /// [`ApplyError::NotProved`], or the lock was lost; all is rolled back.
    pub async fn prove(self) -> Result<Proved<'e, 'a>, ApplyError> {
        let Self {
            begun,
            cluster,
            databases,
        } = self;
        let execution = &mut *begun.execution;
        let databases: Vec<_> = begun
            .wave
            .databases
            .iter()
            .cloned()
            .zip(databases)
            .collect();
        if let Some(known) = &execution.links.known {
            for (name, (versions, rows)) in &databases {
                known.keep(name, versions, rows);
            }
        }
        let proved = match execution.proof.add(&execution.work, cluster, databases) {
            Ok(()) => execution.links.still_locked().await,
            Err(error) => Err(error),
        };
        match proved {
            Ok(()) => Ok(Proved(begun)),
            Err(error) => Err(begun.rolled_back(error).await),
        }
    }
}

impl<'e, 'a> Proved<'e, 'a> {
    /// Commits the maintenance database's part, where it has one.
    ///
    /// # Errors
    /// [`ApplyError::Commit`]: nothing of this wave is committed, or it is not known.
    pub async fn commit_cluster(self) -> Result<HalfCommitted<'e, 'a>, ApplyError> {
        let Self(begun) = self;
        let maintenance = &begun.execution.links.maintenance;
        let mut committed = Vec::new();
        if begun.wave.with_cluster && !begun.execution.steps_in(None).is_empty() {
            match maintenance.commit().await {
                Ok(how) => begun.execution.committed(how),
                Err(error) => {
                    begun.execution.not_committed(None, is_refused(&error));
                    let error = ApplyError::commit(Vec::new(), vec![(whereabouts(None), error)]);
                    return Err(begun.rolled_back(error).await);
                }
            }
            committed.push(whereabouts(None));
            begun.execution.cluster_committed();
        } else {
            // It was only read in.
            drop(maintenance.rollback().await);
        }
        Ok(HalfCommitted { begun, committed })
    }
}

impl HalfCommitted<'_, '_> {
    /// True where the maintenance database had a part in it.
    pub fn cluster_is_committed(&self) -> bool {
        !self.committed.is_empty()
    }

    /// Commits the databases side by side.
    ///
    /// # Errors
    /// [`ApplyError::Commit`]: which failed, and which had succeeded.
    pub async fn commit_databases(self) -> Result<(), ApplyError> {
        let Self {
            begun,
            mut committed,
        } = self;
        let answers = join_all(begun.connections.iter().map(Connection::commit)).await;
        begun.execution.links.give_turn_back().await;
        let mut failed = Vec::new();
        for (connection, answer) in begun.connections.iter().zip(answers) {
            let name = whereabouts(Some(connection.database()));
            match answer {
                Ok(how) => {
                    begun.execution.committed(how);
                    committed.push(name);
                }
                Err(error) => {
                    let (database, refused) = (connection.database(), is_refused(&error));
                    begun.execution.not_committed(Some(database), refused);
                    failed.push((name, error));
                }
            }
        }
        begun.execution.links.give_back(begun.connections).await;
        if !failed.is_empty() {
            return Err(ApplyError::commit(committed, failed));
        }
        begun.execution.wave_committed();
        Ok(())
    }
}
