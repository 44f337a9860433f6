//! One apply under way: who it is, what it has said so far, what became of the plan's steps.

use std::sync::{Mutex, MutexGuard, PoisonError};

use cluster::apply::{Fate, Work};
use cluster::connect::{Connection, ConnectionParams};
use jiff::Timestamp;
use planner::names::{ResourceName, RoleName};
use planner::session::StepRecord;
use planner::verify::Moment;
use planner::{Catalog, VerifiedPlan};
use store::{Claim, Session, SessionKind};

use super::ApplyRequest;
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
    journal: Mutex<Journal>,
}

/// What is kept of the events, for the record.
#[derive(Default)]
pub(super) struct Journal {
    /// The steps of the plan that was made again, where it came to that, and what became of each:
    /// the record names what was run, never what a file says was.
    pub steps: Vec<(StepRecord, Fate)>,
    /// What is added to the message, in order.
    pub remarks: String,
    pub password_stored: bool,
    pub claim: Option<Claim>,
}

impl Journal {
    fn note(&mut self, event: &Event) {
        if let Event::PlanStep { number, fate, .. } = event
            && let Some((_, kept)) = self.steps.get_mut(*number)
        {
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
            journal: Mutex::default(),
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
            document: None,
            facts: None,
            plan_sid: Some(document.sid.clone()),
            started_at: Timestamp::now(),
            finished_at: None,
            expires_at: None,
            os_user: bench.os_user.clone(),
        };
        bench.store.sessions().insert(&session).await?;
        Ok(run)
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
        }
    }

    /// Everything that happens goes through here: into the journal, and to whoever listens.
    pub fn tell(&self, event: Event) {
        self.journal().note(&event);
        (self.listener)(event);
    }

    /// A step begins.
    pub fn enter(&self, step: ApplyStep) {
        let (sid, role) = self.named();
        self.tell(Event::Began { sid, role, step });
    }

    /// Receives what becomes of the plan's steps, of which none has been run.
    pub fn fates_of(&self, plan: &VerifiedPlan) -> impl Fn(usize, &Fate) + Send + Sync {
        let steps = plan.steps().iter().map(StepRecord::from);
        self.journal().steps = steps.map(|step| (step, Fate::NotRun)).collect();
        |number, fate| {
            let (sid, role) = self.named();
            self.tell(Event::PlanStep {
                sid,
                role,
                number,
                fate: fate.clone(),
            });
        }
    }

    /// What the execution works with.
    pub fn work<'w>(
        &self,
        plan: &'w VerifiedPlan,
        (params, maintenance, fresh): (&'w ConnectionParams, &'w Connection, &'w Catalog),
        password: Option<&'w NewPassword>,
        on_fate: &'w (dyn Fn(usize, &Fate) + Send + Sync),
    ) -> Work<'w> {
        Work {
            params,
            maintenance,
            plan,
            fresh,
            verifier: password.map(|new| &new.verifier),
            connections: self.bench.connections,
            on_fate,
        }
    }

    /// Adds to the message.
    pub fn remark(&self, text: &str) {
        self.journal().remarks.push_str(text);
    }

    pub fn named(&self) -> (String, String) {
        (self.sid.clone(), self.role_name().as_str().to_owned())
    }

    /// A poisoned lock holds what was there: nothing here can leave it half done.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
