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
use crate::snapshot::{Open, SnapshotError, Which, take_on};

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
    /// Nobody else runs statements in the databases of the wave.
    pub(super) has_turn: bool,
}

/// How long a server that is full is asked again, for the connections that there have to be and for
/// all of them; and the longest pause.
const FULL: Duration = Duration::from_secs(60);
const FULL_FOR_ALL: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_secs(1);

/// Those that can be entered, where they all fit into the budget; true where the server was too full.
async fn open_all(
    params: &ConnectionParams,
    databases: &BTreeSet<DatabaseName>,
    budget: usize,
) -> (BTreeMap<DatabaseName, Connection>, bool) {
    let wanted = databases.iter().filter(|_| databases.len() <= budget);
    let opening = wanted.map(|name| async move { (name.clone(), connect(params, name).await) });
    let (mut open, mut full) = (BTreeMap::new(), false);
    for (name, connection) in join_all(opening).await {
        match connection {
            Ok(connection) => drop(open.insert(name, connection)),
            Err(error) => {
                full |= error.kind.is_full();
                tracing::debug!(%error, "left out");
            }
        }
    }
    (open, full)
}

impl Links {
    /// Opens them all side by side. A database that is not there or cannot be entered is left out:
    /// whoever needs it finds out. Where the server is full, others have their turn; who has none of
    /// what is needed keeps none of it from them.
    ///
    /// # Errors
    /// The maintenance database cannot be entered.
    pub async fn open(
        params: &ConnectionParams,
        databases: &BTreeSet<DatabaseName>,
        budget: usize,
    ) -> Result<Self, ConnectError> {
        let begin = Instant::now();
        let mut pause = PAUSE / 16;
        loop {
            let opened = Self::open_once(params, databases, budget.max(1)).await;
            let waited = begin.elapsed();
            match opened {
                Ok((links, false)) => return Ok(links),
                Ok((mut links, true)) if waited > FULL_FOR_ALL => {
                    // Fewer at once will do.
                    links.budget = links.databases.len().max(1);
                    links.close_databases().await;
                    return Ok(links);
                }
                Ok((links, true)) => links.close().await,
                Err(error) if error.kind.is_full() && waited < FULL => {
                    tracing::info!(%error, "the server is full");
                }
                Err(error) => return Err(error),
            }
            // Not all at the same moment again.
            tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.5))).await;
            pause = (pause * 2).min(PAUSE);
        }
    }

    /// True where the server was too full for all of them.
    async fn open_once(
        params: &ConnectionParams,
        databases: &BTreeSet<DatabaseName>,
        budget: usize,
    ) -> Result<(Self, bool), ConnectError> {
        let of_wanted = open_all(params, databases, budget);
        let (lock, maintenance, (databases_open, full)) = join!(
            connect_maintenance(params),
            connect_maintenance(params),
            of_wanted
        );
        let links = Self {
            lock: lock?,
            maintenance: maintenance?,
            databases: databases_open,
            wanted: databases.clone(),
            budget,
            has_turn: false,
        };
        Ok((links, full))
    }

    /// Opens those in databases again.
    pub(super) async fn open_databases(&mut self, params: &ConnectionParams) {
        let (open, full) = open_all(params, &self.wanted, self.budget).await;
        self.databases = open;
        if full {
            self.budget = self.databases.len().max(1);
            self.close_databases().await;
        }
    }

    /// The connection in the maintenance database.
    pub fn maintenance(&self) -> &Connection {
        &self.maintenance
    }

    /// Takes a snapshot on them.
    ///
    /// # Errors
    /// As [`crate::snapshot::take`].
    pub async fn snapshot(
        &self,
        params: &ConnectionParams,
        which: Which<'_>,
    ) -> Result<Catalog, SnapshotError> {
        let open = Open {
            params,
            maintenance: &self.maintenance,
            kept: &self.databases,
            connections: self.budget,
        };
        take_on(open, which, &|_| {}).await
    }

    /// Gives connections back after use: kept where there is room for all, else closed.
    pub(super) async fn give_back(&mut self, connections: Vec<Connection>) {
        let room = self.databases.len() + connections.len() <= self.budget;
        let (keep, rest): (Vec<_>, Vec<_>) = connections
            .into_iter()
            .partition(|c| room && !c.is_closed());
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
            maintenance.commit().await
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
