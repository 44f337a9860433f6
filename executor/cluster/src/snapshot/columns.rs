//! Columns with an ACL of their own.

use planner::catalog::ColumnRow;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "columns",
    sql: include_str!("columns.sql"),
};

/// The columns, and the versions of all columns that anything is read of.
pub(super) async fn read(
    connection: &Connection,
) -> Result<(Vec<ColumnRow>, String), SnapshotError> {
    let rows = QUERY.rows(connection, |row| {
        Ok(match row.get::<Option<String>>("versions")? {
            Some(versions) => Err(versions),
            None => Ok(ColumnRow {
                schema: row.get("schema")?,
                relation: row.get("relation")?,
                column: row.get("column")?,
                acl: row.acl()?,
            }),
        })
    });
    let mut versions = String::new();
    let mut columns = Vec::new();
    for row in rows.await? {
        match row {
            Ok(column) => columns.push(column),
            Err(all) => versions = all,
        }
    }
    Ok((columns, versions))
}
