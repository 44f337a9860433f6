//! The server's clock. Ours may be wrong, and other machines that plan and apply have their own.

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "server's clock",
    sql: include_str!("clock.sql"),
};

/// Now by the server's clock, `2027-01-31T00:00:00Z`. Sent at the first poll: beside other reads it
/// takes no round trip of its own.
///
/// # Errors
/// [`SnapshotError`].
pub async fn server_now(connection: &Connection) -> Result<String, SnapshotError> {
    QUERY.row(connection, |row| row.get("now")).await
}
