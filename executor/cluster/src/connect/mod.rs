//! Connections to PostgreSQL, with libpq's settings and meanings.
//!
//! ```text
//! Target + environment ──> ConnectionParams ──connect──> Session
//!   (inventory, credentials)  (host, TLS, limits)          (client, notices)
//! ```
//!
//! Every [`Session`] has the same settings whatever the server's, the role's or the database's
//! defaults are (`session.sql`): timeouts, a safe search path, notices on. Connecting never takes
//! longer than [`Limits::connect`], name lookup and TLS included.

mod classify;
mod env;
mod error;
mod health;
mod limits;
mod maintenance;
mod noting;
mod open;
mod params;
mod passfile;
mod place;
mod service;
mod session;
mod sslmode;
mod tls;
mod verifier;

pub use error::{ConnectError, ConnectErrorKind};
pub use health::{Health, health};
pub use limits::Limits;
pub use maintenance::connect_maintenance;
pub use open::connect;
pub use params::{ConnectionParams, ParamsError, Target};
pub use place::Place;
pub use session::{Notice, Session};
pub use sslmode::SslMode;
