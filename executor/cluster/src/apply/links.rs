//! The connections of one apply: opened at once, and kept from the first look to the last.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use futures_util::join;
use planner::Catalog;
use planner::names::{DatabaseName, RoleName};

use super::error::{ApplyError, StatementError, whereabouts};
use crate::connect::{
    ConnectError, Connection, ConnectionParams, Purpose, connect, connect_maintenance,
};
use crate::snapshot::{Detail, Known, Open, SnapshotError, Taken, Which, take_on};

/// Open connections to one cluster. Closed when dropped, and all that was open on them is rolled
/// back then.
pub struct Links {
    /// Holds the role's lock, in a transaction that stays open, and does nothing else.
    pub(super) lock: Connection,
    /// In the maintenance database, for what concerns the whole cluster.
    pub(super) maintenance: Connection,
    /// In the databases that the plan is about, where they all fit into the budget; else none, and
    /// each wave opens its own.
    pub(super) databases: BTreeMap<DatabaseName, Connection>,
    /// The databases that the plan is about.
    wanted: BTreeSet<DatabaseName>,
    /// How many databases may be open at once.
    pub(super) budget: usize,
    /// They all fit into it, so that connections are kept after their use.
    keeps: bool,
    /// Nobody else runs statements in the databases of the wave.
    pub(super) has_turn: bool,
    /// What applies of other roles read of the same cluster, where there are some.
    pub(super) known: Option<Known>,
}

/// How long a server that is full is asked again for all of them, before fewer will do, and the
/// longest pause.
const FULL_FOR_ALL: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_secs(1);

fn is_full(opened: &Result<Connection, ConnectError>) -> bool {
    opened.as_ref().is_err_and(|error| error.kind.is_full())
}

/// Where there was no room and some was made: the server needs a moment to notice.
async fn once_more(
    mut opened: Result<Connection, ConnectError>,
    params: &ConnectionParams,
) -> Result<Connection, ConnectError> {
    const TRIES: u32 = 20;
    for _ in 0..TRIES {
        if !is_full(&opened) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        opened = connect_maintenance(params).await;
    }
    opened
}

/// Those that can be entered, where they all fit into the budget; and where the server was too full,
/// what it said.
async fn open_all(
    params: &ConnectionParams,
    databases: &BTreeSet<DatabaseName>,
    budget: usize,
) -> (BTreeMap<DatabaseName, Connection>, Option<ConnectError>) {
    let wanted = databases.iter().filter(|_| databases.len() <= budget);
    let opening = wanted.map(|name| async move { (name.clone(), connect(params, name).await) });
    let (mut open, mut full) = (BTreeMap::new(), None);
    for (name, connection) in join_all(opening).await {
        match connection {
            Ok(connection) => drop(open.insert(name, connection)),
            Err(error) if error.kind.is_full() => full = full.or(Some(error)),
            Err(error) => tracing::debug!(%error, "left out"),
        }
    }
    (open, full)
}

/// What one try opened.
struct Opened {
    lock: Result<Connection, ConnectError>,
    maintenance: Result<Connection, ConnectError>,
    databases: BTreeMap<DatabaseName, Connection>,
    /// What the server said that was too full for all of them.
    full: Option<ConnectError>,
}

impl Opened {
    async fn at_once(
        params: &ConnectionParams,
        databases: &BTreeSet<DatabaseName>,
        budget: usize,
    ) -> Self {
        let (lock, maintenance, (databases, full)) = join!(
            connect_maintenance(params),
            connect_maintenance(params),
            open_all(params, databases, budget)
        );
        let refused = [&lock, &maintenance].into_iter().find(|c| is_full(c));
        let refused = refused.and_then(|refused| refused.as_ref().err().cloned());
        Self {
            full: full.or(refused),
            lock,
            maintenance,
            databases,
        }
    }

    /// How many databases there is room for beside the two that there have to be.
    fn room(&self) -> usize {
        let beside = usize::from(self.lock.is_ok()) + usize::from(self.maintenance.is_ok());
        (self.databases.len() + beside).saturating_sub(2)
    }

    async fn close(self) {
        let two = [self.lock, self.maintenance].into_iter().flatten();
        join_all(
            self.databases
                .into_values()
                .chain(two)
                .map(Connection::close),
        )
        .await;
    }
}

