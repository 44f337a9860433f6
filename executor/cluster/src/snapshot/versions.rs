//! The versions of a database's catalog rows: whether anything that was read has changed since can be
//! asked without reading it again.

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "versions of the catalog's rows",
    sql: include_str!("versions.sql"),
};

/// The versions of all rows that [`super::read_database`] reads for [`super::Detail::Steps`], as one
/// value: the same value before and after means that nothing has changed. A transaction sees its own
/// changes, under the same versions that they have for others once it is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions(String);

#[cfg(test)]
impl Versions {
    pub(super) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Reads them, in one row.
///
/// # Errors
/// [`SnapshotError`]; the transaction it was called in is aborted then.
pub async fn read_versions(connection: &Connection) -> Result<Versions, SnapshotError> {
    let row = QUERY.row(connection, |row| row.get("versions"));
    row.await.map(Versions)
}
