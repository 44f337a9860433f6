//! One apply under way: who it is, what it has said so far, what became of the plan's steps.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cluster::apply::{ApplyError, Fate, Links, Progress, Work};
use cluster::connect::ConnectionParams;
use cluster::snapshot::Taken;
use jiff::Timestamp;
use planner::names::{ResourceName, RoleName};
use planner::session::StepRecord;
use planner::verify::Moment;
use planner::{Catalog, SessionDocument, VerifiedPlan};
use store::{Claim, Hold, RolePlace, Session, SessionKind, Standing, StoreError, Trail, host_name};

use super::ApplyRequest;
use super::dead::Process;
use super::journal::{Word, entry};
use super::password::NewPassword;
use crate::plan::rfc3339;
use crate::{ApplyStep, Event, Listener, OpsError, Workbench};

/// One apply under way.
pub(super) struct Run<'a> {
    pub bench: &'a Workbench,
    pub request: &'a ApplyRequest,
    /// The apply's own session.
    pub sid: String,
    resource: ResourceName,
    now: String,
    listener: &'a Listener,
    /// The document is known to be as this store made it.
    genuine: bool,
    notes: Mutex<Notes>,
}

/// What is kept of the events, for the record.
#[derive(Default)]
pub(super) struct Notes {
    /// The steps of the plan that was made again, where it came to that, and what became of each:
    /// the record names what was run, never what a file says was.
    pub steps: Vec<(StepRecord, Fate)>,
    /// The plan that was made again: all that the record says of it is made afresh.
    pub document: Option<SessionDocument>,
    /// What is added to the message, in order.
    pub remarks: String,
    pub password_stored: bool,
    /// Whether the new password was handed over, where it was to be.
    pub password_handed_over: Option<bool>,
    /// The role and the logins that were created here.
    pub made: Vec<RolePlace>,
    /// The word that the role's lock is ours.
    pub hold: Option<Hold>,
    /// From here on there may be effects: whoever has the lock settles them.
    pub executes: bool,
    /// Where and with what it is done, as far as that is known.
    pub trail: Trail,
    /// The connections, once nothing is done on them any more; one has the role's lock.
    pub links: Option<Links>,
    /// What the store could not be told, though the cluster was changed.
    pub store_failures: Vec<String>,
    pub claim: Option<Claim>,
}

impl Notes {
    fn note(&mut self, event: &Event) {
        if let Event::PlanStep {
            number,
            fate,
            took_us,
            ..
        } = event
            && let Some((step, kept)) = self.steps.get_mut(*number)
        {
            step.took_us = took_us.or(step.took_us); // What a look finds has no time.
            kept.clone_from(fate);
        }
    }
}

impl<'a> Run<'a> {
    /// Begins the record, as `running`.
    pub async fn recorded(
        bench: &'a Workbench,
        request: &'a ApplyRequest,
        listener: &'a Listener,
    ) -> Result<Self, OpsError> {
        let run = Self {
            bench,
            request,
            sid: uuid::Uuid::new_v4().to_string(),
            resource: ResourceName::new(request.resource.clone()),
            now: rfc3339(Timestamp::now()),
            listener,
            genuine: bench.is_genuine(&request.document),
            notes: Mutex::default(),
        };
        let document = &request.document;
        let session = Session {
            sid: run.sid.clone(),
            kind: SessionKind::Apply,
            resource: request.resource.clone(),
            role_label: document.role.clone().unwrap_or_default(),
            role_name: run.role_name().as_str().to_owned(),
            status: "running".to_owned(),
            message: String::new(),
            // For whoever finds out what became of this apply, should it die.
            document: document.to_yaml().ok(),
            facts: None,
            plan_sid: Some(document.sid.clone()),
            started_at: Timestamp::now(),
            finished_at: None,
            expires_at: None,
            os_user: bench.os_user.clone(),
        };
        let trail = Trail {
            host_name: host_name(),
            planner_version: Some(planner::VERSION.to_owned()),
            ..Trail::default()
        };
        run.notes().trail.clone_from(&trail);
        let first = entry(Word::Begin, Process::this());
        let sessions = bench.store.sessions();
        sessions.begin(&session, &trail, &first).await?;
        Ok(run)
    }

