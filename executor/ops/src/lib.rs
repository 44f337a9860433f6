//! The operations the command line (and later the hub) offers, without a word to the user: plan a
//! batch, apply a plan, check a resource.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod account;
mod apply;
mod events;
mod hand_over;
mod passwords;
mod plan;
mod result_file;
mod reveal;
mod shared_readings;
mod status;

use std::sync::Arc;
use std::time::Duration;

use planner::SessionDocument;
use planner::desired::Prefix;
use planner::names::{DatabaseName, RoleName};
use planner::review::Review;
use planner::verify::Refusal;
use serde::{Deserialize, Serialize};

pub use account::{AccountFrom, PasswordCommands};
pub use apply::{ApplyRequest, Resumed};
pub use events::{ApplyStep, Event, Listener};
pub use hand_over::{HandedOver, PASSWORD_FORMAT};
pub use passwords::Compared;
pub use plan::plan_offline;
pub use result_file::{RESULT_FORMAT, ResultEntry, ResultFile, ResultFileError};
pub use reveal::{KeptPasswords, Likeliest, LikelyPassword};
pub use shared_readings::SharedReadings;

use child::{ArgvError, ChildError};
use cluster::apply::{ApplyError, Interrupt};
use cluster::connect::{ConnectError, Limits, ParamsError};
use cluster::snapshot::SnapshotError;
use store::{Store, StoreError, TestedAt};

/// The environment, as a function of a variable's name, so that tests need not change the real one.
pub type Environment = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Everything an operation works with.
#[derive(Clone)]
pub struct Workbench {
    /// Inventory, credentials, sessions.
    pub store: Store,
    /// libpq's variables.
    pub environment: Environment,
    /// Timeouts.
    pub limits: Limits,
    /// What role names start with.
    pub prefix: Prefix,
    /// Connections to one cluster at a time.
    pub connections: usize,
    /// How long an apply waits for another of the same role.
    pub role_lock: Duration,
    /// Somebody asks to break off.
    pub interrupt: Interrupt,
    /// How long a plan may be applied.
    pub plan_ttl: Duration,
    /// The database to start from; `None` is `postgres`.
    pub maintenance: Option<DatabaseName>,
    /// Who asks, for the record.
    pub os_user: String,
    /// Whose account is taken; `None`: what `ROLEWRIGHT_CREDENTIALS` says.
    pub account: Option<AccountFrom>,
    /// The commands that print passwords, and what they printed.
    pub password_commands: PasswordCommands,
    /// What many applies share, where there are many.
    pub shared: Option<SharedReadings>,
}

/// What came of an item.
#[derive(schemars::JsonSchema, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Planned: nothing to do.
    InSync,
    /// Planned: something to do.
    OutOfSync,
    /// Applied and proved.
    Success,
    /// Nothing to run: the cluster was in sync already.
    Skipped,
    /// Refused: the plan does not fit the cluster any more, or was used, edited or made elsewhere.
    Stale,
    /// An error.
    Failed,
}

/// How much of a plan is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The session document.
    Document,
    /// What a report shows as well.
    Review,
}

/// One planned item.
#[derive(Clone, Debug)]
pub struct PlanEntry {
    /// The session.
    pub sid: String,
    /// The resource.
    pub resource: String,
    /// The label.
    pub role: String,
    /// The role's name.
    pub role_name: String,
    /// `InSync`, `OutOfSync` or `Failed`.
    pub status: Status,
    /// Why it failed; empty otherwise.
    pub message: String,
    /// The error, where the resource could not be looked at: what to do about it depends on who
    /// reads.
    pub cause: Option<Arc<OpsError>>,
    /// The record; absent where planning failed.
    pub document: Option<SessionDocument>,
    /// For a report, where that was wanted.
    pub review: Option<Box<Review>>,
}

/// One applied item.
#[derive(Clone, Debug)]
pub struct ApplyEntry {
    /// The apply's own session.
    pub sid: String,
    /// The plan's.
    pub plan_sid: String,
    /// The resource.
    pub resource: String,
    /// The role's name.
    pub role_name: String,
    /// `Success`, `Skipped`, `Stale` or `Failed`.
    pub status: Status,
    /// What happened, in a sentence.
    pub message: String,
    /// The error, where it was one: what to do about it depends on who reads.
    pub cause: Option<Arc<OpsError>>,
    /// True where a new password was stored for the role's owner.
    pub password_stored: bool,
    /// Whether it was handed over to a command, where one is to get it; where that failed it stays
    /// stored.
    pub password_handed_over: Option<bool>,
    /// The record, with each statement's result.
    pub document: Option<SessionDocument>,
}

