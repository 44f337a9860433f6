//! Databases, and the roles that own or hold something in each.

use planner::catalog::DatabaseRow;
use planner::names::RoleName;
use tokio_postgres::types::Type;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "databases",
    sql: include_str!("databases.sql"),
};

/// Of the roles that own or hold something those of these names, or all.
pub(super) async fn read(
    connection: &Connection,
    roles: Option<&[RoleName]>,
) -> Result<Vec<DatabaseRow>, SnapshotError> {
    let names = roles.map(|names| names.iter().map(RoleName::as_str).collect::<Vec<_>>());
    QUERY
        .rows_with(connection, &[(&names, Type::NAME_ARRAY)], |row| {
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
