//! One plan under way: its steps, what became of each, and how far it got.

use std::time::Duration;

use futures_util::future::join;
use planner::VerifiedPlan;
use planner::names::DatabaseName;
use planner::step::{Phase, Step};

use super::error::ApplyError;
use super::fate::Fate;
use super::links::Links;
use super::password::ScramVerifier;
use super::prove::Proof;
use super::statement::{self, Landed, Manner, Pace};
use super::wave::{Begun, Wave};
use crate::connect::{Committed, ConnectionParams, Purpose};
use crate::snapshot;

/// What an execution works with.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// Where.
    pub params: &'a ConnectionParams,
    /// What to run.
    pub plan: &'a VerifiedPlan,
    /// The snapshot it was verified against.
    pub verified: &'a snapshot::Taken,
    /// The password's verifier, where a statement needs one.
    pub verifier: Option<&'a ScramVerifier>,
    /// Told what became of each step, by its number in the plan, from 0, and how long it took where
    /// it was answered; again where that changes.
    pub on_fate: &'a (dyn Fn(usize, &Fate, Option<Duration>) + Send + Sync),
    /// Resolves once somebody asks to break off.
    pub interrupt: &'a Interrupt,
}

/// Somebody asks to break off, once and for good.
#[derive(Clone, Debug)]
pub struct Interrupt(tokio::sync::watch::Receiver<bool>);

impl Interrupt {
    /// With what to ask by: send `true`.
    pub fn new() -> (tokio::sync::watch::Sender<bool>, Self) {
        let (ask, asked) = tokio::sync::watch::channel(false);
        (ask, Self(asked))
    }

    /// True once it was asked.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is asked, for ever where nobody can ask any more.
    pub async fn asked(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// A step with its number in the plan, from 0.
pub(super) type Numbered<'a> = (usize, &'a Step);

/// A step and what became of it.
struct Taken<'a> {
    step: &'a Step,
    fate: Fate,
    took: Option<Duration>,
}

/// How far an execution got, for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The role was created.
    pub role_created: bool,
    /// The maintenance database's part is committed, and a new password with it.
    pub cluster_committed: bool,
    /// Waves of databases that are committed.
    pub waves_committed: usize,
    /// A COMMIT had to be cancelled: a synchronous standby has not confirmed it.
    pub unconfirmed: bool,
}

/// One plan under way.
pub struct Execution<'a> {
    pub(super) work: Work<'a>,
    pub(super) links: &'a mut Links,
    pub(super) pace: Pace,
    pub(super) proof: Proof,
    taken: Vec<Taken<'a>>,
    progress: Progress,
}

impl<'a> Execution<'a> {
    /// Nothing is run yet.
    pub fn new(work: Work<'a>, links: &'a mut Links) -> Self {
        let taken = |step| Taken {
            step,
            fate: Fate::default(),
            took: None,
        };
        Self {
            work,
            links,
            pace: Pace::Flight,
            proof: Proof::begin(work.verified),
            taken: work.plan.steps().iter().map(taken).collect(),
            progress: Progress::default(),
        }
    }

    /// True where the plan creates the role.
    pub fn creates_role(&self) -> bool {
        self.taken.iter().any(|t| t.step.phase == Phase::Role)
    }

    /// How far it got.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What was proved; all of it is committed, where nothing failed.
    pub fn into_proof(self) -> Proof {
        self.proof
    }

