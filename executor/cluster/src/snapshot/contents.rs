//! What is read in each database.

use futures_util::future::try_join5;
use planner::catalog::DatabaseRows;

use super::error::SnapshotError;
use super::{columns, own_database, relations, schemas, unplanned};
use crate::connect::Connection;

/// Reads the rows of the connection's database in one round trip, and that database's own row. In an
/// open transaction it sees what that transaction changed. It opens none: for rows that belong
/// together, be in one of REPEATABLE READ or above (see [`super::read_only`]), or hold what you
/// changed locked.
///
/// # Errors
/// [`SnapshotError`]; the transaction it was called in is aborted then.
pub async fn read_database(connection: &Connection) -> Result<DatabaseRows, SnapshotError> {
    let (own, schemas, relations, columns, unplanned) = try_join5(
        own_database::read(connection),
        schemas::read(connection),
        relations::read(connection),
        columns::read(connection),
        unplanned::read(connection),
    )
    .await?;
    Ok(DatabaseRows {
        own: Some(own),
        schemas,
        relations,
        columns,
        unplanned,
    })
}
