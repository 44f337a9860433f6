//! Is a cluster there, who are we on it, and what would an apply run into? After the login one flight
//! tells, with a pooler in between a little more.

mod account;
mod clock;
mod locks;
mod room;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::join;
use planner::names::{DatabaseName, RoleName};
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use super::connection::Connection;
use super::error::{ConnectError, ConnectErrorKind};
use super::maintenance::connect_maintenance;
use super::params::ConnectionParams;
use super::pooler::Pooling;
use super::presented::Presented;
use super::probe::probe;
use super::transaction::Purpose;

pub use account::Account;
use account::Described;
pub use clock::Clock;
pub use locks::Blocker;
pub(crate) use locks::brief;
pub use room::{Room, Synchronous};

/// What a look at a cluster found.
#[derive(Clone, Debug, PartialEq)]
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
    /// What that user may do.
    pub account: Account,
    /// A standby: it can be read, not provisioned.
    pub in_recovery: bool,
    /// TLS, where it is in use.
    pub tls: Option<Tls>,
    /// On this machine, through a Unix socket: TLS is for networks.
    pub is_local: bool,
    /// Whether a pooler is in between.
    pub pooling: Pooling,
    /// The server's clock.
    pub clock: Clock,
    /// Room for connections.
    pub room: Room,
    /// The standbys that a COMMIT waits for.
    pub synchronous: Synchronous,
    /// Settings of a new session of this account that may bite, by their names.
    pub settings: BTreeMap<String, String>,
    /// Event triggers of this database that fire on GRANT or REVOKE: name and owner.
    pub event_triggers: Vec<(String, RoleName)>,
    /// Whom an apply would wait for now.
    pub blockers: Vec<Blocker>,
    /// Until connected, logged in and set up.
    pub connect_time: Duration,
    /// One query there and back.
    pub latency: Duration,
}

/// TLS as it is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// `TLSv1.3`; `None` behind a pooler, where the server knows only of its own connection.
    pub version: Option<String>,
    /// As the server calls it.
    pub cipher: Option<String>,
    /// The certificate that was shown.
    pub certificate: Option<Presented>,
}

/// Connects to the maintenance database and looks around.
///
/// # Errors
/// [`ConnectError`]: where, what, and what to do.
pub async fn health(params: &ConnectionParams) -> Result<Health, ConnectError> {
    let start = Instant::now();
    let connection = connect_maintenance(params).await?;
    let connect_time = start.elapsed();
    let mut looked = Box::pin(look(params, &connection, connect_time)).await;
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
    params: &ConnectionParams,
    connection: &Connection,
    connect_time: Duration,
) -> Result<Health, ConnectErrorKind> {
    let ask = |sql| connection.query(sql, &[]);
    let ours = i64::from(crate::ROLE_LOCKS);
    let ours = [(&ours as _, Type::INT8)];
    let (begun, clock, described, room, settings, triggers, blockers, ended) = join!(
        connection.begin(Purpose::Read),
        Clock::read(connection),
        ask(include_str!("account.sql")),
        ask(include_str!("room.sql")),
        ask(include_str!("settings.sql")),
        ask(include_str!("triggers.sql")),
        connection.query(include_str!("locks.sql"), &ours),
        connection.rollback(),
    );
    let (other_end, clock) = (begun?, clock?);
    let described = Described::read(described?.first().ok_or_else(odd)?)?;
    let room = room?;
    let room = room.first().ok_or_else(odd)?;
    let settings = settings?;
    let settings = settings
        .iter()
        .map(|s| Ok::<_, ConnectErrorKind>((get(s, "name")?, get(s, "value")?)));
    let triggers = triggers?;
    let triggers = triggers.iter().map(|t| {
        let owner: String = get(t, "owner")?;
        Ok::<_, ConnectErrorKind>((get(t, "name")?, RoleName::new(owner)))
    });
    let blockers = blockers?;
    let found = Health {
        server_version: described.server_version,
        version_num: other_end.version_num,
        database: connection.database().clone(),
        user: other_end.current_user,
        password_from: params.password_from(),
        account: described.account,
        in_recovery: described.in_recovery,
        tls: connection
            .is_tls()
            .then(|| Tls::of(params, connection, described.tls)),
        is_local: params.is_unix_socket(),
        pooling: connection.pooling(),
        clock,
        room: Room::read(room)?,
        synchronous: Synchronous::read(room)?,
        settings: settings.collect::<Result<_, _>>()?,
        event_triggers: triggers.collect::<Result<_, _>>()?,
        blockers: blockers
            .iter()
            .map(Blocker::read)
            .collect::<Result<_, _>>()?,
        connect_time,
        latency: clock.round_trip,
    };
    ended?;
    Ok(found)
}

impl Tls {
    fn of(params: &ConnectionParams, connection: &Connection, told: account::ToldTls) -> Self {
        // A pooler's own connection to the server is another one than ours.
        let told = Some(told).filter(|_| connection.pooling() == Pooling::None);
        let (version, cipher) = told.unwrap_or_default();
        Self {
            version,
            cipher,
            certificate: params.tls.presented(),
        }
    }
}

fn odd() -> ConnectErrorKind {
    ConnectErrorKind::Broken("the answer cannot be understood".to_owned())
}

/// The value of a column.
fn get<'a, T: FromSql<'a>>(row: &'a Row, column: &str) -> Result<T, ConnectErrorKind> {
    row.try_get(column).map_err(|e| {
        ConnectErrorKind::Broken(format!("the answer cannot be understood: {column}: {e}"))
    })
}
