//! One plan under way: its steps, what became of each, and how far it got.

use planner::names::DatabaseName;
use planner::step::{Phase, Step};
use planner::{Catalog, VerifiedPlan};

use super::error::{self, ApplyError, StatementError};
use super::fate::Fate;
use super::password::ScramVerifier;
use super::statement;
use super::wave::{Begun, Wave, begin};
use crate::connect::{Connection, ConnectionParams, Purpose};

/// What an execution works with.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// Where.
    pub params: &'a ConnectionParams,
    /// The maintenance connection that holds the role's lock.
    pub maintenance: &'a Connection,
    /// What to run.
    pub plan: &'a VerifiedPlan,
    /// The snapshot it was verified against.
    pub fresh: &'a Catalog,
    /// The password's verifier, where a statement needs one.
    pub verifier: Option<&'a ScramVerifier>,
    /// Databases open at once.
    pub connections: usize,
    /// Told what became of each step, by its number in the plan, from 0; again where that changes.
    pub on_fate: &'a (dyn Fn(usize, &Fate) + Send + Sync),
}

/// A step and what became of it.
struct Taken<'a> {
    step: &'a Step,
    fate: Fate,
}

/// One plan under way.
pub struct Execution<'a> {
    pub(super) work: Work<'a>,
    taken: Vec<Taken<'a>>,
    role_created: bool,
    waves_committed: usize,
}

impl<'a> Execution<'a> {
    /// Nothing is run yet.
    pub fn new(work: Work<'a>) -> Self {
        let taken = |step| Taken {
            step,
            fate: Fate::default(),
        };
        Self {
            work,
            taken: work.plan.steps().iter().map(taken).collect(),
            role_created: false,
            waves_committed: 0,
        }
    }

    /// True where the plan creates the role.
    pub fn creates_role(&self) -> bool {
        self.taken.iter().any(|t| t.step.phase == Phase::Role)
    }

    /// Creates the role, committed at once: transactions in other databases have to see it.
    ///
    /// # Errors
    /// The server's refusal, or [`ApplyError::CreateUnknown`] where its answer never came.
    pub async fn create_role(&mut self) -> Result<(), ApplyError> {
        let created = self.create_and_commit().await;
        created.map_err(|error| error.unless_known(self.work.plan.role_name()))?;
        self.role_created = self.creates_role();
        Ok(())
    }

    /// In a transaction for its settings; one that failed before COMMIT leaves nothing.
    async fn create_and_commit(&mut self) -> Result<(), ApplyError> {
        let maintenance = self.work.maintenance;
        begin(maintenance, None).await?;
        let ran = self
            .run_steps(maintenance, |step| step.phase == Phase::Role)
            .await;
        if ran.is_err() {
            let _ = maintenance.rollback().await; // It ends with its connection in any case.
            return ran;
        }
        let committed = maintenance.commit().await;
        committed.map_err(|e| {
            StatementError::of(error::whereabouts(None), "COMMIT".to_owned(), &e).into()
        })
    }

    /// The databases in order, a connection budget at a time. The first wave has the statements of
    /// the maintenance database as well, so there always is one.
    pub fn waves(&self) -> Vec<Wave> {
        let steps = self.work.plan.steps().iter();
        let mut databases: Vec<_> = steps.filter_map(|s| s.database.clone()).collect();
        databases.dedup();
        let mut waves: Vec<_> = databases
            .chunks(self.work.connections.max(1))
            .map(|part| Wave::of(part.to_vec()))
            .collect();
        match waves.first_mut() {
            Some(first) => first.with_cluster = true,
            None => waves.push(Wave {
                with_cluster: true,
                ..Wave::of(Vec::new())
            }),
        }
        waves
    }

    /// Connects and begins everywhere in the wave, before anything is run anywhere.
    ///
    /// # Errors
    /// A database that cannot be entered.
    pub async fn begin<'e>(&'e mut self, wave: &'e Wave) -> Result<Begun<'e, 'a>, ApplyError> {
        Begun::open(self, wave).await
    }

    /// What the failure of a wave means for the whole: whether something is committed, and which.
    pub fn judged(&self, error: ApplyError) -> ApplyError {
        let error = match error {
            ApplyError::Commit {
                failed,
                mut committed,
                message,
            } if self.role_created => {
                committed.insert(0, format!("role {}", self.work.plan.role_name()));
                ApplyError::Commit {
                    failed,
                    committed,
                    message,
                }
            }
            error => error,
        };
        match self.waves_committed {
            0 => error,
            _ => error.partly(),
        }
    }

    /// True where the role was created here and all else is as before.
    pub fn leaves_role(&self, error: &ApplyError) -> bool {
        self.role_created && !error.changed_something()
    }

    /// Drops the role that was created here. Answers with the error, or a worse one.
    pub async fn drop_role(&self, error: ApplyError) -> ApplyError {
        let role = planner::quote::ident(self.work.plan.role_name().as_str());
        let maintenance = self.work.maintenance;
        let dropped = async {
            maintenance.begin(Purpose::Write).await?;
            maintenance.batch(&format!("DROP ROLE {role}")).await?;
            maintenance.commit().await
        };
        match dropped.await {
            Ok(()) => error,
            Err(drop_error) => ApplyError::RoleLeft {
                role: self.work.plan.role_name().clone(),
                why: drop_error.to_string(),
                source: Box::new(error),
            },
        }
    }

    /// Runs the steps of one transaction: those of a database, or of the maintenance database.
    pub(super) async fn run_in(
        &mut self,
        connection: &Connection,
        database: Option<&DatabaseName>,
    ) -> Result<(), ApplyError> {
        self.run_steps(connection, |step| belongs(step, database))
            .await
    }

    async fn run_steps(
        &mut self,
        connection: &Connection,
        wanted: impl Fn(&Step) -> bool,
    ) -> Result<(), ApplyError> {
        let work = self.work;
        for (number, taken) in self.taken.iter_mut().enumerate() {
            if wanted(taken.step) {
                let result = statement::run(connection, taken.step, work.verifier).await;
                taken.fate = Fate::of(&result);
                (work.on_fate)(number, &taken.fate);
                result?;
            }
        }
        Ok(())
    }

    /// Notes that the transactions of a wave were rolled back.
    pub(super) fn rolled_back(&mut self, wave: &Wave) {
        for (number, taken) in self.taken.iter_mut().enumerate() {
            let here = match &taken.step.database {
                None => wave.with_cluster && belongs(taken.step, None),
                Some(database) => wave.databases.contains(database),
            };
            if here && taken.fate == Fate::Done {
                taken.fate = Fate::RolledBack;
                (self.work.on_fate)(number, &taken.fate);
            }
        }
    }

    pub(super) fn committed(&mut self) {
        self.waves_committed += 1;
    }
}

/// True where the step runs in this database's transaction; `None` is the maintenance database's,
/// without the creation of the role.
fn belongs(step: &Step, database: Option<&DatabaseName>) -> bool {
    step.database.as_ref() == database && step.phase != Phase::Role
}
