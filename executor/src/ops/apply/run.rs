//! The apply itself, under the role's lock.

use planner::session::StepRecord;
use planner::step::Step;
use planner::verify::{Moment, Verified};
use planner::{Catalog, VerifiedPlan, verify};

use super::{Ended, Run};
use crate::apply::{ApplyError, Execution, Verifier, generate_password, lock_role};
use crate::connect::{ConnectionParams, connect_maintenance};
use crate::ops::{OpsError, Status};
use crate::snapshot::{self, Which};
use crate::store::Secret;

impl Run<'_> {
    /// Under the role's lock: a fresh snapshot, the same plan again, and then exactly that. The
    /// flag says whether the plan is used up.
    pub(super) async fn verified(&self, moment: Moment<'_>) -> Result<(Ended, bool), OpsError> {
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
        let on_step = |step| self.step(step);
        let execution = Execution {
            params: &params,
            maintenance: &maintenance,
            plan: &plan,
            fresh: &fresh,
            verifier: password.as_ref().map(|(_, verifier)| verifier),
            connections: self.bench.connections,
            on_step: &on_step,
        };
        let (results, outcome) = execution.run().await;
        // From here on nothing may hide what happened on the cluster.
        let password = password.as_ref().map(|(password, _)| password);
        let (mut ended, used) = match outcome {
            Ok(()) => (self.confirm(&params, &plan, password).await, true),
            Err(error) => self.failed(&error, password.is_some()).await,
        };
        ended.results = results;
        ended.steps = plan.steps().iter().map(StepRecord::from).collect();
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
    async fn persist_password(
        &self,
        plan: &VerifiedPlan,
    ) -> Result<Option<(Secret, Verifier)>, OpsError> {
        let needed = |step: &Step| step.statement.needs_password();
        if !plan.steps().iter().any(needed) {
            return Ok(None);
        }
        self.step("store the new password");
        let password = generate_password();
        let verifier = Verifier::of(&password).ok_or(OpsError::NoVerifier)?;
        let (resource, role) = (&self.request.resource, plan.role_name().as_str());
        let secrets = self.bench.store.role_secrets();
        secrets
            .put_pending(resource, role, &password, self.sid)
            .await?;
        Ok(Some((password, verifier)))
    }

    /// The password counts now; where the store cannot say so, it stays pending and can be shown.
    async fn confirm_password(&self, ended: &mut Ended) {
        ended.password_stored = true;
        if let Err(error) = self.bench.store.role_secrets().confirm(self.sid).await {
            ended.message.push_str(&format!(
                "; the password is stored, but could not be marked as the one in force: {error}"
            ));
        }
    }

    /// Committed: the password counts, and the cluster has to be in sync.
    async fn confirm(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
        password: Option<&Secret>,
    ) -> Ended {
        self.step("verify that it is in sync");
        let config = plan.config().clone().rotated();
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
        if password.is_some() {
            self.confirm_password(&mut ended).await;
        }
        if let Some(password) = password.filter(|_| self.request.login_test) {
            self.step("log in as the role");
            ended
                .message
                .push_str(&self.login(params, plan, password).await);
        }
        ended
    }

    /// Says what is left, and keeps a password that is or may be in force.
    async fn failed(&self, error: &ApplyError, password: bool) -> (Ended, bool) {
        let mut ended = Ended::failed(error);
        let changed = error.changed_something();
        if !changed {
            ended.message.push_str("; nothing was changed");
        }
        if password && error.role_committed() {
            self.confirm_password(&mut ended).await;
        } else if password
            && !changed
            && let Err(error) = self.bench.store.role_secrets().discard(self.sid).await
        {
            ended
                .message
                .push_str(&format!("; the unused password stays stored: {error}"));
        }
        (ended, changed)
    }
}