    /// What this process may write about this apply.
    pub fn standing(&self) -> Standing {
        match &self.notes().hold {
            Some(hold) => Standing::locked(hold, &self.sid),
            None => Standing::unlocked(&self.sid),
        }
    }

    /// The same for its end: where it never came to an effect, nobody else has to have a say.
    pub fn standing_to_end(&self) -> Standing {
        let executes = self.notes().executes;
        match executes {
            true => self.standing(),
            false => Standing::unlocked(&self.sid),
        }
    }

    /// Keeps the connections, and with them the role's lock, until the apply is on record.
    pub fn keep(&self, links: Links) {
        self.notes().links = Some(links);
    }

    /// Ends them.
    pub async fn let_go(&self) {
        let links = self.notes().links.take();
        if let Some(links) = links {
            links.close().await;
        }
    }

    /// Does what has no effect yet, unless somebody asks to break off.
    pub async fn or_interrupted<T>(
        &self,
        work: impl Future<Output = Result<T, OpsError>>,
    ) -> Result<T, OpsError> {
        tokio::select! {
            done = work => done,
            () = self.bench.interrupt.asked() => Err(ApplyError::Interrupted.into()),
        }
    }

    /// The store could not be told: it is said, and the apply counts as failed. Where another has
    /// taken the lock it is no failure: what that one finds out is read in the end.
    pub fn store_failed(&self, what: &str, error: &StoreError) {
        if !error.is_overtaken() {
            self.notes().store_failures.push(format!("{what}: {error}"));
        }
    }

    /// True where the document is known to be as this store made it.
    pub fn genuine(&self) -> bool {
        self.genuine
    }

    pub fn role_name(&self) -> &RoleName {
        &self.request.document.config.role_name
    }

    /// What the plan is checked and verified against, besides the cluster.
    pub fn moment(&self) -> Moment<'_> {
        Moment {
            resource: &self.resource,
            now: &self.now,
            facts: self.request.facts.as_deref(),
            genuine: self.genuine,
        }
    }

    /// Everything that happens goes through here: into the journal, and to whoever listens.
    pub fn tell(&self, event: Event) {
        self.notes().note(&event);
        (self.listener)(event);
    }

    /// A step begins.
    pub fn enter(&self, step: ApplyStep) {
        let (sid, role) = self.named();
        self.tell(Event::Began { sid, role, step });
    }

    /// Receives what becomes of the plan's steps, of which none has been run.
    pub fn fates_of(
        &self,
        plan: &VerifiedPlan,
        fresh: &Catalog,
    ) -> impl Fn(usize, &Fate, Option<Duration>) + Send + Sync {
        let document = SessionDocument::new(&self.sid, plan.plan(), fresh, None);
        {
            let mut notes = self.notes();
            let steps = document.steps.iter();
            notes.steps = steps.map(|step| (step.clone(), Fate::NotRun)).collect();
            notes.document = Some(document);
        }
        |number, fate, took| {
            let (sid, role) = self.named();
            let took = took.and_then(|took| u64::try_from(took.as_micros()).ok());
            self.tell(Event::PlanStep {
                sid,
                role,
                number,
                took_us: took,
                fate: fate.clone(),
            });
        }
    }

    /// What the execution works with.
    pub fn work<'w>(
        &'w self,
        plan: &'w VerifiedPlan,
        (params, verified): (&'w ConnectionParams, &'w Taken),
        password: Option<&'w NewPassword>,
        on_fate: &'w (dyn Fn(usize, &Fate, Option<Duration>) + Send + Sync),
    ) -> Work<'w> {
        Work {
            params,
            plan,
            verified,
            verifier: password.map(|new| &new.verifier),
            on_fate,
            interrupt: &self.bench.interrupt,
        }
    }

    /// Adds to the message.
    pub fn remark(&self, text: &str) {
        self.notes().remarks.push_str(text);
    }

    /// What the record says of how it was committed.
    pub fn remark_on(&self, progress: Progress) {
        if progress.unconfirmed {
            let waited = self.bench.limits.commit.as_secs();
            self.remark(&format!(
                "; a COMMIT waited {waited} s for a synchronous standby and was cancelled: it is committed on this server, and may be lost where another takes its place"
            ));
        }
    }

    pub fn named(&self) -> (String, String) {
        (self.sid.clone(), self.role_name().as_str().to_owned())
    }

    /// A poisoned lock holds what was there: nothing here can leave it half done.
    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
