//! The right to apply a plan, which is used up unless nothing was changed: the record says which.

use store::{StoreError, UseState};

use super::ended::Ended;
use super::run::Run;
use crate::{OpsError, Status};

impl Run<'_> {
    /// Takes it. Under the role's lock, so that of many who apply one plan the others wait for the
    /// first and see what came of it.
    pub(super) async fn claim(&self) -> Result<(), Ended> {
        let uses = self.bench.store.plan_uses();
        let (plan, resource) = (&self.request.document.sid, &self.request.resource);
        match uses.claim(plan, resource, &self.standing()).await {
            Ok(claim) => {
                self.notes().claim = Some(claim);
                Ok(())
            }
            Err(error) => Err(self.used(error).await),
        }
    }

    /// Nobody has to wait for a lock to hear that a plan is used up.
    pub(super) async fn not_used_up(&self) -> Result<(), Ended> {
        let uses = self.bench.store.plan_uses();
        let Some(last) = uses.get(&self.request.document.sid).await? else {
            return Ok(());
        };
        if last.state != UseState::Applied {
            return Ok(()); // One that is under way is waited for.
        }
        Err(self.used(last.refusal()).await)
    }

    /// A plan that was applied before is done; one whose apply came to anything else is not.
    async fn used(&self, error: StoreError) -> Ended {
        let StoreError::PlanUsed {
            apply_sid, state, ..
        } = &error
        else {
            return error.into();
        };
        let before = self.bench.store.sessions().get(apply_sid).await;
        let done = |status: &str| {
            [Status::Success, Status::Skipped]
                .iter()
                .any(|done| done.as_str() == status)
        };
        match before {
            Ok(before) if *state == UseState::Applied && done(&before.status) => Ended::new(
                Status::Skipped,
                format!("{error}; nothing was run, plan again to see how the cluster is now"),
            ),
            Err(error) if !matches!(error, StoreError::NoSuchSession { .. }) => {
                OpsError::from(error).into()
            }
            _ => error.into(),
        }
    }
}
