//! Relations that `ALL TABLES` covers, grouped by what they share.

use planner::catalog::RelationRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "relations",
    sql: include_str!("relations.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<RelationRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(RelationRow {
                schema: row.get("schema")?,
                kind: row.get("kind")?,
                owner: row.get("owner")?,
                acl: row.nullable_acl()?,
                names: row.get("names")?,
            })
        })
        .await
}
