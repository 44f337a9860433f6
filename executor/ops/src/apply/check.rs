//! The plan itself, before the cluster is looked at: it holds together, and is what this store made.

use planner::SessionDocument;
use planner::verify::{Refusal, check_document};
use store::{Session, StoreError};

use super::ended::Ended;
use super::run::Run;
use crate::{OpsError, Status, Workbench};

/// A plan of before the store sealed its plans has no seal to compare.
fn same_plan(original: &SessionDocument, given: &SessionDocument) -> bool {
    let unsealed = |document: &SessionDocument| SessionDocument {
        store_seal: None,
        ..document.clone()
    };
    original == given || unsealed(original) == unsealed(given)
}

impl Workbench {
    /// True where the document has the seal of this store.
    pub(super) fn is_genuine(&self, document: &SessionDocument) -> bool {
        let seal = document.store_seal.as_deref();
        seal.is_some_and(|seal| self.store.is_seal(document.sealed_text().as_bytes(), seal))
            && document.seal() == document.plan_checksum
    }
}

impl Run<'_> {
    /// It was not edited, is meant for this resource, and its role's name is the one that follows.
    /// Whether it has expired, the server's clock says.
    pub(super) fn check_plan(&self) -> Result<(), Ended> {
        check_document(&self.request.document, self.moment())?;
        if !self.genuine() {
            self.check_name()?;
        }
        Ok(())
    }

    /// A plan this store made is compared with what it made.
    pub(super) async fn compare_with_store(&self) -> Result<(), Ended> {
        let sid = &self.request.document.sid;
        let stored = match self.bench.store.sessions().get(sid).await {
            Ok(stored) => stored,
            Err(StoreError::NoSuchSession { .. }) => return self.made_elsewhere(),
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
            Some(Ok(original)) if same_plan(&original, &self.request.document) => {}
            Some(Ok(_)) => return edited(format!("it is not what session {sid} holds")),
        }
        self.not_used_up().await?;
        self.not_overtaken(&stored).await
    }

    /// This store has no session of the plan: it can only plan anew, and compare.
    fn made_elsewhere(&self) -> Result<(), Ended> {
        if self.genuine() {
            let gone = "this store made it, and its session is gone from the record".to_owned();
            return Err(Refusal::Edited(gone).into());
        }
        if self.request.document.config.rotate_password {
            return Err(OpsError::ForeignRotation.into());
        }
        self.remark("; the plan was made elsewhere, so what was applied was planned here anew");
        Ok(())
    }

    /// A rotation planned before a newer password was made would take that one away again.
    async fn not_overtaken(&self, plan: &Session) -> Result<(), Ended> {
        let config = &self.request.document.config;
        if !config.rotate_password {
            return Ok(());
        }
        let secrets = self.bench.store.role_secrets();
        for name in self.request.document.role_config().sign_in_names() {
            let newest = secrets.current(&self.request.resource, name.as_str()).await;
            let newest = newest.map_err(OpsError::from)?;
            if let Some(secret) = newest.filter(|secret| secret.created_at > plan.started_at) {
                return Err(Ended::new(
                    Status::Stale,
                    format!(
                        "session {} gave the role a new password after this rotation was planned; plan again to rotate once more",
                        secret.sid
                    ),
                ));
            }
        }
        Ok(())
    }
}
