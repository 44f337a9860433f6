//! Is a cluster there, and who are we on it?

use std::time::{Duration, Instant};

use planner::names::{DatabaseName, RoleName};
use tokio_postgres::Error;

use super::classify::classify;
use super::connection::Connection;
use super::error::ConnectError;
use super::maintenance::connect_maintenance;
use super::params::ConnectionParams;

/// What a look at a cluster found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// `15.18`, with the packager's words where it has some.
    pub server_version: String,
    /// `server_version_num`: 150018.
    pub version_num: u32,
    /// The database looked from.
    pub database: DatabaseName,
    /// `current_user`.
    pub user: RoleName,
    /// That user is a superuser.
    pub superuser: bool,
    /// That user has CREATEROLE.
    pub createrole: bool,
    /// A standby: it can be read, not provisioned.
    pub in_recovery: bool,
    /// TLS is in use.
    pub tls: bool,
    /// Until connected, logged in and set up.
    pub connect_time: Duration,
    /// One query there and back.
    pub latency: Duration,
}

/// Connects to the maintenance database and looks around.
///
/// # Errors
/// [`ConnectError`]: where, what, and what to do.
pub async fn health(params: &ConnectionParams) -> Result<Health, ConnectError> {
    let start = Instant::now();
    let connection = connect_maintenance(params).await?;
    let connect_time = start.elapsed();
    let looked = look(&connection, connect_time).await;
    let looked = looked.map_err(|e| ConnectError {
        conninfo: connection.conninfo().clone(),
        kind: classify(&e),
    });
    connection.close().await;
    looked
}

async fn look(connection: &Connection, connect_time: Duration) -> Result<Health, Error> {
    let start = Instant::now();
    let row = connection
        .client()
        .query_typed_one(include_str!("health.sql"), &[])
        .await?;
    let latency = start.elapsed();
    Ok(Health {
        server_version: row.try_get("server_version")?,
        version_num: connection.version_num(),
        database: connection.database().clone(),
        user: connection.current_user().clone(),
        superuser: row.try_get("superuser")?,
        createrole: row.try_get("createrole")?,
        in_recovery: row.try_get("in_recovery")?,
        tls: connection.is_tls(),
        connect_time,
        latency,
    })
}
