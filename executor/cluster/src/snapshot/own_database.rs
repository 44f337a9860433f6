//! The current database's own row.

use planner::catalog::{AclRow, Oid};

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "database",
    sql: include_str!("own_database.sql"),
};

/// Its owner and ACL.
pub(super) async fn read(
    connection: &Connection,
) -> Result<(Oid, Option<Vec<AclRow>>), SnapshotError> {
    QUERY
        .row(connection, |row| {
            Ok((row.get("owner")?, row.nullable_acl()?))
        })
        .await
}
