//! The new password: stored before anything is run, confirmed once it is committed.

use cluster::apply::{ScramVerifier, generate_password};
use planner::VerifiedPlan;
use planner::names::RoleName;
use planner::step::{Attribute, Statement};
use secret::Secret;

use super::run::Run;
use crate::{ApplyStep, OpsError};

/// A new password, and what the server is sent of it.
pub(super) struct NewPassword {
    /// Whose it is: the role's own, or one of its logins'.
    pub of: RoleName,
    pub password: Secret,
    pub verifier: ScramVerifier,
}

/// The one role that a plan makes a password for, where it does.
pub(super) fn password_of(plan: &VerifiedPlan) -> Option<&RoleName> {
    let mut steps = plan.steps().iter();
    steps.find_map(|step| step.statement.password_of())
}

impl Run<'_> {
    /// Makes one where a step needs it. It is stored before anything is run: [`Run::announce`].
    pub(super) fn make_password(
        &self,
        plan: &VerifiedPlan,
    ) -> Result<Option<NewPassword>, OpsError> {
        let Some(of) = password_of(plan).cloned() else {
            return Ok(None);
        };
        self.enter(ApplyStep::PersistPassword);
        let password = generate_password();
        let verifier = ScramVerifier::of(&password).ok_or(OpsError::NoVerifier)?;
        Ok(Some(NewPassword {
            of,
            password,
            verifier,
        }))
    }

    /// The password counts now, where there is a new one and it was not said before; where the store
    /// cannot say so, it stays pending, and a comparison with the server finds it.
    pub(super) async fn confirm_password(&self, new: Option<&NewPassword>) {
        if new.is_none() || self.notes().password_stored {
            return;
        }
        self.enter(ApplyStep::ConfirmPassword);
        self.notes().password_stored = true;
        let (secrets, standing) = (self.bench.store.role_secrets(), self.standing());
        if let Err(error) = secrets.confirm(&standing).await {
            self.store_failed(
                "the new password is stored, but could not be marked as the one in force",
                &error,
            );
        }
    }

    /// The password never came into force.
    pub(super) async fn discard_password(&self) {
        let (secrets, standing) = (self.bench.store.role_secrets(), self.standing());
        if let Err(error) = secrets.discard(&standing).await {
            self.store_failed("the unused password stays stored", &error);
        }
    }

    /// Passwords that the plan took away are kept no longer.
    pub(super) async fn forget_retired(&self, plan: &VerifiedPlan) {
        let secrets = self.bench.store.role_secrets();
        for step in plan.steps() {
            if let Statement::AlterRole { role, attributes } = &step.statement
                && attributes.contains(&Attribute::NoPassword)
                && let Err(error) = secrets.forget(&self.request.resource, role.as_str()).await
            {
                let what = format!("the password of {role}, which is retired, stays stored");
                self.store_failed(&what, &error);
            }
        }
    }
}
