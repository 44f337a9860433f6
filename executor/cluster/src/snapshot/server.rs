//! Identity and version of the cluster.

use planner::server::Server;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "server's identity",
    sql: include_str!("server.sql"),
};

/// The server, and `current_user` as the transaction sees it.
pub(super) async fn read(connection: &Connection) -> Result<(Server, String), SnapshotError> {
    QUERY
        .row(connection, |row| {
            let version_num: i32 = row.get("version_num")?;
            let server = Server {
                version_num: version_num.unsigned_abs(),
                system_identifier: row.get("system_identifier")?,
            };
            Ok((server, row.get("taken_by")?))
        })
        .await
}
