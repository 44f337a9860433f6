//! Apply one plan: verify → persist → execute → prove → commit → confirm → record.

mod claim;
mod login;
mod record;
mod run;

use jiff::Timestamp;
use planner::SessionDocument;
use planner::session::StepRecord;
use planner::verify::Refusal;

use super::{ApplyEntry, Event, OpsError, Progress, Status, Workbench};
use cluster::apply::Results;
use store::{Session, SessionKind};

/// What to apply.
#[derive(Clone, Debug)]
pub struct ApplyRequest {
    /// The resource the apply was asked for; has to be the plan's.
    pub resource: String,
    /// The plan, as it was reviewed.
    pub document: SessionDocument,
    /// The facts kept with the plan, where this store made it: to say what changed.
    pub facts: Option<String>,
    /// Log in with a new password afterwards.
    pub login_test: bool,
}

/// How an apply ended.
struct Ended {
    status: Status,
    message: String,
    /// The statements of the plan that was made again, where it came to that: the record names
    /// what was run, never what a file says was.
    steps: Vec<StepRecord>,
    results: Results,
    password_stored: bool,
}

impl Ended {
    fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            steps: Vec::new(),
            results: Results::default(),
            password_stored: false,
        }
    }

    fn refused(refusal: &Refusal) -> Self {
        // A database that cannot be read now is a failure to look, not a change.
        let unread = |e: &planner::PlanError| e.notes.iter().any(|n| n.code == "database-unread");
        match refusal {
            Refusal::Impossible(error) if unread(error) => Self::failed(error),
            _ => Self::new(Status::Stale, refusal.to_string()),
        }
    }

    fn failed(error: &impl std::fmt::Display) -> Self {
        Self::new(Status::Failed, error.to_string())
    }
}

impl Workbench {
    /// Applies one plan. Whatever happens to it, a session records it.
    ///
    /// # Errors
    /// The store cannot be written: nothing was applied.
    pub async fn apply(
        &self,
        request: ApplyRequest,
        progress: &Progress,
    ) -> Result<ApplyEntry, OpsError> {
        let sid = uuid::Uuid::new_v4().to_string();
        let document = &request.document;
        self.store
            .sessions()
            .insert(&Session {
                sid: sid.clone(),
                kind: SessionKind::Apply,
                resource: request.resource.clone(),
                role_label: document.role.clone().unwrap_or_default(),
                role_name: document.config.role_name.as_str().to_owned(),
                status: "running".to_owned(),
                message: String::new(),
                document: None,
                facts: None,
                plan_sid: Some(document.sid.clone()),
                started_at: Timestamp::now(),
                finished_at: None,
                expires_at: None,
                os_user: self.os_user.clone(),
            })
            .await?;
        let run = Run {
            bench: self,
            request: &request,
            sid: &sid,
            progress,
        };
        let ended = match run.claimed().await {
            Ok(ended) => ended,
            Err(error) => Ended::failed(&error),
        };
        let record = record::record(&request.document, &sid, &ended);
        let text = record.to_yaml().ok();
        self.store
            .sessions()
            .finish(&sid, ended.status.as_str(), &ended.message, text.as_deref())
            .await?;
        Ok(ApplyEntry {
            sid: sid.clone(),
            plan_sid: document.sid.clone(),
            resource: request.resource.clone(),
            role_name: document.config.role_name.as_str().to_owned(),
            status: ended.status,
            message: ended.message,
            password_stored: ended.password_stored,
            document: Some(record),
        })
    }
}

/// One apply under way.
struct Run<'a> {
    bench: &'a Workbench,
    request: &'a ApplyRequest,
    sid: &'a str,
    progress: &'a Progress,
}

impl Run<'_> {
    fn step(&self, step: &'static str) {
        let role = self.request.document.config.role_name.as_str().to_owned();
        (self.progress)(Event::Apply { role, step });
    }
}
