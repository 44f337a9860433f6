//! The transaction a snapshot is read in.

use futures_util::future::join3;

use super::error::SnapshotError;
use crate::connect::{Connection, Purpose, QueryError};

/// Reads within a transaction of its own, so that all rows are of one moment. BEGIN, the reads and the
/// end go out together, in one round trip.
///
/// # Errors
/// What `read` says, or that the transaction could not be opened or closed.
pub async fn read_only<T>(
    connection: &Connection,
    read: impl Future<Output = Result<T, SnapshotError>>,
) -> Result<T, SnapshotError> {
    let begun = connection.begin(Purpose::Read);
    let (begun, rows, ended) = join3(begun, read, connection.rollback()).await;
    let failed = |e: &QueryError| SnapshotError::query(connection, "catalog in one transaction", e);
    begun.map_err(|e| failed(&e))?;
    let rows = rows?;
    ended.map_err(|e| failed(&e))?;
    Ok(rows)
}
