//! Columns whose default calls a sequence.

use planner::catalog::DefaultRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "column defaults",
    sql: include_str!("sequence_defaults.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<DefaultRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(DefaultRow {
                schema: row.get("schema")?,
                relation: row.get("relation")?,
                column: row.get("column")?,
                sequence_schema: row.get("sequence_schema")?,
                sequence: row.get("sequence")?,
            })
        })
        .await
}
