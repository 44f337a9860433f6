//! Opening a connection: addresses, TLS or not, who we are.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use planner::names::DatabaseName;
use planner::quote::display;
use secret::Secret;
use tokio_postgres::{Config, config};

use super::classify::classify;
use super::connection::{Connection, Known};
use super::conninfo::Conninfo;
use super::error::{ConnectError, ConnectErrorKind as Kind};
use super::heard::{Heard, lock_up};
use super::params::ConnectionParams;
use super::require_auth::Trust;
use super::sslmode::Attempt;
use super::startup::Startup;
use super::version::{self, Version};
use super::watched::{AsItIs, Watched};
use super::wire::{Dialled, Way};

/// How often a full server is asked, and the first pause; each later one is twice as long.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(100);

/// Opens a connection in one database. Takes at most [`super::Limits::connect`], and where a command
/// prints the password [`super::Limits::command`] before; both again where that was refused.
///
/// # Errors
/// [`ConnectError`]: where, what, and what to do.
pub async fn connect(
    params: &ConnectionParams,
    database: &DatabaseName,
) -> Result<Connection, ConnectError> {
    let conninfo = Box::new(params.conninfo(database));
    log_in(params, &conninfo)
        .await
        .map_err(|kind| ConnectError { conninfo, kind })
}

/// The same, asking again where the server is full or just starting, some times: connections that are
/// just closing, of our own or of other applies, can be what fills it.
///
/// # Errors
/// As [`connect`].
pub async fn connect_patiently(
    params: &ConnectionParams,
    database: &DatabaseName,
) -> Result<Connection, ConnectError> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match connect(params, database).await {
            Err(error) if error.is_transient() => {
                tokio::time::sleep(pause.mul_f64(rand::random_range(0.5..1.5))).await;
            }
            connected => return connected,
        }
        pause *= 2;
    }
    connect(params, database).await
}

/// With the password, wherever it comes from. One that a command printed and that was refused may
/// have been replaced since: another is tried, once.
async fn log_in(params: &ConnectionParams, conninfo: &Conninfo) -> Result<Connection, Kind> {
    let Some(command) = params.password_command() else {
        let password = params.password_for(&conninfo.database);
        return match open_in_time(params, conninfo, password.as_ref()).await {
            Err(Kind::PasswordMissing) => Err(params.no_password()),
            opened => opened,
        };
    };
    let first = command.password().await?;
    match open_in_time(params, conninfo, Some(&first.secret)).await {
        Err(Kind::WrongPassword | Kind::NotAllowed(_)) => {}
        opened => return opened,
    }
    let second = command.another(&first).await?;
    match open_in_time(params, conninfo, Some(&second.secret)).await {
        Err(Kind::WrongPassword) => Err(Kind::WrongFromCommand),
        opened => opened,
    }
}

async fn open_in_time(
    params: &ConnectionParams,
    conninfo: &Conninfo,
    password: Option<&Secret>,
) -> Result<Connection, Kind> {
    let limit = params.limits.connect;
    let opened = tokio::time::timeout(limit, open(params, conninfo, password)).await;
    opened.unwrap_or(Err(Kind::Timeout(limit)))
}

async fn open(
    params: &ConnectionParams,
    conninfo: &Conninfo,
    password: Option<&Secret>,
) -> Result<Connection, Kind> {
    let addresses = addresses(params).await?;
    let target = Target {
        params,
        conninfo,
        password,
    };
    let mut first: Option<Kind> = None;
    for attempt in params.sslmode().attempts(params.is_unix_socket()) {
        match open_one_way(target, &addresses, *attempt).await {
            Ok(connection) => return Ok(connection),
            Err(kind) if !kind.may_depend_on_tls() => return Err(kind),
            // Both ways failed over TLS or pg_hba.conf: the way that was asked for says why.
            Err(kind) => first = first.or(Some(kind)),
        }
    }
    Err(first.unwrap_or(Kind::NoTls))
}

/// What is opened, and as whom.
#[derive(Clone, Copy)]
struct Target<'a> {
    params: &'a ConnectionParams,
    conninfo: &'a Conninfo,
    password: Option<&'a Secret>,
}

