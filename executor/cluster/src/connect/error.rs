//! Why there is no connection: what happened, where, and what to do about it.

use std::time::Duration;

use child::ChildError;

use super::classify::classify;
use super::conninfo::Conninfo;
use super::query_error::QueryError;
use super::require_auth::{AuthMethod, AuthRefused};

/// A connection that could not be made. Says `where: what; what to do`; never a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{conninfo}: {kind}; {}", .kind.remedy(.conninfo))]
pub struct ConnectError {
    /// Where it was to go.
    pub conninfo: Box<Conninfo>,
    /// What happened.
    pub kind: ConnectErrorKind,
}

impl ConnectError {
    /// What to do about it, one sentence without a full stop.
    pub fn remedy(&self) -> String {
        self.kind.remedy(&self.conninfo)
    }

    /// True where trying again in a moment may help: the server is starting, or full.
    pub fn is_transient(&self) -> bool {
        self.kind.is_full() || matches!(self.kind, ConnectErrorKind::NotYet(_))
    }
}

/// What happened. Messages of the server are quoted with control characters escaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectErrorKind {
    /// 28P01.
    #[error("the password was not accepted")]
    WrongPassword,
    /// The server asks for a password and there is none.
    #[error("the server asks for a password, and none is stored")]
    PasswordMissing,
    /// The server asks for a password, and the account is one without.
    #[error("the server asks for a password, and this account is stored as one that sends none")]
    PasswordUnwanted,
    /// The server asks for a password, and the password file has none for this.
    #[error(
        "the server asks for a password, and the password file (PGPASSFILE, else ~/.pgpass) has no line for this host, port, database and user"
    )]
    NotInPassFile,
    /// The command that is to print the password did not.
    #[error("there is no password: the password command {0}")]
    NoneFromCommand(ChildError),
    /// 28P01, twice, with what the command printed.
    #[error(
        "the password was not accepted that the password command printed, nor another that it was asked for then"
    )]
    WrongFromCommand,
    /// 28000: `pg_hba.conf` rejects, the role does not exist or may not log in.
    #[error("the server does not let this user in: {0}")]
    NotAllowed(String),
    /// 42501: no CONNECT privilege.
    #[error("this user may not connect to this database: {0}")]
    NoConnectPrivilege(String),
    /// 3D000.
    #[error("this database does not exist")]
    NoSuchDatabase,
    /// 55000: `datallowconn` is off, or the database is invalid.
    #[error("this database takes no connections: {0}")]
    DatabaseClosed(String),
    /// 53300 of the whole server: `max_connections`, or what of it is kept for others.
    #[error("no connection is free: {0}")]
    TooManyConnections(String),
    /// 53300 by the role's own CONNECTION LIMIT.
    #[error("this user has no connection free: {0}")]
    RoleFull(String),
    /// 53300 by the database's CONNECTION LIMIT.
    #[error("this database has no connection free: {0}")]
    DatabaseFull(String),
    /// 57P03 and its kin: starting up, shutting down, recovering.
    #[error("the server is not ready: {0}")]
    NotYet(String),
    /// Nobody listens.
    #[error("the connection was refused")]
    Refused,
    /// No socket file.
    #[error("there is no such socket, or it may not be used: {0}")]
    NoSocket(String),
    /// The name has no address.
    #[error("the host name has no address: {0}")]
    Dns(String),
    /// No route, or nobody answers at any address.
    #[error("the host cannot be reached: {0}")]
    Unreachable(String),
    /// No answer within [`super::Limits::connect`].
    #[error("there was no answer within {:.1} s", .0.as_secs_f64())]
    Timeout(Duration),
    /// The server does without TLS.
    #[error("the server offers no TLS, and the sslmode demands it")]
    NoTls,
    /// The handshake failed.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The server's certificate was not accepted.
    #[error("the server's certificate is not trusted: {0}")]
    Untrusted(String),
    /// SCRAM: it does not hold what it would of the right password.
    #[error("the server could not prove that it knows this user's password: {0}")]
    Impostor(String),
    /// SCRAM: what the server sees of TLS is not what is seen here.
    #[error(
        "somebody is in between who ends TLS: the server sees another connection than this one ({0})"
    )]
    Relayed(String),
    /// A certificate or key file of ours.
    #[error("TLS is not set up: {0}")]
    TlsSetup(String),
    /// Older than 13.
    #[error("the server is PostgreSQL {0}")]
    TooOld(String),
    /// Broken off, or not PostgreSQL's protocol.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The server asks for the password in clear text, and may be anybody.
    #[error(
        "the server asks for the password in clear text, and {}; it was not sent",
        if *.tls { "nothing proves whose server it is" } else { "the connection is not encrypted" }
    )]
    ClearPassword {
        /// The connection is encrypted.
        tls: bool,
    },
    /// Not as `require_auth` demands.
    #[error("{}, which PGREQUIREAUTH does not allow", asks(*.0))]
    NotRequiredAuth(AuthMethod),
    /// `channel_binding=require`, and the server does without.
    #[error("the server did not bind the login to the TLS connection, as PGCHANNELBINDING demands")]
    NoChannelBinding,
    /// GSSAPI, SSPI, OAuth, …
    #[error(
        "the server asks for a way of logging in that is not built in (GSSAPI, SSPI, OAuth, …)"
    )]
    UnknownAuth,
    /// Not the kind of session that `target_session_attrs` asks for.
    #[error("PGTARGETSESSIONATTRS is {wanted}, and the server {is}")]
    OtherSession {
        /// `read-write`, …
        wanted: &'static str,
        /// What it is.
        is: &'static str,
    },
    /// A pooler that gives each statement another session.
    #[error("a pooler in statement mode is in between, which carries no transactions: {0}")]
    StatementPooler(String),
    /// No answer to a statement, nor to a cancel request.
    #[error("the server stopped answering for {:.1} s", .0.as_secs_f64())]
    Stalled(Duration),
    /// Another error of the server.
    #[error("the server says {sqlstate}: {message}")]
    Server {
        /// Five characters.
        sqlstate: String,
        /// In the server's language.
        message: String,
    },
}

