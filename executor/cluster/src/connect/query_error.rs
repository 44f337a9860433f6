//! Why a statement gave no answer, or not the one that was wanted.

use std::error::Error as _;
use std::time::Duration;

use planner::quote::display;
use tokio_postgres::Error;
use tokio_postgres::error::DbError;

/// A statement that failed.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The server's refusal, or the connection is gone.
    #[error("{}", say(.0))]
    Driver(#[from] Error),
    /// Nothing came from the server, and a request to cancel changed nothing. The connection is given up;
    /// what became of the statement is not known.
    #[error(
        "the server has not answered for {:.1} s, nor did it when asked to cancel; the connection is given up",
        .silent.as_secs_f64()
    )]
    Stalled {
        /// Since the last byte came, or the statement was sent.
        silent: Duration,
    },
    /// A pooler is in between that gives each statement another session.
    #[error(
        "a pooler in statement mode is in between, which carries no transactions ({0}); nothing was run"
    )]
    StatementPooler(String),
    /// An answer of another shape than PostgreSQL gives.
    #[error("{0}; is this PostgreSQL itself?")]
    Odd(String),
}

impl QueryError {
    /// The server's own error.
    pub fn as_db_error(&self) -> Option<&DbError> {
        match self {
            Self::Driver(error) => error.as_db_error(),
            Self::Stalled { .. } | Self::StatementPooler(_) | Self::Odd(_) => None,
        }
    }

    /// Five characters; `None` where the server said nothing of its own.
    pub fn sqlstate(&self) -> Option<&str> {
        self.as_db_error().map(|db| db.code().code())
    }

    /// BEGIN is what a pooler in statement mode refuses: pgbouncer says so in these words, and ends the
    /// connection.
    pub(super) fn of_begin(self) -> Self {
        match self.as_db_error() {
            Some(db) if db.message().contains("statement pooling") => {
                Self::StatementPooler(display(db.message()))
            }
            _ => self,
        }
    }
}

/// The server's words, or the cause of the driver's error.
fn say(error: &Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", display(db.message()), db.code().code()),
        None => display(
            &error
                .source()
                .map_or_else(|| error.to_string(), ToString::to_string),
        ),
    }
}
