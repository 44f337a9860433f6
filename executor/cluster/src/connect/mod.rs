//! Connections to PostgreSQL, with libpq's settings and meanings.
//!
//! ```text
//! Endpoint + environment ──> ConnectionParams ──connect──> Connection
//!   (inventory, credentials)  (host, TLS, limits)          (client, notices)
//! ```
//!
//! Nothing of ours outlives a transaction: [`Connection::begin`] sends BEGIN and the settings that all of
//! ours have (`begin.sql`: timeouts, a safe search path, notices on) in one message, whatever the
//! defaults of server, role and database are, and nothing runs outside. So a pooler that gives each
//! transaction another session carries what we do, and its other clients notice nothing.
//!
//! Every wait has an end: connecting takes at most [`Limits::connect`], name lookup and TLS included;
//! a statement that is not answered is cancelled, then given up ([`Connection::within`]).
//!
//! libpq's settings are obeyed or refused by name: [`SETTINGS`] is the table.

mod canceller;
mod certificate;
mod classify;
mod connection;
mod conninfo;
mod deadline;
mod env;
mod error;
mod health;
mod heard;
mod key_file;
mod libpq;
mod limits;
mod maintenance;
mod open;
mod params;
mod passfile;
mod password;
mod password_command;
mod pooler;
mod presented;
mod probe;
mod query_error;
mod require_auth;
mod service;
mod sslmode;
mod startup;
mod target_session;
mod tls;
mod tls_files;
mod transaction;
mod version;
mod watched;
mod wire;

pub use canceller::Canceller;
pub use connection::Connection;
pub use conninfo::Conninfo;
pub use error::{ConnectError, ConnectErrorKind};
pub(crate) use health::brief;
pub use health::{Account, Blocker, Clock, Health, Room, Synchronous, Tls, health};
pub use heard::Notice;
pub use libpq::{SETTINGS, Setting, Treatment};
pub use limits::Limits;
pub(crate) use limits::setting;
pub use maintenance::connect_maintenance;
pub use open::{connect, connect_patiently};
pub use params::{ConnectionParams, Endpoint, ParamsError};
pub use password::PasswordSource;
pub use password_command::PasswordCommand;
pub use pooler::Pooling;
pub use presented::{Presented, Vouched};
pub use query_error::QueryError;
pub use require_auth::{AuthMethod, AuthRefused};
pub use sslmode::SslMode;
pub use transaction::{Committed, OtherEnd, Purpose};
