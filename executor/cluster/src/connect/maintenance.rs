//! The one database where what concerns the whole cluster is done.

use super::connection::Connection;
use super::error::{ConnectError, ConnectErrorKind};
use super::open::connect;
use super::params::ConnectionParams;

/// Opens a connection in the maintenance database: the first of [`ConnectionParams::maintenance`] that
/// exists. The order is the same for everybody, as the cluster's advisory lock is taken there.
///
/// # Errors
/// [`ConnectError`]; where none of them exists, about the first.
pub async fn connect_maintenance(params: &ConnectionParams) -> Result<Connection, ConnectError> {
    let mut first = None;
    for database in &params.maintenance {
        match connect(params, database).await {
            Ok(connection) => return Ok(connection),
            Err(error) if error.kind == ConnectErrorKind::NoSuchDatabase => {
                first = first.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    Err(first.unwrap_or_else(|| ConnectError {
        conninfo: Box::new(params.conninfo(&"postgres".into())),
        kind: ConnectErrorKind::NoSuchDatabase,
    }))
}
