//! Runs one catalog query and decodes its rows.

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, ToSql, Type};

use super::acl;
use super::error::SnapshotError;
use crate::connect::Connection;
use planner::catalog::AclRow;

/// A query: what it reads, in words for errors, and its text.
pub(super) struct Query {
    pub(super) what: &'static str,
    pub(super) sql: &'static str,
}

/// One row of an answer.
pub(super) struct Columns(Row);

impl Query {
    /// Sends the query at the first poll, so that futures polled together are pipelined.
    pub(super) async fn rows<T>(
        &self,
        connection: &Connection,
        decode: impl Fn(&Columns) -> Result<T, String>,
    ) -> Result<Vec<T>, SnapshotError> {
        self.rows_with(connection, &[], decode).await
    }

    /// The same, with values for `$1` and so on.
    pub(super) async fn rows_with<T>(
        &self,
        connection: &Connection,
        values: &[(&(dyn ToSql + Sync), Type)],
        decode: impl Fn(&Columns) -> Result<T, String>,
    ) -> Result<Vec<T>, SnapshotError> {
        let answer = connection.query(self.sql, values).await;
        let rows = answer.map_err(|e| SnapshotError::query(connection, self.what, &e))?;
        let decoded = rows
            .into_iter()
            .map(|row| decode(&Columns(row)))
            .collect::<Result<_, _>>();
        decoded.map_err(|detail| self.odd(connection, detail))
    }

    /// As [`Query::rows`], for a query that answers with one row.
    pub(super) async fn row<T>(
        &self,
        connection: &Connection,
        decode: impl Fn(&Columns) -> Result<T, String>,
    ) -> Result<T, SnapshotError> {
        let mut rows = self.rows(connection, decode).await?;
        match (rows.pop(), rows.is_empty()) {
            (Some(row), true) => Ok(row),
            _ => Err(self.odd(connection, "one row was expected".to_owned())),
        }
    }

    fn odd(&self, connection: &Connection, detail: String) -> SnapshotError {
        SnapshotError::Odd {
            conninfo: Box::new(connection.conninfo().clone()),
            what: self.what,
            detail,
        }
    }
}

impl Columns {
    /// The value of a column.
    ///
    /// # Errors
    /// Which column is missing or of another type.
    pub(super) fn get<'a, T: FromSql<'a>>(&'a self, column: &str) -> Result<T, String> {
        use std::error::Error as _;
        self.0.try_get(column).map_err(|e| match e.source() {
            Some(cause) => format!("column `{column}`: {cause}"),
            None => format!("column `{column}`: {e}"),
        })
    }

    /// The column `acl`.
    pub(super) fn acl(&self) -> Result<Vec<AclRow>, String> {
        acl::decode(self.get("acl")?)
    }

    /// The column `acl` where it may be NULL.
    pub(super) fn nullable_acl(&self) -> Result<Option<Vec<AclRow>>, String> {
        acl::decode_nullable(self.get("acl")?)
    }
}
