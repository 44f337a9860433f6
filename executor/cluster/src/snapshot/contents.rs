//! What is read in each database.

use planner::catalog::{DatabaseRows, UnplannedRow};
use tokio::try_join;

use super::error::SnapshotError;
use super::versions::{Versions, read_rest};
use super::{columns, objects, own_database, schemas, sequence_defaults, unplanned};
use crate::connect::Connection;

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// All that a plan says.
    All,
    /// What its steps come from: what else is advice, for a reader.
    Steps,
}

/// Reads the rows of the connection's database in one round trip, and that database's own row. In an
/// open transaction it sees what that transaction changed. It opens none: for rows that belong
/// together, be in one of REPEATABLE READ or above (see [`super::read_only`]), or hold what you
/// changed locked.
///
/// # Errors
/// [`SnapshotError`]; the transaction it was called in is aborted then.
pub async fn read_database(
    connection: &Connection,
    detail: Detail,
) -> Result<DatabaseRows, SnapshotError> {
    let (rows, _) = read_rows(connection, detail).await?;
    Ok(rows)
}

/// As [`read_database`], and the versions of the rows, none of them later than what was read.
///
/// # Errors
/// As there.
pub async fn read_versioned(
    connection: &Connection,
    detail: Detail,
) -> Result<(Versions, DatabaseRows), SnapshotError> {
    // What is polled first is sent first.
    let both = Box::pin(async { try_join!(read_rest(connection), read_rows(connection, detail)) });
    let (rest, (rows, columns)) = both.await?;
    Ok((Versions::new(rest, columns), rows))
}

/// With the versions of the columns' rows: all that is read of columns is read with those, or later.
async fn read_rows(
    connection: &Connection,
    detail: Detail,
) -> Result<(DatabaseRows, String), SnapshotError> {
    // On the heap: the states of all queries together are long.
    let all = Box::pin(async {
        try_join!(
            own_database::read(connection),
            schemas::read(connection),
            objects::read(connection),
            columns::read(connection),
            sequence_defaults::read(connection),
            read_advice(connection, detail),
        )
    });
    let (own, schemas, objects, (columns, versions), defaults, unplanned) = all.await?;
    let rows = DatabaseRows {
        own: Some(own),
        schemas,
        objects,
        columns,
        defaults,
        unplanned,
    };
    Ok((rows, versions))
}

/// What no step comes from.
pub(super) async fn read_advice(
    connection: &Connection,
    detail: Detail,
) -> Result<Vec<UnplannedRow>, SnapshotError> {
    match detail {
        Detail::All => unplanned::read(connection).await,
        Detail::Steps => Ok(Vec::new()),
    }
}
