//! Databases, and the roles that own or hold something in each.

use planner::catalog::DatabaseRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "databases",
    sql: include_str!("databases.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<DatabaseRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(DatabaseRow {
                name: row.get("name")?,
                owner: row.get("owner")?,
                acl: row.nullable_acl()?,
                allow_connections: row.get("allow_connections")?,
                is_template: row.get("is_template")?,
                connection_limit: row.get("connection_limit")?,
                dependents: row.get("dependents")?,
            })
        })
        .await
}
