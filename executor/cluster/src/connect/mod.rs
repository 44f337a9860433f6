//! Connections to PostgreSQL, with libpq's settings and meanings.
//!
//! ```text
//! Endpoint + environment ──> ConnectionParams ──connect──> Connection
//!   (inventory, credentials)  (host, TLS, limits)          (client, notices)
//! ```
//!
//! Every [`Connection`] has the same settings whatever the server's, the role's or the database's
//! defaults are (`settings.sql`): timeouts, a safe search path, notices on. Connecting never takes
//! longer than [`Limits::connect`], name lookup and TLS included.

mod certificate;
mod classify;
mod connection;
mod conninfo;
mod env;
mod error;
mod health;
mod key_file;
mod limits;
mod maintenance;
mod noting;
mod open;
mod params;
mod passfile;
mod service;
mod sslmode;
mod tls;

pub use connection::{Connection, Notice};
pub use conninfo::Conninfo;
pub use error::{ConnectError, ConnectErrorKind};
pub use health::{Health, health};
pub use limits::Limits;
pub use maintenance::connect_maintenance;
pub use open::connect;
pub use params::{ConnectionParams, Endpoint, ParamsError};
pub use sslmode::SslMode;
