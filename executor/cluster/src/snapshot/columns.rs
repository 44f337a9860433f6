//! Columns with an ACL of their own.

use planner::catalog::ColumnRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "columns",
    sql: include_str!("columns.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<ColumnRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(ColumnRow {
                schema: row.get("schema")?,
                relation: row.get("relation")?,
                column: row.get("column")?,
                acl: row.acl()?,
            })
        })
        .await
}
