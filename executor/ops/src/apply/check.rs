//! The plan itself, before the cluster is looked at: it holds together, and is what this store made.

use planner::SessionDocument;
use planner::verify::{Refusal, check_document};
use store::{Session, StoreError};

use super::ended::Ended;
use super::run::Run;
use crate::{OpsError, Status};

impl Run<'_> {
    /// It was not edited, is meant for this resource, and has not expired.
    pub(super) fn check_plan(&self) -> Result<(), Ended> {
        Ok(check_document(&self.request.document, self.moment())?)
    }

    /// A plan this store made is compared with what it made.
    pub(super) async fn compare_with_store(&self) -> Result<(), Ended> {
        let sid = &self.request.document.sid;
        let stored = match self.bench.store.sessions().get(sid).await {
            Ok(stored) => stored,
            Err(StoreError::NoSuchSession { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let sid = &stored.sid;
        let edited = |what: String| Err(Refusal::Edited(what).into());
        match stored.document.as_deref().map(SessionDocument::from_yaml) {
            None => return edited(format!("session {sid} of this store holds no plan")),
            Some(Err(error)) => {
                let message =
                    format!("session {sid} of this store cannot be read: {error}; plan again");
                return Err(Ended::new(Status::Failed, message));
            }
            Some(Ok(original)) if original == self.request.document => {}
            Some(Ok(_)) => return edited(format!("it is not what session {sid} holds")),
        }
        self.not_overtaken(&stored).await
    }

    /// A rotation planned before a newer password was made would take that one away again.
    async fn not_overtaken(&self, plan: &Session) -> Result<(), Ended> {
        let config = &self.request.document.config;
        if !config.rotate_password {
            return Ok(());
        }
        let (resource, role) = (&self.request.resource, config.role_name.as_str());
        let secrets = self.bench.store.role_secrets();
        let newest = secrets.current(resource, role).await;
        let newest = newest.map_err(OpsError::from)?;
        match newest.filter(|secret| secret.created_at > plan.started_at) {
            None => Ok(()),
            Some(secret) => Err(Ended::new(
                Status::Stale,
                format!(
                    "session {} gave the role a new password after this rotation was planned; plan again to rotate once more",
                    secret.sid
                ),
            )),
        }
    }
}