impl ConnectErrorKind {
    /// True where no connection is free: fewer at once, or a moment later, may do.
    pub(crate) fn is_full(&self) -> bool {
        matches!(
            self,
            Self::TooManyConnections(_) | Self::RoleFull(_) | Self::DatabaseFull(_)
        )
    }

    /// True where the other way, with or without TLS, may be let in.
    pub(super) fn may_depend_on_tls(&self) -> bool {
        matches!(
            self,
            Self::NotAllowed(_) | Self::Tls(_) | Self::Untrusted(_) | Self::NoTls
        )
    }

    fn remedy(&self, conninfo: &Conninfo) -> String {
        let (resource, database, user) = (&conninfo.resource, &conninfo.database, &conninfo.user);
        let address = conninfo.address();
        match self {
            Self::WrongPassword
            | Self::PasswordMissing
            | Self::PasswordUnwanted
            | Self::NotInPassFile
            | Self::NoneFromCommand(_)
            | Self::WrongFromCommand => self.remedy_of_passwords(conninfo),
            Self::NotAllowed(_) => format!(
                "check on {address} that role `{user}` exists, has LOGIN, and that pg_hba.conf admits it to `{database}` from this machine"
            ),
            Self::NoConnectPrivilege(_) => {
                format!("grant CONNECT on database `{database}` to `{user}`")
            }
            Self::NoSuchDatabase => format!("check the database's name on {address}"),
            Self::DatabaseClosed(_) => format!(
                "allow connections to `{database}` again, or drop it if an interrupted DROP DATABASE left it"
            ),
            Self::TooManyConnections(_) | Self::RoleFull(_) | Self::DatabaseFull(_) => {
                self.remedy_when_full(conninfo)
            }
            Self::NotYet(_) => format!(
                "try again in a moment; if {address} is a standby that takes no queries, name the primary"
            ),
            Self::Refused => format!(
                "check that the server runs, listens on {address}, and that no firewall is in between"
            ),
            Self::NoSocket(_) => {
                "check that the server runs, and which directory its unix_socket_directories names"
                    .to_owned()
            }
            Self::Dns(_) => format!("check the host of resource {resource} in the inventory"),
            Self::Timeout(_) | Self::Unreachable(_) => format!(
                "check that {address} can be reached from here, or allow more time (PGCONNECT_TIMEOUT, in seconds)"
            ),
            Self::NoTls
            | Self::Tls(_)
            | Self::Untrusted(_)
            | Self::Impostor(_)
            | Self::Relayed(_)
            | Self::TlsSetup(_)
            | Self::ClearPassword { .. }
            | Self::NotRequiredAuth(_)
            | Self::NoChannelBinding
            | Self::UnknownAuth => self.remedy_of_trust(conninfo),
            Self::TooOld(_) => "upgrade it: PostgreSQL 13 and newer are supported".to_owned(),
            Self::OtherSession { .. } => {
                "point the resource at another server, or change PGTARGETSESSIONATTRS".to_owned()
            }
            Self::StatementPooler(_) => {
                "connect to the server itself, or to a pool in session or transaction mode"
                    .to_owned()
            }
            Self::Stalled(_) => format!("check the network to {address}, and what keeps it busy"),
            Self::Broken(_) => format!("check that {address} is PostgreSQL, and its server log"),
            Self::Server { .. } => look_there(&address),
        }
    }

