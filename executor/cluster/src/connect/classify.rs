//! From the driver's errors to [`ConnectErrorKind`]: by SQLSTATE and by kind of I/O error.

use std::error::Error as _;
use std::io;

use planner::quote::display;
use tokio_postgres::Error;

use super::error::ConnectErrorKind as Kind;

/// What an error of the driver means while a connection is being made.
pub(super) fn classify(error: &Error) -> Kind {
    if let Some(db) = error.as_db_error() {
        return by_sqlstate(db.code().code(), db.routine(), display(db.message()));
    }
    let cause = error.source();
    let detail = display(&cause.map_or_else(|| error.to_string(), ToString::to_string));
    // The driver keeps its kinds to itself; its own words are all there is to tell these apart.
    match detail.as_str() {
        "password missing" => return Kind::PasswordMissing,
        "server did not use channel binding" => return Kind::NoChannelBinding,
        "unsupported authentication method" | "unsupported SASL mechanism" => {
            return Kind::UnknownAuth;
        }
        "SCRAM verification error" => return Kind::Impostor(detail),
        _ => {}
    }
    match cause.and_then(|c| c.downcast_ref::<io::Error>()) {
        Some(e) => by_io(e, detail),
        None => Kind::Broken(detail),
    }
}

/// A certificate that was not accepted is another matter than a handshake that did not come about.
pub(super) fn by_tls(error: &io::Error, detail: String) -> Kind {
    match error.get_ref().and_then(|e| e.downcast_ref()) {
        Some(rustls::Error::InvalidCertificate(_)) => Kind::Untrusted(detail),
        _ => Kind::Tls(detail),
    }
}

/// The server names its own function in every language alike, its message not.
fn by_sqlstate(sqlstate: &str, routine: Option<&str>, message: String) -> Kind {
    match sqlstate {
        "28P01" => Kind::WrongPassword,
        "28000" => match routine {
            // Of auth-scram.c; what else they refuse has another SQLSTATE.
            Some("read_client_first_message" | "read_client_final_message") => {
                Kind::Relayed(message)
            }
            _ => Kind::NotAllowed(message),
        },
        "42501" => Kind::NoConnectPrivilege(message),
        "3D000" => Kind::NoSuchDatabase,
        "55000" => Kind::DatabaseClosed(message),
        "53300" => match routine {
            Some("InitializeSessionUserId") => Kind::RoleFull(message),
            Some("CheckMyDatabase") => Kind::DatabaseFull(message),
            _ => Kind::TooManyConnections(message),
        },
        "57P01" | "57P02" | "57P03" => Kind::NotYet(message),
        _ => Kind::Server {
            sqlstate: sqlstate.to_owned(),
            message,
        },
    }
}

/// What an error of a socket means.
pub(super) fn by_io(error: &io::Error, detail: String) -> Kind {
    // With TLS 1.3 a server refuses the client's certificate only after the handshake.
    if error.get_ref().is_some_and(|e| e.is::<rustls::Error>()) {
        return by_tls(error, detail);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Kind::Refused,
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Kind::NoSocket(detail),
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => Kind::Unreachable(detail),
        _ => Kind::Broken(detail),
    }
}
