//! What stands in schemas, of every kind, grouped by what it shares: a kind that is a relation is a
//! `relkind` in the query; any other is a query of the same columns beside it.

use planner::catalog::ObjectRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "objects in schemas",
    sql: include_str!("objects.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<ObjectRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            Ok(ObjectRow {
                schema: row.get("schema")?,
                kind: row.get("kind")?,
                owner: row.get("owner")?,
                acl: row.nullable_acl()?,
                names: row.get("names")?,
            })
        })
        .await
}
