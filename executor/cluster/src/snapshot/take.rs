//! Takes a snapshot of a whole cluster, or of the part of it that a plan needs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::try_join;
use futures_util::{StreamExt, stream};
use planner::Catalog;
use planner::catalog::{CatalogBuilder, ClusterRows, DatabaseRows};
use planner::names::DatabaseName;

use super::error::SnapshotError;
use super::progress::Progress;
use super::which::Which;
use super::{read_cluster, read_database, read_only, server_now, strangers};
use crate::connect::{ConnectError, Connection, ConnectionParams, connect, connect_maintenance};

/// How many connections a snapshot uses at once, beside the one to the maintenance database.
pub const DEFAULT_CONNECTIONS: usize = 8;

/// How often a full or starting server is asked again, or one where a read lost a race, and the first pause; each later one is
/// twice as long.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);

/// What one database gave, or why nothing.
type Read = Result<DatabaseRows, String>;

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
    let connection = connect_maintenance(params).await?;
    let cluster_rows = || read_only(&connection, with_clock(&connection));
    let (mut cluster, taken_at) = patiently(cluster_rows).await?;
    let chosen = which
        .choose(CatalogBuilder::new(cluster.clone()).cluster())
        .map_err(|names| {
            let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
            SnapshotError::NoSuchDatabase {
                conninfo: connection.conninfo().clone(),
                names: names.join(", "),
            }
        })?;
    let total = chosen.len();
    progress(Progress::Cluster { databases: total });
    let done = AtomicUsize::new(0);
    let reads: Vec<_> = chosen
        .into_iter()
        .map(|name| async {
            let read = read_one(params, &connection, &name).await?;
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
    let mut reads = stream::iter(reads).buffer_unordered(connections.max(1));
    let mut databases: BTreeMap<DatabaseName, Read> = BTreeMap::new();
    while let Some(read) = reads.next().await {
        let (name, read) = read?;
        databases.insert(name, read);
    }
    drop(reads);
    if strangers::any(&cluster, databases.values().flatten()) {
        (cluster, _) = patiently(cluster_rows).await?;
    }
    connection.close().await;
    let mut builder = CatalogBuilder::new(cluster);
    for (name, read) in databases {
        match read {
            Ok(rows) => builder.database(&name, rows),
            Err(why) => builder.unreachable(&name, &why),
        }
    }
    Ok(builder.finish(Some(taken_at)))
}

/// The cluster's rows, and when they were read by its own clock; together in one round trip.
async fn with_clock(connection: &Connection) -> Result<(ClusterRows, String), SnapshotError> {
    try_join(read_cluster(connection), server_now(connection)).await
}

/// The outer error fails the snapshot, the inner one is noted in it.
async fn read_one(
    params: &ConnectionParams,
    maintenance: &Connection,
    name: &DatabaseName,
) -> Result<Read, SnapshotError> {
    let read = if name == maintenance.database() {
        patiently(|| read_only(maintenance, read_database(maintenance))).await
    } else {
        match connect_patiently(params, name).await {
            Ok(connection) => {
                patiently(|| read_only(&connection, read_database(&connection))).await
            }
            Err(error) => Err(error.into()),
        }
    };
    match read {
        Err(error @ SnapshotError::Odd { .. }) => Err(error),
        read => Ok(read.map_err(|error| error.why())),
    }
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

/// Connections of our own that are just closing can be what fills the server.
async fn connect_patiently(
    params: &ConnectionParams,
    database: &DatabaseName,
) -> Result<Connection, ConnectError> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match connect(params, database).await {
            Err(error) if error.is_transient() => tokio::time::sleep(pause).await,
            connected => return connected,
        }
        pause *= 2;
    }
    connect(params, database).await
}
