//! The connections of one apply: opened at once, and kept from the first look to the last.

use std::collections::{BTreeMap, BTreeSet};

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
    /// How many databases may be open at once.
    pub(super) budget: usize,
}

impl Links {
    /// Opens them all side by side. A database that is not there or cannot be entered is left out:
    /// whoever needs it finds out.
    ///
    /// # Errors
    /// The maintenance database cannot be entered.
    pub async fn open(
        params: &ConnectionParams,
        databases: &BTreeSet<DatabaseName>,
        budget: usize,
    ) -> Result<Self, ConnectError> {
        let budget = budget.max(1);
        let wanted = databases.iter().filter(|_| databases.len() <= budget);
        let opening = wanted.map(|name| async move { (name.clone(), connect(params, name).await) });
        let (lock, maintenance, opened) = join!(
            connect_maintenance(params),
            connect_maintenance(params),
            join_all(opening)
        );
        let (lock, maintenance) = (lock?, maintenance?);
        let mut links = Self {
            lock,
            maintenance,
            databases: BTreeMap::new(),
            budget,
        };
        for (name, connection) in opened {
            match connection {
                Ok(connection) => drop(links.databases.insert(name, connection)),
                // The server is full: fewer at once will do.
                Err(error) if error.kind.is_full() => {
                    links.budget = links.databases.len().max(1);
                    links.close_databases().await;
                    break;
                }
                Err(error) => tracing::debug!(%error, "left out"),
            }
        }
        Ok(links)
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