    fn remedy_when_full(&self, conninfo: &Conninfo) -> String {
        let address = conninfo.address();
        match self {
            Self::RoleFull(_) => format!(
                "close sessions of `{}` on {address}, raise its limit (ALTER ROLE … CONNECTION LIMIT), or try again later",
                conninfo.user
            ),
            Self::DatabaseFull(_) => format!(
                "close sessions in `{}` on {address}, raise its limit (ALTER DATABASE … CONNECTION LIMIT), or try again later",
                conninfo.database
            ),
            _ => format!(
                "close sessions on {address}, raise its max_connections, or try again later"
            ),
        }
    }

    fn remedy_of_passwords(&self, conninfo: &Conninfo) -> String {
        match self {
            Self::PasswordUnwanted => format!(
                "have pg_hba.conf on {} let `{}` in by peer or a certificate, or store the account with a password",
                conninfo.address(),
                conninfo.user
            ),
            Self::NotInPassFile => {
                "add the line, in a file that only its owner can read".to_owned()
            }
            Self::NoneFromCommand(_) => {
                "run the command by hand, as the user and in the environment that this runs in"
                    .to_owned()
            }
            Self::WrongFromCommand => {
                format!("check that what it prints is for `{}`", conninfo.user)
            }
            _ => "store the right one".to_owned(),
        }
    }

    /// Where it is about who is at the other end, or who we are.
    fn remedy_of_trust(&self, conninfo: &Conninfo) -> String {
        let address = conninfo.address();
        match self {
            Self::NoTls => "turn on ssl on the server, or choose a weaker PGSSLMODE".to_owned(),
            Self::Tls(_) => format!(
                "check which versions of TLS {address} speaks, and whether it wants a client certificate (PGSSLCERT, PGSSLKEY)"
            ),
            Self::Untrusted(_) => format!(
                "make sure that {address} is the right server before anything else; if it is, its certificate has to be valid, for this host (subjectAltName), and signed by an authority in PGSSLROOTCERT"
            ),
            Self::Impostor(_) => format!(
                "do not send it the password by another way: check that the name and the port of {address} lead to the server of resource {}",
                conninfo.resource
            ),
            Self::Relayed(_) => format!(
                "make sure that {address} leads to the server itself; where a proxy is meant to be in between, it has to verify who it speaks for, and PGCHANNELBINDING=disable does without the binding"
            ),
            Self::TlsSetup(_) => "correct the file or the setting that is named".to_owned(),
            Self::ClearPassword { .. } => "have it ask for scram-sha-256 (pg_hba.conf; the pooler's auth_type), or verify its certificate (PGSSLMODE=verify-full and PGSSLROOTCERT); PGREQUIREAUTH=password sends it all the same".to_owned(),
            Self::NotRequiredAuth(_) => {
                format!("change PGREQUIREAUTH, or pg_hba.conf on {address}")
            }
            Self::NoChannelBinding => "it takes TLS and scram-sha-256; a pooler in between cannot do it".to_owned(),
            Self::UnknownAuth => format!(
                "have pg_hba.conf on {address} ask `{}` for scram-sha-256 or a certificate",
                conninfo.user
            ),
            _ => look_there(&address),
        }
    }
}

fn look_there(address: &str) -> String {
    format!("see the server log of {address}")
}

fn asks(method: AuthMethod) -> String {
    match method {
        AuthMethod::None => "the server does not ask who we are".to_owned(),
        method => format!("the server asks for {}", method.as_str()),
    }
}

impl From<ChildError> for ConnectErrorKind {
    fn from(error: ChildError) -> Self {
        Self::NoneFromCommand(error)
    }
}

impl From<AuthRefused> for ConnectErrorKind {
    fn from(refused: AuthRefused) -> Self {
        match refused {
            AuthRefused::Clear { tls } => Self::ClearPassword { tls },
            AuthRefused::NotRequired(method) => Self::NotRequiredAuth(method),
            AuthRefused::NotProved => Self::Impostor("it ended SCRAM without a proof".to_owned()),
        }
    }
}

impl From<QueryError> for ConnectErrorKind {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Driver(error) => classify(&error),
            QueryError::Stalled { silent } => Self::Stalled(silent),
            QueryError::StatementPooler(message) => Self::StatementPooler(message),
            QueryError::Odd(message) => Self::Broken(message),
        }
    }
}
