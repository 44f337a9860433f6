//! Why there is no snapshot.

use planner::quote::display;

use crate::connect::{ConnectError, Connection, Conninfo, QueryError};

/// A snapshot that could not be taken. Says where, what, and what to do; never a secret.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A catalog query failed.
    #[error("{conninfo}: reading the {what} failed: {message}; {remedy}")]
    Query {
        /// Where.
        conninfo: Box<Conninfo>,
        /// What was read: `roles`, `relations`, …
        what: &'static str,
        /// Five characters; `None` where the connection broke.
        sqlstate: Option<String>,
        /// The server's words, or the driver's.
        message: String,
        /// What to do.
        remedy: &'static str,
    },
    /// An answer of another shape than PostgreSQL 13 to 18 give.
    #[error(
        "{conninfo}: the answer about the {what} cannot be understood: {detail}; is this PostgreSQL itself?"
    )]
    Odd {
        /// Where.
        conninfo: Box<Conninfo>,
        /// What was read.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// Databases were asked for by name and are not there.
    #[error("{conninfo}: there is no database {names}; see the list with `\\l` in psql")]
    NoSuchDatabase {
        /// Where.
        conninfo: Box<Conninfo>,
        /// The names, quoted, with commas.
        names: String,
    },
}

impl SnapshotError {
    pub(super) fn query(connection: &Connection, what: &'static str, error: &QueryError) -> Self {
        let conninfo = Box::new(connection.conninfo().clone());
        let Some(db) = error.as_db_error() else {
            let why_closed = match error {
                QueryError::Driver(_) => connection.why_closed(),
                _ => None,
            };
            let message = display(&why_closed.unwrap_or_else(|| error.to_string()));
            let remedy = match error {
                QueryError::StatementPooler(_) => {
                    "connect to the server itself, or to a pool in session or transaction mode"
                }
                _ => "check the network and the server's log, then try again",
            };
            return Self::Query {
                conninfo,
                what,
                sqlstate: None,
                message,
                remedy,
            };
        };
        let sqlstate = db.code().code().to_owned();
        let remedy = match sqlstate.as_str() {
            "42501" => "grant the admin account what the message names",
            "57014" => {
                "the statement timeout ended it: allow more time, or see what keeps the server busy"
            }
            "55P03" => "the lock timeout ended it: see who holds the lock, then try again",
            _ => "see the server's log, then try again",
        };
        let message = format!("{} ({sqlstate})", display(db.message()));
        Self::Query {
            conninfo,
            what,
            sqlstate: Some(sqlstate),
            message,
            remedy,
        }
    }

    /// True where reading again, in another transaction, may succeed: something was dropped or changed
    /// while it was read, or a standby had to go on. Reads do no harm, so every internal error counts.
    pub(crate) fn is_lost_race(&self) -> bool {
        const RACES: [&str; 9] = [
            "XX000", "40001", "40P01", "42P01", "42703", "42704", "42883", "3F000", "3D000",
        ];
        match self {
            Self::Query { sqlstate, .. } => sqlstate
                .as_ref()
                .is_some_and(|state| RACES.contains(&state.as_str())),
            _ => false,
        }
    }

    /// What happened, without where.
    pub(super) fn why(&self) -> String {
        match self {
            Self::Connect(e) => e.kind.to_string(),
            Self::Query { what, message, .. } => format!("reading the {what} failed: {message}"),
            Self::Odd { .. } | Self::NoSuchDatabase { .. } => self.to_string(),
        }
    }
}
