//! Schemas.

use planner::catalog::SchemaRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "schemas",
    sql: include_str!("schemas.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<SchemaRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(SchemaRow {
                name: row.get("name")?,
                owner: row.get("owner")?,
                acl: row.nullable_acl()?,
            })
        })
        .await
}