/// What keeps an operation from starting.
#[derive(Debug, thiserror::Error)]
pub enum OpsError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Connection settings.
    #[error(transparent)]
    Params(#[from] ParamsError),
    /// The cluster.
    #[error(transparent)]
    Connect(Box<ConnectError>),
    /// The snapshot.
    #[error(transparent)]
    Snapshot(Box<SnapshotError>),
    /// The execution of a plan.
    #[error(transparent)]
    Apply(Box<ApplyError>),
    /// The SCRAM verifier of a generated password is malformed: a defect, and nothing was run.
    #[error("the new password's verifier could not be computed; nothing was run, try again")]
    NoVerifier,
    /// The plan is not applied.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The role's name is not the one that follows from prefix, resource and label.
    #[error(
        "the plan is for role `{role}`, but prefix, resource and label give `{follows}`; make a fresh plan"
    )]
    NameDoesNotFollow {
        /// The document's.
        role: RoleName,
        /// What follows.
        follows: RoleName,
    },
    /// The role that the plan's document desires makes no sense.
    #[error("what the plan desires makes no sense: {0}; make a fresh plan")]
    UnsoundPlan(String),
    /// The role is there, and this store never made it.
    #[error(
        "role `{role}` is on `{resource}` already, and this store never made it: it may be somebody else's"
    )]
    NotOurs {
        /// The resource.
        resource: String,
        /// The role.
        role: String,
    },
    /// A rotation that was planned elsewhere.
    #[error(
        "a new password is made only by the store that planned it, which knows whether there is a newer one; make a fresh plan here"
    )]
    ForeignRotation,
    /// There is no apply of that sid.
    #[error("session {0} is no apply")]
    NoApply(String),
    /// It is under way.
    #[error("the apply of session {0} is still under way")]
    StillRunning(String),
    /// No admin account.
    #[error("resource `{0}` has no admin account")]
    NoCredentials(String),
    /// The command of a stored account is none.
    #[error("the password command of resource `{resource}` cannot be run: {source}")]
    PasswordCommand {
        /// The resource.
        resource: String,
        /// Why.
        source: ArgvError,
    },
    /// The command that passwords are handed over to is none.
    #[error(
        "the command that passwords of resource `{resource}` are handed over to cannot be run: {source}"
    )]
    HandOverCommand {
        /// The resource.
        resource: String,
        /// Why.
        source: ArgvError,
    },
    /// It did not take the password.
    #[error("the command that it is handed over to, {0}")]
    NotTaken(ChildError),
    /// It took the password, which is still stored.
    #[error("it was handed over to `{to}`, but the store could not forget it: {source}")]
    NotForgotten {
        /// The command.
        to: String,
        /// Why.
        source: Box<StoreError>,
    },
    /// No command is to get the passwords of a resource.
    #[error("no command is set that passwords of resource `{0}` are handed over to")]
    NoHandOver(String),
    /// The password that is to be handed over is not here.
    #[error(
        "the password of role `{role}` of `{resource}` was handed over to `{to}` at {at}, and is not kept here"
    )]
    HandedOverBefore {
        /// The resource.
        resource: String,
        /// The role.
        role: String,
        /// The command.
        to: String,
        /// When.
        at: jiff::Timestamp,
    },
    /// None of the passwords that are kept is known to be in force.
    #[error("no password of role `{role}` of `{resource}` is known to work{}", why.as_ref().map_or(String::new(), |why| format!(" ({why})")))]
    NoneInForce {
        /// The resource.
        resource: String,
        /// The role.
        role: String,
        /// Why it is not known.
        why: Option<String>,
    },
    /// The admin account is for another server than the one the resource leads to now.
    #[error(
        "resource `{resource}` leads to {now} now, but its admin account was tested at {tested}; it is not sent anywhere else"
    )]
    AccountElsewhere {
        /// The resource.
        resource: String,
        /// Where the account was let in.
        tested: TestedAt,
        /// Where it would go.
        now: TestedAt,
    },
    /// What is on the cluster cannot be told: a database could not be read.
    #[error("{0}")]
    Unread(Box<planner::PlanError>),
    /// Planning offline, and no snapshot is of this resource.
    #[error("no snapshot was given for resource `{0}`")]
    NoSnapshot(String),
}

impl OpsError {
    /// True where the plan itself is at fault, whatever the cluster is like: it was edited after it was
    /// made, or belongs elsewhere.
    pub fn is_of_the_plan(&self) -> bool {
        match self {
            Self::NameDoesNotFollow { .. } | Self::UnsoundPlan(_) | Self::ForeignRotation => true,
            Self::Refused(refusal) => matches!(
                **refusal,
                Refusal::Edited(_) | Refusal::OtherResource { .. } | Refusal::OtherCluster { .. }
            ),
            _ => false,
        }
    }
}

impl From<ConnectError> for OpsError {
    fn from(error: ConnectError) -> Self {
        Self::Connect(Box::new(error))
    }
}

impl From<ApplyError> for OpsError {
    fn from(error: ApplyError) -> Self {
        Self::Apply(Box::new(error))
    }
}

impl From<SnapshotError> for OpsError {
    fn from(error: SnapshotError) -> Self {
        Self::Snapshot(Box::new(error))
    }
}