impl Links {
    /// Opens them all side by side. A database that is not there or cannot be entered is left out:
    /// whoever needs it finds out. A server that is full is asked again, for
    /// [`Limits::reconnect`](crate::connect::Limits::reconnect); after a while fewer at once will do.
    ///
    /// # Errors
    /// The maintenance database cannot be entered, or the server stays full.
    pub async fn open(
        params: &ConnectionParams,
        databases: &BTreeSet<DatabaseName>,
        budget: usize,
    ) -> Result<Self, ConnectError> {
        let budget = budget.max(1);
        let begin = Instant::now();
        let mut pause = PAUSE / 16;
        loop {
            let opened = Opened::at_once(params, databases, budget).await;
            let Some(full) = opened.full.clone() else {
                return Ok(Self {
                    lock: opened.lock?,
                    maintenance: opened.maintenance?,
                    databases: opened.databases,
                    wanted: databases.clone(),
                    budget,
                    keeps: databases.len() <= budget,
                    has_turn: false,
                    known: None,
                });
            };
            let (waited, patience) = (begin.elapsed(), params.limits.reconnect);
            if waited >= FULL_FOR_ALL.min(patience) && opened.room() > 0 {
                return Self::with_fewer(params, databases, opened).await;
            }
            opened.close().await;
            if waited >= patience {
                return Err(full);
            }
            tracing::info!(%full, "the server is full");
            // Not all at the same moment again.
            tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.5))).await;
            pause = (pause * 2).min(PAUSE);
        }
    }

    /// Fewer at once will do, but not without the two in the maintenance database, who may have come
    /// too late.
    async fn with_fewer(
        params: &ConnectionParams,
        databases: &BTreeSet<DatabaseName>,
        opened: Opened,
    ) -> Result<Self, ConnectError> {
        let budget = opened.room().max(1);
        join_all(opened.databases.into_values().map(Connection::close)).await;
        Ok(Self {
            lock: once_more(opened.lock, params).await?,
            maintenance: once_more(opened.maintenance, params).await?,
            databases: BTreeMap::new(),
            wanted: databases.clone(),
            budget,
            keeps: false,
            has_turn: false,
            known: None,
        })
    }

    /// Opens those in databases again.
    pub(super) async fn open_databases(&mut self, params: &ConnectionParams) {
        if !self.keeps {
            return;
        }
        let (open, full) = open_all(params, &self.wanted, self.budget).await;
        self.databases = open;
        if full.is_some() {
            self.budget = self.databases.len().max(1);
            self.keeps = false;
            self.close_databases().await;
        }
    }

    /// The connection in the maintenance database.
    pub fn maintenance(&self) -> &Connection {
        &self.maintenance
    }

    /// From here on they share what was read with other applies on the same cluster.
    pub fn share(&mut self, known: Known) {
        self.known = Some(known);
    }

    /// Takes a snapshot on them, of what steps come from.
    ///
    /// # Errors
    /// As [`crate::snapshot::take`].
    pub async fn snapshot(
        &self,
        params: &ConnectionParams,
        which: Which<'_>,
    ) -> Result<Catalog, SnapshotError> {
        let taken = take_on(self.opened(params, Detail::Steps), which, &|_| {}).await;
        taken.map(|taken| taken.catalog)
    }

    /// Of all that a plan says, with the versions of the rows that it was made of. What others have read, and has not
    /// changed since, is not read again.
    ///
    /// # Errors
    /// As [`crate::snapshot::take`].
    pub async fn snapshot_with_versions(
        &self,
        params: &ConnectionParams,
        which: Which<'_>,
    ) -> Result<Taken, SnapshotError> {
        let open = Open {
            versions: true,
            known: self.known.as_ref(),
            ..self.opened(params, Detail::All)
        };
        take_on(open, which, &|_| {}).await
    }

    fn opened<'a>(&'a self, params: &'a ConnectionParams, detail: Detail) -> Open<'a> {
        Open {
            params,
            maintenance: &self.maintenance,
            kept: &self.databases,
            connections: self.budget,
            detail,
            versions: false,
            known: None,
        }
    }

    /// Gives connections back after use: kept where there is room for all databases, else closed, as
    /// the next wave needs their places.
    pub(super) async fn give_back(&mut self, connections: Vec<Connection>) {
        let (keep, rest): (Vec<_>, Vec<_>) = connections
            .into_iter()
            .partition(|c| self.keeps && !c.is_closed());
        for connection in keep {
            self.databases
                .insert(connection.database().clone(), connection);
        }
        join_all(rest.into_iter().map(Connection::close)).await;
    }

    /// Closes those in databases, to make room for others.
    pub(super) async fn close_databases(&mut self) {
        let open = std::mem::take(&mut self.databases);
        join_all(open.into_values().map(Connection::close)).await;
    }

    /// Drops a role that was created on them, and holds nothing.
    ///
    /// # Errors
    /// The server refuses, or its answer never came.
    pub async fn drop_role(&self, role: &RoleName) -> Result<(), ApplyError> {
        let sql = format!("DROP ROLE {}", planner::quote::ident(role.as_str()));
        let maintenance = &self.maintenance;
        let dropped = async {
            let all = join(maintenance.begin(Purpose::Write), maintenance.batch(&sql)).await;
            all.0?;
            all.1?;
            maintenance.commit().await.map(drop)
        };
        dropped
            .await
            .map_err(|e| StatementError::of(whereabouts(None), sql.clone(), &e).into())
    }

    /// True where one of them has ended, and with it what was open on it.
    pub fn any_closed(&self) -> bool {
        let mut all = self
            .databases
            .values()
            .chain([&self.lock, &self.maintenance]);
        all.any(Connection::is_closed)
    }

    /// Ends them all.
    pub async fn close(self) {
        let all = self.databases.into_values();
        join_all(
            all.chain([self.lock, self.maintenance])
                .map(Connection::close),
        )
        .await;
    }
}
