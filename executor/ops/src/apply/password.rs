//! The new password: stored before anything is run, confirmed once it is committed.

use cluster::apply::{ScramVerifier, generate_password};
use planner::VerifiedPlan;
use planner::step::Step;
use secret::Secret;

use super::run::Run;
use crate::{ApplyStep, OpsError};

/// A new password, and what the server is sent of it.
pub(super) struct NewPassword {
    pub password: Secret,
    pub verifier: ScramVerifier,
}

impl Run<'_> {
    /// Makes and stores one where a step needs it: whatever happens next, no password is lost.
    pub(super) async fn persist_password(
        &self,
        plan: &VerifiedPlan,
    ) -> Result<Option<NewPassword>, OpsError> {
        let needed = |step: &Step| step.statement.needs_password();
        if !plan.steps().iter().any(needed) {
            return Ok(None);
        }
        self.enter(ApplyStep::PersistPassword);
        let password = generate_password();
        let verifier = ScramVerifier::of(&password).ok_or(OpsError::NoVerifier)?;
        let (resource, role) = (&self.request.resource, plan.role_name().as_str());
        let secrets = self.bench.store.role_secrets();
        secrets
            .put_pending(resource, role, &password, &self.sid)
            .await?;
        Ok(Some(NewPassword { password, verifier }))
    }

    /// The password counts now, where there is a new one and it was not said before; where the store
    /// cannot say so, it stays pending, and a comparison with the server finds it.
    pub(super) async fn confirm_password(&self, new: Option<&NewPassword>) {
        if new.is_none() || self.notes().password_stored {
            return;
        }
        self.enter(ApplyStep::ConfirmPassword);
        self.notes().password_stored = true;
        if let Err(error) = self.bench.store.role_secrets().confirm(&self.sid).await {
            self.store_failed(&format!(
                "the new password is stored, but could not be marked as the one in force: {error}"
            ));
        }
    }

    /// The password never came into force.
    pub(super) async fn discard_password(&self) {
        if let Err(error) = self.bench.store.role_secrets().discard(&self.sid).await {
            self.remark(&format!("; the unused password stays stored: {error}"));
        }
    }
}
