//! Why there is no snapshot.

use std::error::Error as _;

use planner::quote::display;

use crate::connect::{ConnectError, Place, Session};

/// A snapshot that could not be taken. Says where, what, and what to do; never a secret.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A catalog query failed.
    #[error("{place}: reading the {what} failed: {message}; {remedy}")]
    Query {
        /// Where.
        place: Place,
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
        "{place}: the answer about the {what} cannot be understood: {detail}; is this PostgreSQL itself?"
    )]
    Odd {
        /// Where.
        place: Place,
        /// What was read.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// Databases were asked for by name and are not there.
    #[error("{place}: there is no database {names}; see the list with `\\l` in psql")]
    NoSuchDatabase {
        /// Where.
        place: Place,
        /// The names, quoted, with commas.
        names: String,
    },
}

impl SnapshotError {
    pub(super) fn query(
        session: &Session,
        what: &'static str,
        error: &tokio_postgres::Error,
    ) -> Self {
        let place = session.place().clone();
        let Some(db) = error.as_db_error() else {
            let cause = error
                .source()
                .map_or_else(|| error.to_string(), ToString::to_string);
            let message = display(&session.why_closed().unwrap_or(cause));
            let remedy = "check the network and the server's log, then try again";
            return Self::Query {
                place,
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
            place,
            what,
            sqlstate: Some(sqlstate),
            message,
            remedy,
        }
    }

    /// What happened, without the place.
    pub(super) fn why(&self) -> String {
        match self {
            Self::Connect(e) => e.kind.to_string(),
            Self::Query { what, message, .. } => format!("reading the {what} failed: {message}"),
            Self::Odd { .. } | Self::NoSuchDatabase { .. } => self.to_string(),
        }
    }
}