async fn open_one_way(
    target: Target<'_>,
    addresses: &[Option<IpAddr>],
    attempt: Attempt,
) -> Result<Connection, Kind> {
    let params = target.params;
    let share = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let tls = match attempt {
        Attempt::Plain => None,
        _ => Some(params.tls.connector().map_err(Kind::TlsSetup)?),
    };
    let mut last = Kind::Dns("the list of addresses is empty".to_owned());
    for address in addresses {
        let way = Way {
            host: params.host.clone(),
            port: params.port,
            address: *address,
            // An address that swallows packets leaves time for the others.
            patience: params.limits.connect / share,
            tls: tls.clone(),
            direct: params.tls.is_direct(),
        };
        match way.dial().await {
            // Somebody answered: another address would only ask the same server again.
            Ok(dialled) => return open_at(target, way, dialled, attempt).await,
            Err(kind) => last = kind,
        }
    }
    Err(last)
}

async fn open_at(
    target: Target<'_>,
    mut way: Way,
    dialled: Dialled,
    attempt: Attempt,
) -> Result<Connection, Kind> {
    let Target {
        params, conninfo, ..
    } = target;
    let is_local = matches!(dialled, Dialled::Local(_));
    let wire = way.secure(dialled, attempt).await?;
    let tls = wire.tls;
    if !tls {
        way.tls = None;
    }
    let trust = match (is_local, tls) {
        (true, _) => Trust::Verified,
        (_, true) if params.tls.verifies() => Trust::Verified,
        (_, true) => Trust::Encrypted,
        (_, false) => Trust::Open,
    };
    let heard = Arc::new(Heard::new());
    let startup = Startup::new(params.require_auth.rules(trust));
    let watched = Watched::new(wire, startup, Arc::clone(&heard));
    let config = configuration(target);
    let (client, driver) = match config.connect_raw(watched, AsItIs).await {
        Ok(connected) => connected,
        Err(error) => {
            let refused = lock_up(&heard.refused).take();
            return Err(refused.map_or_else(|| classify(&error), Kind::from));
        }
    };
    let announced = Version::announced(driver.parameter("server_version"));
    if let Version::TooOld(text) = announced {
        return Err(Kind::TooOld(text));
    }
    let session = params
        .target_session
        .announced(&|name| driver.parameter(name));
    let known = Known {
        conninfo: conninfo.clone(),
        limits: params.limits,
        way,
        tls,
        version_num: announced.number().unwrap_or_default(),
    };
    let mut connection = Connection::start(client, driver, heard, known);
    if announced.number().is_none() {
        connection.set_version_num(version::ask(&connection).await?);
    }
    params.target_session.check(session, &connection).await?;
    Ok(connection)
}

/// The host's addresses, in the resolver's order; one `None` for a Unix socket.
async fn addresses(params: &ConnectionParams) -> Result<Vec<Option<IpAddr>>, Kind> {
    if let Some(address) = params.hostaddr {
        return Ok(vec![Some(address)]);
    }
    if params.is_unix_socket() {
        return Ok(vec![None]);
    }
    let found = tokio::net::lookup_host((params.host.as_str(), params.port)).await;
    let found = found.map_err(|e| Kind::Dns(display(&e.to_string())))?;
    let mut addresses: Vec<_> = Vec::new();
    for address in found.map(|a| Some(a.ip())) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}

fn configuration(target: Target<'_>) -> Config {
    let Target {
        params,
        conninfo,
        password,
    } = target;
    let mut config = Config::new();
    config
        .dbname(conninfo.database.as_str())
        .user(params.user.as_str())
        .application_name(&params.application_name)
        .channel_binding(params.channel_binding)
        // The wire is ready made; so the driver asks for nothing, and hands it to `AsItIs`.
        .ssl_mode(config::SslMode::Require)
        .ssl_negotiation(config::SslNegotiation::Direct);
    if let Some(options) = &params.options {
        config.options(options);
    }
    if let Some(password) = password {
        config.password(password.expose());
    }
    config
}