    /// Creates the role, committed at once: transactions in other databases have to see it.
    ///
    /// # Errors
    /// The server's refusal, or [`ApplyError::CreateUnknown`] where its answer never came.
    pub async fn create_role(&mut self) -> Result<(), ApplyError> {
        let maintenance = &self.links.maintenance;
        let steps = self.numbered(|step| step.phase == Phase::Role);
        let numbers: Vec<_> = steps.iter().map(|(number, _)| *number).collect();
        // In one flight with its COMMIT: one that failed leaves nothing to commit.
        let around = (&[][..], &[statement::COMMIT][..]);
        let run = Box::pin(statement::run(maintenance, &steps, self.manner(around)));
        let (begun, landed) = join(maintenance.begin(Purpose::Write), run).await;
        if let Some(committed) = landed.committed {
            self.committed(committed);
        }
        let error = match begun {
            Ok(_) => self.landed(&numbers, landed),
            Err(error) => Some(ApplyError::of_begin(None, &error)),
        };
        match error {
            None => self.progress.role_created = true,
            Some(error) => {
                // Nothing to roll back where it is over already.
                drop(self.links.maintenance.rollback().await);
                let error = error.unless_known(self.work.plan.role_name());
                if error.needs_a_look() {
                    for number in numbers {
                        self.note(number, Fate::Unanswered);
                    }
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// The databases in order, a connection budget at a time. The first wave has the statements of
    /// the maintenance database as well, so there always is one.
    pub fn waves(&self) -> Vec<Wave> {
        let steps = self.work.plan.steps().iter();
        let mut databases: Vec<_> = steps.filter_map(|s| s.database.clone()).collect();
        databases.dedup();
        let mut waves: Vec<_> = databases
            .chunks(self.links.budget)
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

    /// Makes sure of a connection in every database of the wave, before anything is run anywhere.
    ///
    /// # Errors
    /// A database that cannot be entered.
    pub async fn begin<'e>(&'e mut self, wave: &'e Wave) -> Result<Begun<'e, 'a>, ApplyError> {
        if self.work.interrupt.is_asked() {
            return Err(ApplyError::Interrupted);
        }
        Begun::open(self, wave).await
    }

    /// From here on statements go out one by one, so that it can be told which of them did nothing.
    pub(super) fn slow_down(&mut self) {
        self.pace = Pace::OneByOne;
    }

    pub(super) fn manner<'m>(&'m self, around: (&'m [&'m str], &'m [&'m str])) -> Manner<'m> {
        Manner {
            verifier: self.work.verifier,
            around,
            pace: self.pace,
        }
    }

    /// The steps of one transaction: those of a database, or of the maintenance database.
    pub(super) fn steps_in(&self, database: Option<&DatabaseName>) -> Vec<Numbered<'a>> {
        self.numbered(|step| belongs(step, database))
    }

    fn numbered(&self, wanted: impl Fn(&Step) -> bool) -> Vec<Numbered<'a>> {
        let steps = self.work.plan.steps().iter().enumerate();
        steps.filter(|(_, step)| wanted(step)).collect()
    }

    /// Notes what became of the steps of a transaction; the error that stopped it.
    pub(super) fn landed(&mut self, numbers: &[usize], landed: Landed) -> Option<ApplyError> {
        for (at, number) in numbers.iter().enumerate() {
            let fate = match &landed.error {
                Some(ApplyError::NotBegun(_)) => Fate::Unanswered,
                _ if at < landed.done => Fate::Done,
                Some(error) if at == landed.done => Fate::of(error),
                _ => continue,
            };
            if let Some(taken) = self.taken.get_mut(*number) {
                taken.took = landed.took.get(at).copied();
            }
            self.note(*number, fate);
        }
        landed.error
    }

    fn note(&mut self, number: usize, fate: Fate) {
        if let Some(taken) = self.taken.get_mut(number) {
            taken.fate = fate;
            (self.work.on_fate)(number, &taken.fate, taken.took);
        }
    }

    /// Notes that the transactions of a wave were rolled back.
    pub(super) fn rolled_back(&mut self, wave: &Wave) {
        for number in 0..self.taken.len() {
            let Some(taken) = self.taken.get(number) else {
                continue;
            };
            let here = match &taken.step.database {
                None => wave.with_cluster && belongs(taken.step, None),
                Some(database) => wave.databases.contains(database),
            };
            if here && taken.fate == Fate::Done {
                self.note(number, Fate::RolledBack);
            }
        }
    }

    /// Notes that a COMMIT did not succeed: the server refused it, or its answer never came.
    pub(super) fn not_committed(&mut self, database: Option<&DatabaseName>, refused: bool) {
        for number in 0..self.taken.len() {
            let Some(taken) = self.taken.get(number) else {
                continue;
            };
            if belongs(taken.step, database) && taken.fate == Fate::Done {
                let fate = if refused {
                    Fate::RolledBack
                } else {
                    Fate::Unanswered
                };
                self.note(number, fate);
            }
        }
    }

    /// Notes what a COMMIT came to.
    pub(super) fn committed(&mut self, committed: Committed) {
        self.progress.unconfirmed |= committed == Committed::Here;
    }

    pub(super) fn cluster_committed(&mut self) {
        self.progress.cluster_committed = true;
    }

    pub(super) fn wave_committed(&mut self) {
        self.progress.waves_committed += 1;
    }
}

/// True where the step runs in this database's transaction; `None` is the maintenance database's,
/// without the creation of the role.
fn belongs(step: &Step, database: Option<&DatabaseName>) -> bool {
    step.database.as_ref() == database && step.phase != Phase::Role
}
