//! What is read in each database.

use futures_util::future::try_join5;
use planner::catalog::DatabaseRows;

use super::error::SnapshotError;
use super::{columns, own_database, relations, schemas, unplanned};
use crate::connect::Session;

/// Reads the rows of the session's database in one round trip, and that database's own row. In an
/// open transaction it sees what that transaction changed. It opens none: for rows that belong
/// together, be in one of REPEATABLE READ or above (see [`super::read_only`]), or hold what you
/// changed locked.
///
/// # Errors
/// [`SnapshotError`]; the transaction it was called in is aborted then.
pub async fn read_database(session: &Session) -> Result<DatabaseRows, SnapshotError> {
    let (own, schemas, relations, columns, unplanned) = try_join5(
        own_database::read(session),
        schemas::read(session),
        relations::read(session),
        columns::read(session),
        unplanned::read(session),
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
