//! The right to apply a plan: it holds together, is the one this store made, and is used once.

use jiff::Timestamp;
use planner::SessionDocument;
use planner::verify::{Moment, Refusal, check_document};

use super::{Ended, Run};
use crate::plan::rfc3339;
use crate::{OpsError, Status};
use store::{self, StoreError};

impl Run<'_> {
    /// With the right to apply this plan, which is used up unless nothing was changed.
    pub(super) async fn claimed(&self) -> Result<Ended, OpsError> {
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
        let (mut ended, used) = match self.verified(moment).await {
            Ok((ended, used)) => (ended, used),
            // Only what happens before anything is run ends here.
            Err(error) => (Ended::failed(&error), false),
        };
        let noted = if used {
            uses.complete(&claim).await
        } else {
            uses.release(&claim).await
        };
        if let Err(error) = noted {
            // What happened on the cluster stays the news; the store's trouble is added to it.
            ended
                .message
                .push_str(&format!("; and the store could not note it: {error}"));
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
        let sid = &stored.sid;
        let edited = |what: String| Ok(Some(Ended::refused(&Refusal::Edited(what))));
        match stored.document.as_deref().map(SessionDocument::from_yaml) {
            None => return edited(format!("session {sid} of this store holds no plan")),
            Some(Err(error)) => {
                let message =
                    format!("session {sid} of this store cannot be read: {error}; plan again");
                return Ok(Some(Ended::new(Status::Failed, message)));
            }
            Some(Ok(original)) if original == self.request.document => {}
            Some(Ok(_)) => return edited(format!("it is not what session {sid} holds")),
        }
        self.overtaken(&stored).await
    }

    /// A rotation planned before a newer password was made would take that one away again.
    async fn overtaken(&self, plan: &store::Session) -> Result<Option<Ended>, OpsError> {
        let config = &self.request.document.config;
        if !config.rotate_password {
            return Ok(None);
        }
        let (resource, role) = (&self.request.resource, config.role_name.as_str());
        let newest = self
            .bench
            .store
            .role_secrets()
            .current(resource, role)
            .await?;
        Ok(newest.filter(|secret| secret.created_at > plan.started_at).map(|secret| {
            let message = format!(
                "session {} gave the role a new password after this rotation was planned; plan again to rotate once more",
                secret.sid
            );
            Ended::new(Status::Stale, message)
        }))
    }
}
