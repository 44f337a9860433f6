//! What is read once a cluster.

use futures_util::future::try_join4;
use planner::catalog::ClusterRows;
use planner::names::RoleName;

use super::error::SnapshotError;
use super::{databases, memberships, roles, server};
use crate::connect::Connection;

/// Reads the cluster's rows, from any database of it, in one round trip; who owns or holds something
/// where is asked of these roles only, or of all. Opens no transaction: for
/// rows that belong together, be in one of REPEATABLE READ or above (see [`super::read_only`]).
///
/// # Errors
/// [`SnapshotError`]; the transaction it was called in is aborted then.
pub async fn read_cluster(
    connection: &Connection,
    roles: Option<&[RoleName]>,
) -> Result<ClusterRows, SnapshotError> {
    // On the heap: the states of all queries together are long.
    let all = Box::pin(try_join4(
        server::read(connection),
        roles::read(connection),
        memberships::read(connection),
        databases::read(connection, roles),
    ));
    let ((server, taken_by), roles, memberships, databases) = all.await?;
    Ok(ClusterRows {
        server,
        taken_by,
        roles,
        memberships,
        databases,
    })
}
