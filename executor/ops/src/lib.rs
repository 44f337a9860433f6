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

mod apply;
mod events;
mod passwords;
mod plan;
mod result_file;

use std::sync::Arc;
use std::time::Duration;

use planner::SessionDocument;
use planner::desired::Prefix;
use planner::names::{DatabaseName, RoleName};
use planner::review::Review;
use serde::{Deserialize, Serialize};

pub use apply::{ApplyRequest, Resumed};
pub use events::{ApplyStep, Event, Listener};
pub use passwords::Compared;
pub use plan::plan_offline;
pub use result_file::{RESULT_FORMAT, ResultEntry, ResultFile, ResultFileError};

use cluster::apply::{ApplyError, Interrupt};
use cluster::connect::{
    ConnectError, ConnectionParams, Endpoint, Health, Limits, ParamsError, health,
};
use cluster::snapshot::SnapshotError;
use secret::Secret;
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

impl Workbench {
    /// The connection settings of a resource, with its stored admin account; with libpq's (`PGUSER`,
    /// `PGPASSWORD`, `PGPASSFILE`, a service), and nothing of the stored one, where
    /// `ROLEWRIGHT_CREDENTIALS` is `env`.
    ///
    /// # Errors
    /// Unknown resource, no admin account, one for another host or port, unusable settings.
    pub async fn params(&self, resource: &str) -> Result<ConnectionParams, OpsError> {
        let entry = self.store.inventory().get(resource).await?;
        if self.account_is_libpqs()? {
            return self.params_of(resource, &entry.host, entry.port, None);
        }
        let account = self.store.credentials().get(resource).await?;
        let account = account.ok_or_else(|| OpsError::NoCredentials(resource.to_owned()))?;
        let now = TestedAt {
            host: entry.host,
            port: entry.port,
        };
        if account.tested != now {
            // Whoever can change the inventory would have the password sent to a server of theirs.
            return Err(OpsError::AccountElsewhere {
                resource: resource.to_owned(),
                tested: account.tested,
                now,
            });
        }
        let (user, password) = (&account.user, Some(&account.password));
        self.params_with(resource, &now.host, now.port, user, password)
    }

    /// The same with an account that is not stored (yet).
    ///
    /// # Errors
    /// Unusable settings.
    pub fn params_with(
        &self,
        resource: &str,
        host: &str,
        port: u16,
        user: &str,
        password: Option<&Secret>,
    ) -> Result<ConnectionParams, OpsError> {
        self.params_of(resource, host, port, Some((user, password)))
    }

    fn account_is_libpqs(&self) -> Result<bool, OpsError> {
        let key = "ROLEWRIGHT_CREDENTIALS";
        match (self.environment)(key).as_deref() {
            None | Some("" | "stored") => Ok(false),
            Some("env") => Ok(true),
            Some(other) => Err(OpsError::Params(ParamsError::Value {
                key,
                value: planner::quote::display(other),
                expected: "stored or env is wanted",
            })),
        }
    }

    fn params_of(
        &self,
        resource: &str,
        host: &str,
        port: u16,
        account: Option<(&str, Option<&Secret>)>,
    ) -> Result<ConnectionParams, OpsError> {
        let (user, password) = account.unzip();
        let endpoint = Endpoint {
            resource: resource.into(),
            host: Some(host.to_owned()),
            port: Some(port),
            user: user.map(str::to_owned),
            password: password.flatten().cloned(),
            maintenance_db: self.maintenance.clone(),
        };
        let connect = self.limits.connect;
        let mut params = ConnectionParams::new(endpoint, &|name| (self.environment)(name))?;
        // PGCONNECT_TIMEOUT wins over our default, an option of ours over both.
        params.limits = Limits {
            connect: if connect == Limits::default().connect {
                params.limits.connect
            } else {
                connect
            },
            ..self.limits
        };
        Ok(params)
    }

    /// Logs in and looks.
    ///
    /// # Errors
    /// As [`Workbench::params`], and whatever keeps the admin account out.
    pub async fn health(&self, resource: &str) -> Result<Health, OpsError> {
        Ok(health(&self.params(resource).await?).await?)
    }
}
