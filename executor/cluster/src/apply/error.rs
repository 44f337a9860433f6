//! Why an apply failed, and whether anything was changed.

use planner::names::{DatabaseName, RoleName};
use planner::quote::display;

use crate::connect::{ConnectError, QueryError};
use crate::snapshot::SnapshotError;

/// One statement that the server refused, or ran with a warning that it did nothing.
#[derive(Debug, thiserror::Error)]
#[error("in {database}: {message} ({sqlstate}), at: {sql}")]
pub struct StatementError {
    /// `database "app"`, or `the maintenance database`.
    pub database: String,
    /// The statement with the placeholder, never with a verifier.
    pub sql: String,
    /// Five characters; empty where the connection broke.
    pub sqlstate: String,
    /// The server's words.
    pub message: String,
    /// Another try may succeed: a lost race with another connection.
    pub transient: bool,
}

/// Why an execution failed.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// A database could not be entered.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A statement failed.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The catalog could not be re-read.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The statements ran, and something would still be to do.
    #[error("the statements ran but did not lead to the desired state, so they were rolled back: {}", .left.join("; "))]
    NotProved {
        /// The reasons of the steps that would be left.
        left: Vec<String>,
    },
    /// A statement sets a password and none was made: a defect.
    #[error("a statement sets a password and no verifier was made for it")]
    NoVerifier,
    /// Another apply of the same role.
    #[error(
        "another apply of role `{0}` is under way on this cluster; wait for it, then plan again"
    )]
    Locked(RoleName),
    /// COMMIT failed or its answer never came.
    #[error("commit in {} did not succeed: {message}; committed: {}; plan again to see what is left", .failed, shown(.committed))]
    Commit {
        /// Where.
        failed: String,
        /// Where it had succeeded.
        committed: Vec<String>,
        /// The server's words.
        message: String,
    },
    /// The answer to CREATE ROLE never came.
    #[error(
        "{source}; whether role `{role}` was created is not known: plan again, with a new password (`rotate_password`) if it is there"
    )]
    CreateUnknown {
        /// The role.
        role: RoleName,
        /// What happened to the connection.
        source: Box<ApplyError>,
    },
    /// An earlier wave of databases was committed.
    #[error("{source}; databases before it are committed: plan again to finish")]
    Partly {
        /// What stopped it.
        source: Box<ApplyError>,
    },
    /// The role created here could not be dropped again.
    #[error("{source}; and the role `{role}` that was created could not be dropped again: {why}")]
    RoleLeft {
        /// The role.
        role: RoleName,
        /// The server's words.
        why: String,
        /// What stopped the apply.
        source: Box<ApplyError>,
    },
}

fn shown(list: &[String]) -> String {
    if list.is_empty() {
        "nothing".to_owned()
    } else {
        list.join(", ")
    }
}

impl ApplyError {
    /// True where the cluster is, or may be, other than before.
    pub fn changed_something(&self) -> bool {
        match self {
            Self::Commit { .. }
            | Self::Partly { .. }
            | Self::RoleLeft { .. }
            | Self::CreateUnknown { .. } => true,
            Self::Connect(_)
            | Self::Statement(_)
            | Self::Snapshot(_)
            | Self::NotProved { .. }
            | Self::NoVerifier
            | Self::Locked(_) => false,
        }
    }

    /// True where the role's own part (its password with it) is committed.
    pub fn role_committed(&self) -> bool {
        match self {
            Self::Partly { .. } | Self::RoleLeft { .. } => true,
            Self::Commit { committed, .. } => !committed.is_empty(),
            _ => false,
        }
    }

    /// A CREATE ROLE that the server refused did nothing; one whose answer never came may have.
    pub(super) fn unless_known(self, role: &RoleName) -> Self {
        let lost = match &self {
            Self::Statement(e) => {
                // No SQLSTATE, or a connection that was ended: 08…, 57P01 to 57P03.
                e.sqlstate.is_empty()
                    || e.sqlstate.starts_with("08")
                    || e.sqlstate.starts_with("57P")
            }
            _ => false,
        };
        if !lost {
            return self;
        }
        Self::CreateUnknown {
            role: role.clone(),
            source: Box::new(self),
        }
    }

    pub(super) fn partly(self) -> Self {
        if self.changed_something() {
            self
        } else {
            Self::Partly {
                source: Box::new(self),
            }
        }
    }

    /// True where the whole transaction may be tried again.
    pub(super) fn is_transient(&self) -> bool {
        matches!(self, Self::Statement(e) if e.transient)
    }
}

/// The server's words, or the driver's; never the statement.
pub(super) fn say(error: &tokio_postgres::Error) -> String {
    use std::error::Error as _;
    match error.as_db_error() {
        Some(db) => {
            let detail = db.detail().map(|d| format!(" ({d})")).unwrap_or_default();
            display(&format!("{}{detail}", db.message()))
        }
        None => display(
            &error
                .source()
                .map_or_else(|| error.to_string(), ToString::to_string),
        ),
    }
}

/// For messages.
pub(super) fn whereabouts(database: Option<&DatabaseName>) -> String {
    database.map_or_else(
        || "the maintenance database".to_owned(),
        |d| format!("database \"{d}\""),
    )
}

impl StatementError {
    pub(super) fn of(database: String, sql: String, error: &QueryError) -> Self {
        match error {
            QueryError::Driver(error) => Self::new(database, sql, error),
            other => Self {
                database,
                sql,
                sqlstate: String::new(),
                message: other.to_string(),
                transient: false,
            },
        }
    }

    pub(super) fn new(database: String, sql: String, error: &tokio_postgres::Error) -> Self {
        let sqlstate = error
            .code()
            .map(|c| c.code().to_owned())
            .unwrap_or_default();
        let message = say(error);
        // XX000 is also how a real internal error is reported: only the known race is retried.
        let transient = matches!(sqlstate.as_str(), "40001" | "40P01" | "23505")
            || (sqlstate == "XX000" && message.contains("tuple concurrently"));
        Self {
            database,
            sql,
            sqlstate,
            message,
            transient,
        }
    }
}
