//! Opening a connection: addresses, TLS or not, who we are.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use planner::names::DatabaseName;
use planner::quote::display;
use tokio_postgres::tls::NoTls;
use tokio_postgres::{Config, config};

use super::classify::{classify, is_before_any_answer};
use super::connection::Connection;
use super::conninfo::Conninfo;
use super::error::{ConnectError, ConnectErrorKind as Kind};
use super::noting::Noting;
use super::params::ConnectionParams;
use super::sslmode::Attempt;

/// Opens a connection in one database. Takes at most [`super::Limits::connect`].
///
/// # Errors
/// [`ConnectError`]: where, what, and what to do.
pub async fn connect(
    params: &ConnectionParams,
    database: &DatabaseName,
) -> Result<Connection, ConnectError> {
    let conninfo = params.conninfo(database);
    let limit = params.limits.connect;
    let opened = tokio::time::timeout(limit, open(params, &conninfo)).await;
    opened
        .unwrap_or(Err(Kind::Timeout(limit)))
        .map_err(|kind| ConnectError { conninfo, kind })
}

async fn open(params: &ConnectionParams, conninfo: &Conninfo) -> Result<Connection, Kind> {
    let addresses = addresses(params).await?;
    let config = configuration(params, conninfo, addresses.len());
    let mut first: Option<Kind> = None;
    for attempt in params.sslmode().attempts(params.is_unix_socket()) {
        match open_one_way(params, conninfo, &config, &addresses, *attempt).await {
            Ok(connection) => return Ok(connection),
            Err(kind) if !kind.may_depend_on_tls() => return Err(kind),
            // Both ways failed over TLS or pg_hba.conf: the way that was asked for says why.
            Err(kind) => first = first.or(Some(kind)),
        }
    }
    Err(first.unwrap_or(Kind::NoTls))
}

async fn open_one_way(
    params: &ConnectionParams,
    conninfo: &Conninfo,
    config: &Config,
    addresses: &[Option<IpAddr>],
    attempt: Attempt,
) -> Result<Connection, Kind> {
    let mut last = Kind::Dns("the list of addresses is empty".to_owned());
    for address in addresses {
        let mut config = config.clone();
        if let Some(address) = address {
            config.hostaddr(*address);
        }
        match open_at(params, conninfo, &mut config, attempt).await? {
            Ok(connection) => return Ok(connection),
            // Somebody answered: another address would only ask the same server again.
            Err(error) if !is_before_any_answer(&error) => return Err(classify(&error)),
            Err(error) => last = classify(&error),
        }
    }
    Err(last)
}

/// The outer error is final; the inner one is looked at first.
async fn open_at(
    params: &ConnectionParams,
    conninfo: &Conninfo,
    config: &mut Config,
    attempt: Attempt,
) -> Result<Result<Connection, tokio_postgres::Error>, Kind> {
    let (conninfo, limits) = (conninfo.clone(), &params.limits);
    config.ssl_mode(match attempt {
        Attempt::Plain => config::SslMode::Disable,
        Attempt::IfOffered => config::SslMode::Prefer,
        Attempt::Tls => config::SslMode::Require,
    });
    if attempt == Attempt::Plain {
        let (client, connection) = match config.connect(NoTls).await {
            Ok(connected) => connected,
            Err(error) => return Ok(Err(error)),
        };
        check_version(connection.parameter("server_version"))?;
        return Ok(Connection::start(client, connection, conninfo, false, limits).await);
    }
    let used = Arc::new(AtomicBool::new(false));
    let tls = Noting::new(
        params.tls.connector().map_err(Kind::TlsSetup)?,
        Arc::clone(&used),
    );
    let (client, connection) = match config.connect(tls).await {
        Ok(connected) => connected,
        Err(error) => return Ok(Err(error)),
    };
    check_version(connection.parameter("server_version"))?;
    let used = used.load(Ordering::Relaxed);
    Ok(Connection::start(client, connection, conninfo, used, limits).await)
}

/// The host's addresses, in the resolver's order; one `None` for a Unix socket.
async fn addresses(params: &ConnectionParams) -> Result<Vec<Option<IpAddr>>, Kind> {
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

fn configuration(params: &ConnectionParams, conninfo: &Conninfo, addresses: usize) -> Config {
    let share = u32::try_from(addresses).unwrap_or(u32::MAX).max(1);
    let mut config = Config::new();
    config
        .host(&params.host)
        .port(params.port)
        .dbname(conninfo.database.as_str())
        .user(params.user.as_str())
        .application_name(&params.application_name)
        // An address that swallows packets leaves time for the others.
        .connect_timeout(params.limits.connect / share)
        .tcp_user_timeout(Duration::from_secs(60))
        .keepalives(true)
        .keepalives_idle(Duration::from_secs(30))
        .keepalives_interval(Duration::from_secs(10))
        .keepalives_retries(3);
    if let Some(password) = params.password_for(&conninfo.database) {
        config.password(password.expose());
    }
    config
}

/// Looked at before any statement is sent: older servers lack some of the settings. A pooler may
/// announce nothing; the settings then tell.
fn check_version(announced: Option<&str>) -> Result<(), Kind> {
    let Some(announced) = announced else {
        return Ok(());
    };
    let digits: String = announced.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u32>() {
        Ok(major) if major < planner::server::Server::OLDEST => {
            Err(Kind::TooOld(display(announced)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_servers_are_refused() {
        assert_eq!(
            check_version(Some("9.6.24")),
            Err(Kind::TooOld("9.6.24".to_owned()))
        );
        assert_eq!(
            check_version(Some("12.20 (Debian)")),
            Err(Kind::TooOld("12.20 (Debian)".to_owned()))
        );
        for fine in [Some("13.0"), Some("18beta1"), Some("odd"), None] {
            assert_eq!(check_version(fine), Ok(()));
        }
    }
}
