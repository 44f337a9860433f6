//! Roles that hold privileges on what no plan covers yet.

use planner::catalog::UnplannedRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Session;

const QUERY: Query = Query {
    what: "other privileges",
    sql: include_str!("unplanned.sql"),
};

pub(super) async fn read(session: &Session) -> Result<Vec<UnplannedRow>, SnapshotError> {
    QUERY
        .rows(session, |row| {
            Ok(UnplannedRow {
                kind: row.get("kind")?,
                holders: row.get("holders")?,
            })
        })
        .await
}
