//! Takes a snapshot of a whole cluster, or of the part of it that a plan needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::{join, join_all, try_join};
use futures_util::{StreamExt, stream};
use planner::Catalog;
use planner::catalog::{CatalogBuilder, ClusterRows, DatabaseRows, RoleRow};
use planner::names::{DatabaseName, RoleName};

use super::contents::read_advice;
use super::error::SnapshotError;
use super::known::Known;
use super::progress::Progress;
use super::versions::{Versions, read_versions};
use super::which::Which;
use super::{
    Detail, read_cluster, read_database, read_only, read_versioned, server_now, strangers,
};
use crate::connect::{
    Connection, ConnectionParams, connect, connect_maintenance, connect_patiently,
};

/// How many connections a snapshot uses at once, beside the one to the maintenance database.
pub const DEFAULT_CONNECTIONS: usize = 20;

/// How often a server is asked again where a read lost a race, and the first pause; each later one is
/// twice as long.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);

/// What one database gave, and the versions of those rows where they were asked for.
type Rows = (Option<Versions>, DatabaseRows);

/// The same, or why nothing.
type Read = Result<Rows, String>;

/// A snapshot that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The snapshot.
    pub catalog: Catalog,
    /// The versions of the rows that it was made of, for each database that was read, where they
    /// were asked for.
    pub versions: BTreeMap<DatabaseName, Versions>,
    /// The roles by whose names the snapshot calls their OIDs.
    pub roles: Vec<RoleRow>,
}

/// Takes a snapshot. The cluster part is read first, in one transaction of the maintenance
/// database; each database then in one of its own, at most `connections` (at least one) at a time
/// beside the maintenance connection, which reads its own database. A database that cannot be
/// entered or read is noted in the snapshot and fails nothing.
///
/// # Errors
/// [`SnapshotError`]: the cluster cannot be reached or read, a listed database does not exist, or
/// an answer makes no sense.
pub async fn take(
    params: &ConnectionParams,
    connections: usize,
    which: Which<'_>,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Catalog, SnapshotError> {
    let mut likely = which.likely();
    // No more than may be open at once: the others have their turn.
    while likely.len() > connections.max(1) {
        likely.pop_last();
    }
    let opening = likely
        .into_iter()
        .filter(|name| !params.maintenance.contains(name))
        .map(|name| async move { (connect(params, &name).await, name) });
    let (connection, opened) = join(connect_maintenance(params), join_all(opening)).await;
    let connection = connection?;
    // What cannot be entered is found out about where it is needed.
    let kept = opened
        .into_iter()
        .filter_map(|(opened, name)| Some((name, opened.ok()?)));
    let kept = kept.collect();
    let open = Open {
        params,
        maintenance: &connection,
        kept: &kept,
        connections,
        detail: Detail::All,
        versions: false,
        known: None,
    };
    let taken = take_on(open, which, progress).await;
    let all = kept.into_values().chain([connection]);
    join_all(all.map(Connection::close)).await;
    taken.map(|taken| taken.catalog)
}

/// Connections to take a snapshot on.
#[derive(Clone, Copy)]
pub struct Open<'a> {
    /// Where, for databases that no connection is in yet.
    pub params: &'a ConnectionParams,
    /// In the maintenance database.
    pub maintenance: &'a Connection,
    /// In other databases.
    pub kept: &'a BTreeMap<DatabaseName, Connection>,
    /// How many more may be opened at once.
    pub connections: usize,
    /// How much of each database.
    pub detail: Detail,
    /// Whether the versions of the rows are asked for as well.
    pub versions: bool,
    /// What was read before: where nothing has changed since it is taken from there.
    pub known: Option<&'a Known>,
}

