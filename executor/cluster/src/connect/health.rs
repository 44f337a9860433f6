//! Is a cluster there, and who are we on it?

use std::time::{Duration, Instant};

use futures_util::future::join;
use planner::names::{DatabaseName, RoleName};

use super::connection::Connection;
use super::error::{ConnectError, ConnectErrorKind};
use super::maintenance::connect_maintenance;
use super::params::ConnectionParams;
use super::pooler::Pooling;
use super::probe::probe;
use super::transaction::Purpose;

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
    /// Where the password came from, in a word: [`ConnectionParams::password_from`].
    pub password_from: &'static str,
    /// That user is a superuser.
    pub superuser: bool,
    /// That user has CREATEROLE.
    pub createrole: bool,
    /// A standby: it can be read, not provisioned.
    pub in_recovery: bool,
    /// TLS is in use.
    pub tls: bool,
    /// Whether a pooler is in between.
    pub pooling: Pooling,
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
    let mut looked = look(&connection, params, connect_time).await;
    if let Ok(health) = &mut looked {
        health.pooling = probe(params, &connection).await;
    }
    let looked = looked.map_err(|e| ConnectError {
        conninfo: Box::new(connection.conninfo().clone()),
        kind: e,
    });
    connection.close().await;
    looked
}

async fn look(
    connection: &Connection,
    params: &ConnectionParams,
    connect_time: Duration,
) -> Result<Health, ConnectErrorKind> {
    let start = Instant::now();
    let sql = include_str!("health.sql");
    let (begun, rows) = join(connection.begin(Purpose::Read), connection.query(sql, &[])).await;
    let latency = start.elapsed();
    let (other_end, rows) = (begun?, rows?);
    connection.rollback().await?;
    let odd = || ConnectErrorKind::Broken("the answer cannot be understood".to_owned());
    let row = rows.first().ok_or_else(odd)?;
    Ok(Health {
        server_version: row.try_get("server_version").map_err(|_| odd())?,
        version_num: other_end.version_num,
        database: connection.database().clone(),
        user: other_end.current_user,
        password_from: params.password_from(),
        superuser: row.try_get("superuser").map_err(|_| odd())?,
        createrole: row.try_get("createrole").map_err(|_| odd())?,
        in_recovery: row.try_get("in_recovery").map_err(|_| odd())?,
        tls: connection.is_tls(),
        pooling: connection.pooling(),
        connect_time,
        latency,
    })
}
