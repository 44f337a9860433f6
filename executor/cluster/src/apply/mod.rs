//! Execution: a [`VerifiedPlan`]'s statements over the wire protocol, proved before they are
//! committed.
//!
//! ```text
//! create role (committed: other databases must see it)
//! ┌ attempt, again on a lost race ───────────────────────────────────────────┐
//! │ begin in the maintenance database and in each database of the wave       │
//! │ run every statement · re-read the catalog inside · nothing left to do?   │
//! └──────────────────────────────────────────────────────────────────────────┘
//! commit, or roll all back and drop the role this apply created
//! ```

mod error;
mod lock;
mod password;
mod prove;
mod run;
mod wave;

use std::collections::BTreeMap;

use planner::names::DatabaseName;
use planner::plan::{Phase, Step};
use planner::{Catalog, VerifiedPlan};

pub use error::{ApplyError, StatementError};
pub use lock::lock_role;
pub use password::{Verifier, generate_password};

use crate::connect::{ConnectionParams, Session};
use run::Runner;

/// What an execution works with.
pub struct Execution<'a> {
    /// Where.
    pub params: &'a ConnectionParams,
    /// The maintenance session that holds the role's lock.
    pub maintenance: &'a Session,
    /// What to run.
    pub plan: &'a VerifiedPlan,
    /// The snapshot it was verified against.
    pub fresh: &'a Catalog,
    /// The password's verifier, where a statement needs one.
    pub verifier: Option<&'a Verifier>,
    /// Databases open at once.
    pub connections: usize,
    /// Told of each named step.
    pub on_step: &'a (dyn Fn(&'static str) + Send + Sync),
}

/// What became of each statement, by its index among the plan's steps.
#[derive(Debug, Default, Clone)]
pub struct Results(pub BTreeMap<usize, String>);

impl Execution<'_> {
    /// Runs everything.
    ///
    /// # Errors
    /// [`ApplyError`]: says whether anything was changed.
    pub async fn run(&self) -> (Results, Result<(), ApplyError>) {
        let mut runner = Runner::new(self);
        let outcome = self.run_all(&mut runner).await;
        (runner.into_results(), outcome)
    }

    async fn run_all(&self, runner: &mut Runner<'_>) -> Result<(), ApplyError> {
        let steps = self.plan.steps();
        let creates = steps.iter().position(|s| s.phase == Phase::Role);
        if let Some(index) = creates {
            (self.on_step)("create role");
            runner
                .create_role(index)
                .await
                .map_err(|e| self.unless_known(e))?;
        }
        let mut waves = waves(steps, self.connections);
        if waves.is_empty() {
            waves.push(Vec::new()); // The maintenance database's own statements.
        }
        for (number, wave) in waves.iter().enumerate() {
            if let Err(error) = runner.wave(wave, number == 0).await {
                return Err(self.take_back(creates.is_some(), number, error).await);
            }
        }
        Ok(())
    }

    /// A statement that the server refused did nothing; one whose answer never came may have.
    fn unless_known(&self, error: ApplyError) -> ApplyError {
        let lost = match &error {
            ApplyError::Statement(e) => {
                // No SQLSTATE, or a connection that was ended: 08…, 57P01 to 57P03.
                e.sqlstate.is_empty()
                    || e.sqlstate.starts_with("08")
                    || e.sqlstate.starts_with("57P")
            }
            _ => false,
        };
        if !lost {
            return error;
        }
        let role = self.plan.role_name().clone();
        ApplyError::CreateUnknown {
            role,
            source: Box::new(error),
        }
    }

    /// A role created here goes again, where no wave was committed.
    async fn take_back(
        &self,
        created: bool,
        waves_committed: usize,
        error: ApplyError,
    ) -> ApplyError {
        let error = match error {
            ApplyError::Commit {
                failed,
                mut committed,
                message,
            } if created => {
                committed.insert(0, format!("role {}", self.plan.role_name()));
                ApplyError::Commit {
                    failed,
                    committed,
                    message,
                }
            }
            error => error,
        };
        let error = if waves_committed > 0 {
            error.partly()
        } else {
            error
        };
        if !created || error.changed_something() {
            return error;
        }
        (self.on_step)("drop the role again");
        let role = planner::quote::ident(self.plan.role_name().as_str());
        match self
            .maintenance
            .client()
            .batch_execute(&format!("DROP ROLE {role}"))
            .await
        {
            Ok(()) => error,
            Err(drop_error) => ApplyError::RoleLeft {
                role: self.plan.role_name().clone(),
                why: error::say(&drop_error),
                source: Box::new(error),
            },
        }
    }
}

/// The databases in order, a connection budget at a time.
fn waves(steps: &[Step], connections: usize) -> Vec<Vec<DatabaseName>> {
    let mut databases: Vec<DatabaseName> =
        steps.iter().filter_map(|s| s.database.clone()).collect();
    databases.dedup();
    databases
        .chunks(connections.max(1))
        .map(<[DatabaseName]>::to_vec)
        .collect()
}