/// As [`take`], on connections that are open: one round trip where they are all that is needed. They
/// stay open.
///
/// # Errors
/// As [`take`].
pub async fn take_on(
    open: Open<'_>,
    which: Which<'_>,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Taken, SnapshotError> {
    let maintenance = open.maintenance;
    let early = open.kept.iter().map(|(name, connection)| async move {
        let read = read_rows(open, name, connection).await;
        (name.clone(), read)
    });
    let cluster_rows = || read_only(maintenance, with_clock(maintenance, which.roles()));
    let (cluster, early) = join(patiently(cluster_rows), join_all(early)).await;
    let (mut cluster, taken_at) = cluster?;
    let mut early: BTreeMap<_, _> = early.into_iter().collect();
    let chosen = choose(maintenance, &which, &cluster)?;
    let total = chosen.len();
    progress(Progress::Cluster { databases: total });
    let done = AtomicUsize::new(0);
    let reads: Vec<_> = chosen
        .into_iter()
        .map(|name| (early.remove(&name), name))
        .map(|(early, name)| async {
            let read = read_one(open, &name, early).await?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let unreachable = read.as_ref().err().cloned();
            progress(Progress::Database {
                name: name.clone(),
                done,
                total,
                unreachable,
            });
            Ok::<_, SnapshotError>((name, read))
        })
        .collect();
    let mut reads = stream::iter(reads).buffer_unordered(open.connections.max(1));
    let mut databases: BTreeMap<DatabaseName, Read> = BTreeMap::new();
    while let Some(read) = reads.next().await {
        let (name, read) = read?;
        databases.insert(name, read);
    }
    drop(reads);
    let rows = databases.values().flatten().map(|(_, rows)| rows);
    if strangers::any(&cluster, rows) {
        (cluster, _) = patiently(cluster_rows).await?;
    }
    let roles = cluster.roles.clone();
    let mut builder = CatalogBuilder::new(cluster);
    let mut versions = BTreeMap::new();
    for (name, read) in databases {
        match read {
            Ok((of, rows)) => {
                builder.database(&name, rows);
                versions.extend(of.map(|of| (name, of)));
            }
            Err(why) => builder.unreachable(&name, &why),
        }
    }
    Ok(Taken {
        catalog: builder.finish(Some(taken_at)),
        versions,
        roles,
    })
}

/// What is known of a database is not read again: in one round trip where nothing, or nothing else, is.
async fn read_rows(
    open: Open<'_>,
    name: &DatabaseName,
    connection: &Connection,
) -> Result<Rows, SnapshotError> {
    let detail = open.detail;
    if !open.versions {
        let read = || read_only(connection, read_database(connection, detail));
        return Ok((None, patiently(read).await?));
    }
    if let Some(known) = open.known.filter(|known| known.has(name)) {
        let both = || {
            Box::pin(try_join(
                read_versions(connection),
                read_advice(connection, detail),
            ))
        };
        let (versions, unplanned) = patiently(|| read_only(connection, both())).await?;
        if let Some(rows) = known.get(name, &versions) {
            return Ok((Some(versions), DatabaseRows { unplanned, ..rows }));
        }
    }
    let read = || read_only(connection, read_versioned(connection, detail));
    let (versions, rows) = patiently(read).await?;
    if let Some(known) = open.known {
        known.keep(name, &versions, &rows);
    }
    Ok((Some(versions), rows))
}

fn choose(
    maintenance: &Connection,
    which: &Which<'_>,
    cluster: &ClusterRows,
) -> Result<BTreeSet<DatabaseName>, SnapshotError> {
    let chosen = which.choose(CatalogBuilder::new(cluster.clone()).cluster());
    chosen.map_err(|names| {
        let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        SnapshotError::NoSuchDatabase {
            conninfo: Box::new(maintenance.conninfo().clone()),
            names: names.join(", "),
        }
    })
}

/// The cluster's rows, and when they were read by its own clock; together in one round trip.
async fn with_clock(
    connection: &Connection,
    roles: Option<&[RoleName]>,
) -> Result<(ClusterRows, String), SnapshotError> {
    try_join(read_cluster(connection, roles), server_now(connection)).await
}

/// The outer error fails the snapshot, the inner one is noted in it.
fn noted(read: Result<Rows, SnapshotError>) -> Result<Read, SnapshotError> {
    match read {
        Err(error @ SnapshotError::Odd { .. }) => Err(error),
        read => Ok(read.map_err(|error| error.why())),
    }
}

/// What was read early counts, unless its connection broke: that does not stand for the database, and
/// another may do.
async fn read_one(
    open: Open<'_>,
    name: &DatabaseName,
    early: Option<Result<Rows, SnapshotError>>,
) -> Result<Read, SnapshotError> {
    let broke = || open.kept.get(name).is_some_and(Connection::is_closed);
    if let Some(early) = early.filter(|early| early.is_ok() || !broke()) {
        return noted(early);
    }
    if name == open.maintenance.database() {
        return noted(read_rows(open, name, open.maintenance).await);
    }
    noted(match connect_patiently(open.params, name).await {
        Ok(connection) => read_rows(open, name, &connection).await,
        Err(error) => Err(error.into()),
    })
}

/// What is dropped between a query's snapshot and its look into the server's caches fails the query;
/// another transaction no longer sees it.
async fn patiently<T, R>(read: impl Fn() -> R) -> Result<T, SnapshotError>
where
    R: Future<Output = Result<T, SnapshotError>>,
{
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match read().await {
            Err(error) if error.is_lost_race() => {
                tracing::info!(%error, "lost a race, reading again");
                tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.5))).await;
            }
            read => return read,
        }
        pause *= 2;
    }
    read().await
}
