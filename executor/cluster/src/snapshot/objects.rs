//! What stands in schemas, of every kind, grouped by what it shares: every query has the columns
//! schema, kind (`relkind`), owner, acl and names, so a kind is a `.sql` file and a line here.

use futures_util::future::try_join_all;
use planner::catalog::ObjectRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERIES: [Query; 2] = [
    Query {
        what: "relations",
        sql: include_str!("relations.sql"),
    },
    Query {
        what: "sequences",
        sql: include_str!("sequences.sql"),
    },
];

pub(super) async fn read(connection: &Connection) -> Result<Vec<ObjectRow>, SnapshotError> {
    let answers = QUERIES.iter().map(|query| {
        query.rows(connection, |row| {
            Ok(ObjectRow {
                schema: row.get("schema")?,
                kind: row.get("kind")?,
                owner: row.get("owner")?,
                acl: row.nullable_acl()?,
                names: row.get("names")?,
            })
        })
    });
    Ok(try_join_all(answers).await?.concat())
}
