//! Why an apply failed, and whether anything was changed.

use std::time::Duration;

use planner::names::{DatabaseName, RoleName};
use planner::quote::display;

use super::lock::Holder;
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
    /// Who kept the lock that it gave up waiting for, by `application_name`.
    pub kept_by: Box<[String]>,
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
    /// A transaction did not begin, and what was sent in one flight with its BEGIN ran without it.
    #[error("{0}; what was sent with it may have run outside a transaction")]
    NotBegun(StatementError),
    /// The catalog could not be re-read.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The statements ran, and something would still be to do.
    #[error("the statements ran but did not lead to the desired state, so they were rolled back: {}", .left.join("; "))]
    NotProved {
        /// The reasons of the steps that would be left.
        left: Vec<String>,
    },
    /// As above in each of several tries, and something else was left each time.
    #[error("others kept changing the same objects while the statements ran ({tries} tries), so they were rolled back: {}; apply again", .left.join("; "))]
    KeptChanging {
        /// How often it was tried.
        tries: u32,
        /// What was left the last time.
        left: Vec<String>,
    },
    /// A statement sets a password and none was made: a defect.
    #[error("a statement sets a password and no verifier was made for it")]
    NoVerifier,
    /// Another apply of the same role.
    #[error("another apply of role `{role}` is under way on this cluster, {}; waited {} s for it", held(.holder.as_deref()), .patience.as_secs())]
    Locked {
        /// The role.
        role: RoleName,
        /// How long was waited.
        patience: Duration,
        /// Who holds its lock, where that can be told.
        holder: Option<Box<Holder>>,
    },
    /// It can be read, and not changed.
    #[error("this server is a standby: it can be read, not changed; nothing was run")]
    Standby,
    /// The role's lock went with its connection before anything was committed.
    #[error("the role's lock was lost before the commit ({why}), so everything was rolled back")]
    LockLost {
        /// What happened to its connection.
        why: String,
    },
    /// A statement did nothing, and which one is found out by running them one by one.
    #[error("a statement did nothing")]
    Unclear,
    /// Sessions of an earlier apply do not end.
    #[error("{left} sessions of the apply are still on the server and do not end")]
    Leftovers {
        /// How many.
        left: usize,
    },
    /// Somebody asked to break off.
    #[error("it was interrupted")]
    Interrupted,
    /// COMMIT failed or its answer never came.
    #[error("{}", failed_commits(.committed, .failed))]
    Commit {
        /// Where it had succeeded.
        committed: Vec<String>,
        /// Where it did not.
        failed: Vec<FailedCommit>,
    },
    /// The answer to CREATE ROLE never came.
    #[error("{source}; whether role `{role}` was created is not known")]
    CreateUnknown {
        /// The role.
        role: RoleName,
        /// What happened to the connection.
        source: Box<ApplyError>,
    },
}

/// A COMMIT that did not succeed.
#[derive(Debug)]
pub struct FailedCommit {
    /// `database "app"`, or `the maintenance database`.
    pub place: String,
    /// The server's words, or the driver's.
    pub message: String,
    /// The server said no. Else its answer never came, and only looking tells.
    pub refused: bool,
}

fn failed_commits(committed: &[String], failed: &[FailedCommit]) -> String {
    let each = failed.iter().map(|failed| match failed.refused {
        true => format!("{} refused: {}", failed.place, failed.message),
        false => format!("{} never answered: {}", failed.place, failed.message),
    });
    let each: Vec<_> = each.collect();
    // What never answered may be committed as well.
    let certain = match failed.iter().all(|failed| failed.refused) {
        true => "committed",
        false => "acknowledged",
    };
    let (each, committed) = (each.join("; "), shown(committed));
    format!("COMMIT did not succeed everywhere: {each}; {certain}: {committed}")
}

fn held(holder: Option<&Holder>) -> String {
    holder.map_or_else(
        || "it cannot be told by whom".to_owned(),
        |h| format!("by {h}"),
    )
}

fn shown(list: &[String]) -> String {
    if list.is_empty() {
        "nothing".to_owned()
    } else {
        list.join(", ")
    }
}

impl ApplyError {
    /// What the answers to several COMMITs add up to.
    pub(super) fn commit(committed: Vec<String>, failed: Vec<(String, QueryError)>) -> Self {
        let each = failed.into_iter().map(|(place, error)| FailedCommit {
            place,
            refused: is_refused(&error),
            message: error.to_string(),
        });
        Self::Commit {
            committed,
            failed: each.collect(),
        }
    }

    /// Of a BEGIN that was sent in one flight with what belongs into its transaction. Where its
    /// connection is gone, the server ran nothing outside of it.
    pub(super) fn of_begin(database: Option<&DatabaseName>, error: &QueryError) -> Self {
        let error = StatementError::of(whereabouts(database), "BEGIN".to_owned(), error);
        match is_answer(&error.sqlstate) {
            true => Self::NotBegun(error),
            false => Self::Statement(error),
        }
    }

    /// True where only looking tells what is on the cluster: an answer is missing.
    pub fn needs_a_look(&self) -> bool {
        match self {
            Self::CreateUnknown { .. } | Self::NotBegun(_) => true,
            Self::Commit { failed, .. } => failed.iter().any(|failed| !failed.refused),
            _ => false,
        }
    }

    /// A CREATE ROLE that the server refused did nothing; one whose answer never came may have.
    pub(super) fn unless_known(self, role: &RoleName) -> Self {
        let lost = match &self {
            Self::Statement(e) => !is_answer(&e.sqlstate),
            Self::NotBegun(_) => true,
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

    /// True where the whole transaction may be tried again.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Unclear => true,
            Self::Statement(error) => error.transient,
            Self::Snapshot(error) => error.is_lost_race(),
            _ => false,
        }
    }

    /// What it adds up to after so many tries.
    pub(super) fn after(self, tries: u32) -> Self {
        match self {
            Self::NotProved { left } => Self::KeptChanging { tries, left },
            error => error,
        }
    }
}

/// True where the server said no to a COMMIT; else its answer never came.
pub(super) fn is_refused(error: &QueryError) -> bool {
    error.sqlstate().is_some_and(is_answer)
}

/// No SQLSTATE, or a connection that was ended (08…, 57P01 to 57P03), says nothing about what became
/// of a statement.
fn is_answer(sqlstate: &str) -> bool {
    !(sqlstate.is_empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P"))
}

/// The server's words, or the driver's; never the statement.
fn say(error: &tokio_postgres::Error) -> String {
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

/// XX000 is also how a real internal error is reported: only these are races. No server translates
/// them.
const RACES: [&str; 3] = [
    "tuple concurrently",
    "cache lookup failed",
    "could not open relation",
];

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
                kept_by: Box::default(),
            },
        }
    }

    fn new(database: String, sql: String, error: &tokio_postgres::Error) -> Self {
        let sqlstate = error
            .code()
            .map(|c| c.code().to_owned())
            .unwrap_or_default();
        let message = say(error);
        let transient = matches!(sqlstate.as_str(), "40001" | "40P01" | "23505")
            || (sqlstate == "XX000" && RACES.iter().any(|race| message.contains(race)));
        Self {
            database,
            sql,
            sqlstate,
            message,
            transient,
            kept_by: Box::default(),
        }
    }
}
