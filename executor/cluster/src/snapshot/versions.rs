//! The versions of a database's catalog rows: whether anything that was read has changed since can be
//! asked without reading it again.

use tokio::try_join;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "versions of the catalog's rows",
    sql: include_str!("versions.sql"),
};

const OF_COLUMNS: Query = Query {
    what: "versions of columns",
    sql: include_str!("versions_of_columns.sql"),
};

/// The versions of all rows that [`super::read_database`] reads for [`super::Detail::Steps`]: the same
/// before and after means that nothing has changed. A transaction sees its own changes, under the same
/// versions that they have for others once it is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Of all rows but those of `pg_attribute`.
    rest: String,
    columns: String,
}

impl Versions {
    pub(super) fn new(rest: String, columns: String) -> Self {
        Self { rest, columns }
    }
}

/// Reads them.
///
/// # Errors
/// [`SnapshotError`]; the transaction it was called in is aborted then.
pub async fn read_versions(connection: &Connection) -> Result<Versions, SnapshotError> {
    let columns = OF_COLUMNS.row(connection, |row| row.get("versions"));
    let both = Box::pin(async { try_join!(read_rest(connection), columns) });
    let (rest, columns) = both.await?;
    Ok(Versions::new(rest, columns))
}

/// All but those of columns, which reading the columns tells.
pub(super) async fn read_rest(connection: &Connection) -> Result<String, SnapshotError> {
    QUERY.row(connection, |row| row.get("versions")).await
}
