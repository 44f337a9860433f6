//! Roles that hold privileges on what no plan covers yet.

use planner::catalog::UnplannedRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "other privileges",
    sql: include_str!("unplanned.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<UnplannedRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(UnplannedRow {
                kind: row.get("kind")?,
                holders: row.get("holders")?,
            })
        })
        .await
}
