//! Apply one plan: verify → persist → execute → prove → commit → confirm → record.

use planner::plan::Statement;
use planner::verify::{Moment, Refusal, Verified, check_document};
use planner::{Catalog, SessionDocument, VerifiedPlan, verify};

use jiff::Timestamp;

use super::plan::rfc3339;
use super::{ApplyEntry, Event, OpsError, Progress, Status, Workbench};
use crate::apply::{ApplyError, Execution, Results, Verifier, generate_password, lock_role};
use crate::connect::{ConnectionParams, Target, connect, connect_maintenance};
use crate::snapshot::{self, Which};
use crate::store::{Secret, Session, SessionKind, StoreError};

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
    results: Results,
    password_stored: bool,
}

impl Ended {
    fn new(status: Status, message: impl Into<String>) -> Self {
        let (results, password_stored) = (Results::default(), false);
        Self {
            status,
            message: message.into(),
            results,
            password_stored,
        }
    }

    fn refused(refusal: &Refusal) -> Self {
        Self::new(Status::Stale, refusal.to_string())
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
        let record = record(&request.document, &sid, &ended);
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

/// The plan's document with what came of each statement.
fn record(document: &SessionDocument, sid: &str, ended: &Ended) -> SessionDocument {
    let mut record = document.clone();
    sid.clone_into(&mut record.sid);
    let mut output = String::new();
    for (index, step) in record.steps.iter_mut().enumerate() {
        let result = ended
            .results
            .0
            .get(&index)
            .map_or("not run", String::as_str);
        step.result = Some(result.to_owned());
        if !ended.results.0.is_empty() {
            let place = step
                .database
                .as_ref()
                .map_or_else(String::new, |d| format!("{d}: "));
            output.push_str(&format!("{place}{} -- {result}\n", step.sql));
        }
    }
    output.push_str(&format!("{}: {}\n", ended.status.as_str(), ended.message));
    record.command_output = output;
    record
}

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

    /// With the right to apply this plan, which is used up unless nothing was changed.
    async fn claimed(&self) -> Result<Ended, OpsError> {
        let document = &self.request.document;
        let resource = planner::names::ResourceName::new(self.request.resource.clone());
        let now = rfc3339(Timestamp::now());
        let moment = Moment {
            resource: &resource,
            now: &now,
            facts: self.request.facts.as_deref(),
        };
        self.step("check the plan");
        if let Err(refusal) = check_document(document, moment) {
            return Ok(Ended::refused(&refusal));
        }
        if let Some(ended) = self.compare_with_store().await? {
            return Ok(ended);
        }
        let uses = self.bench.store.plan_uses();
        let claim = match uses
            .claim(&document.sid, &self.request.resource, self.sid)
            .await
        {
            Ok(claim) => claim,
            Err(used @ StoreError::PlanUsed { .. }) => {
                return Ok(Ended::new(Status::Stale, used.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let (ended, used) = match self.verified(moment).await {
            Ok((ended, changed)) => (ended, changed),
            Err(error) => (Ended::failed(&error), false),
        };
        if used {
            uses.complete(&claim).await?;
        } else {
            uses.release(&claim).await?;
        }
        Ok(ended)
    }

    /// A plan this store made is compared with what it made.
    async fn compare_with_store(&self) -> Result<Option<Ended>, OpsError> {
        let stored = match self
            .bench
            .store
            .sessions()
            .get(&self.request.document.sid)
            .await
        {
            Ok(stored) => stored,
            Err(StoreError::NoSuchSession { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let original = stored.document.as_deref().map(SessionDocument::from_yaml);
        Ok(match original {
            Some(Ok(original)) if original == self.request.document => None,
            _ => {
                let what = format!("it is not what session {} holds", stored.sid);
                Some(Ended::refused(&Refusal::Edited(what)))
            }
        })
    }

    /// Under the role's lock: a fresh snapshot, the same plan again, and then exactly that. The
    /// flag says whether the plan is used up.
    async fn verified(&self, moment: Moment<'_>) -> Result<(Ended, bool), OpsError> {
        let document = &self.request.document;
        let params = self.bench.params(&self.request.resource).await?;
        self.step("lock");
        let maintenance = connect_maintenance(&params).await?;
        if let Err(error) = lock_role(&maintenance, &document.config.role_name).await {
            return Ok((Ended::failed(&error), false));
        }
        self.step("verify against a fresh snapshot");
        let fresh = self.snapshot(&params).await?;
        let plan = match verify(document, &fresh, moment) {
            Err(refusal) => return Ok((Ended::refused(&refusal), false)),
            Ok(Verified::InSync) => {
                let message = "the cluster is in sync already; nothing was run";
                return Ok((Ended::new(Status::Skipped, message), true));
            }
            Ok(Verified::Apply(plan)) => plan,
        };
        let password = self.persist_password(&plan).await?;
        let verifier = password.as_ref().and_then(Verifier::of);
        let on_step = |step| self.step(step);
        let execution = Execution {
            params: &params,
            maintenance: &maintenance,
            plan: &plan,
            fresh: &fresh,
            verifier: verifier.as_ref(),
            connections: self.bench.connections,
            on_step: &on_step,
        };
        let (results, outcome) = execution.run().await;
        let (mut ended, used) = match outcome {
            Ok(()) => (self.confirm(&params, &plan, password.as_ref()).await?, true),
            Err(error) => self.failed(&error, password.is_some()).await?,
        };
        ended.results = results;
        maintenance.close().await;
        Ok((ended, used))
    }

    async fn snapshot(&self, params: &ConnectionParams) -> Result<Catalog, OpsError> {
        let config = self.request.document.role_config();
        let which = Which::Needed(Box::new(move |cluster| {
            cluster.databases_to_read([&config])
        }));
        Ok(snapshot::take(params, self.bench.connections, which, &|_| {}).await?)
    }

    /// Stored before anything is executed: whatever happens next, no password is lost.
    async fn persist_password(&self, plan: &VerifiedPlan) -> Result<Option<Secret>, OpsError> {
        if !plan.steps().iter().any(|s| s.statement.needs_password()) {
            return Ok(None);
        }
        self.step("store the new password");
        let password = generate_password();
        let (resource, role) = (&self.request.resource, plan.role_name().as_str());
        self.bench
            .store
            .role_secrets()
            .put_pending(resource, role, &password, self.sid)
            .await?;
        Ok(Some(password))
    }

    /// Committed: the password counts, and the cluster has to be in sync.
    async fn confirm(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
        password: Option<&Secret>,
    ) -> Result<Ended, OpsError> {
        if password.is_some() {
            self.bench.store.role_secrets().confirm(self.sid).await?;
        }
        self.step("verify that it is in sync");
        let mut config = plan.config().clone();
        config.rotate_password = false;
        let after = self.snapshot(params).await;
        let mut ended = match after.map(|catalog| planner::plan(&config, &catalog)) {
            Ok(Ok(plan)) if plan.is_in_sync() => {
                Ended::new(Status::Success, "applied and verified in sync")
            }
            Ok(Ok(plan)) => {
                let first = plan
                    .steps
                    .first()
                    .map(|s| s.reason.clone())
                    .unwrap_or_default();
                Ended::new(
                    Status::Failed,
                    format!(
                        "applied and committed, but something changed the cluster at the same time: {first} Plan again"
                    ),
                )
            }
            Ok(Err(error)) => Ended::new(
                Status::Failed,
                format!("applied and committed, but it cannot be verified: {error}"),
            ),
            Err(error) => Ended::new(
                Status::Failed,
                format!("applied and committed, but it cannot be verified: {error}"),
            ),
        };
        ended.password_stored = password.is_some();
        if let Some(password) = password.filter(|_| self.request.login_test) {
            self.step("log in as the role");
            ended
                .message
                .push_str(&self.login(params, plan, password).await);
        }
        Ok(ended)
    }

    /// A login that fails does not undo anything: pg_hba.conf may keep the role out from here only.
    async fn login(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
        password: &Secret,
    ) -> String {
        let config = plan.config();
        let creates = plan
            .steps()
            .iter()
            .any(|s| matches!(s.statement, Statement::CreateRole { .. }));
        let what = if creates {
            "the role"
        } else {
            "the role with its new password"
        };
        let first = config.scopes.first().map(|s| s.database.clone());
        let database = first.or_else(|| params.maintenance.first().cloned());
        let Some(database) = database else {
            return String::new();
        };
        let target = Target {
            resource: self.request.resource.as_str().into(),
            host: Some(params.host.clone()),
            port: Some(params.port),
            user: Some(config.role_name.as_str().to_owned()),
            password: Some(password.clone()),
            maintenance_db: None,
        };
        let environment = &self.bench.environment;
        let role_params = match ConnectionParams::new(target, &|name| environment(name)) {
            Ok(role_params) => role_params,
            Err(error) => return format!("; no login test: {error}"),
        };
        match connect(&role_params, &database).await {
            Ok(session) => {
                session.close().await;
                format!("; {what} can log in to {database}")
            }
            Err(error) => format!("; but {what} cannot log in from here: {error}"),
        }
    }

    /// Says what is left, and keeps a password that may be in force.
    async fn failed(&self, error: &ApplyError, password: bool) -> Result<(Ended, bool), OpsError> {
        let changed = error.changed_something();
        if password && !changed {
            self.bench.store.role_secrets().discard(self.sid).await?;
        }
        let nothing = if changed { "" } else { "; nothing was changed" };
        Ok((
            Ended::new(Status::Failed, format!("{error}{nothing}")),
            changed,
        ))
    }
}
