//! What is read in each database.

use planner::catalog::DatabaseRows;
use tokio::try_join;

use super::error::SnapshotError;
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
    let unplanned = async {
        match detail {
            Detail::All => unplanned::read(connection).await,
            Detail::Steps => Ok(Vec::new()),
        }
    };
    // On the heap: the states of all queries together are long.
    let all = Box::pin(async {
        try_join!(
            own_database::read(connection),
            schemas::read(connection),
            objects::read(connection),
            columns::read(connection),
            sequence_defaults::read(connection),
            unplanned,
        )
    });
    let (own, schemas, objects, columns, defaults, unplanned) = all.await?;
    Ok(DatabaseRows {
        own: Some(own),
        schemas,
        objects,
        columns,
        defaults,
        unplanned,
    })
}
