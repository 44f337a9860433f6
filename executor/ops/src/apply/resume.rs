//! Finishing what an apply left half done: its own plan, as far as it is still to be done.

use std::collections::BTreeSet;

use cluster::apply::{ApplyError, Links};
use planner::SessionDocument;
use store::{Session, SessionKind};

use super::ApplyRequest;
use crate::{ApplyEntry, Extent, Listener, OpsError, Status, Workbench};

/// What there was to resume.
#[derive(Debug)]
pub enum Resumed {
    /// It was found out how the apply ended; nothing is left to do.
    Settled(Box<Session>),
    /// It was found out how the apply ended, and the rest of its plan was applied.
    Finished(Box<Session>, Box<ApplyEntry>),
    /// What is left is not a part of what was reviewed: a new plan is needed. The session that says so.
    NeedsAPlan(Box<Session>),
}

impl Workbench {
    /// Finds out what became of an apply, and applies what is left of its plan, where that is part
    /// of what was reviewed.
    ///
    /// # Errors
    /// No such apply, or the resource cannot be looked at.
    pub async fn resume(&self, sid: &str, listener: &Listener) -> Result<Resumed, OpsError> {
        let session = Box::new(self.settle(sid).await?);
        if session.finished_at.is_none() {
            return Err(OpsError::StillRunning(session.sid));
        }
        let document = session.document.as_deref();
        let document = document.and_then(|text| SessionDocument::from_yaml(text).ok());
        let Some(document) = document else {
            return Ok(Resumed::Settled(session));
        };
        // A password that was made is made no second time.
        let config = document.role_config().rotated();
        let planned = self.plan(&[config], Extent::Document, listener).await?;
        let Some(planned) = planned.into_iter().next() else {
            return Ok(Resumed::Settled(session));
        };
        let left = match (planned.status, planned.document) {
            (Status::OutOfSync, Some(left)) => left,
            (Status::InSync, _) => return Ok(Resumed::Settled(session)),
            _ => return Ok(Resumed::NeedsAPlan(session)),
        };
        let reviewed: BTreeSet<_> = document
            .steps
            .iter()
            .map(|s| (&s.database, &s.sql))
            .collect();
        if !left
            .steps
            .iter()
            .all(|s| reviewed.contains(&(&s.database, &s.sql)))
        {
            return Ok(Resumed::NeedsAPlan(session));
        }
        let request = ApplyRequest {
            resource: session.resource.clone(),
            document: left,
            facts: None,
            login_test: true,
            adopt: false,
        };
        let entry = self.apply(request, listener).await?;
        Ok(Resumed::Finished(session, Box::new(entry)))
    }

    /// Finds out what became of an apply, and changes nothing but what it left half done. Where it is
    /// still under way, the session says so.
    ///
    /// # Errors
    /// No such apply, or the resource cannot be looked at.
    pub async fn settle(&self, sid: &str) -> Result<Session, OpsError> {
        let sessions = self.store.sessions();
        let session = sessions.get(sid).await?;
        if session.kind != SessionKind::Apply {
            return Err(OpsError::NoApply(session.sid));
        }
        Box::pin(self.settle_role(&session.resource, &session.role_name)).await?;
        Ok(sessions.get(&session.sid).await?)
    }

    /// Finds out what became of the applies of a role that have not said how they ended. Those under
    /// way are left alone: they hold the role's lock.
    ///
    /// # Errors
    /// The resource cannot be looked at.
    pub(crate) async fn settle_role(&self, resource: &str, role: &str) -> Result<(), OpsError> {
        if self
            .store
            .sessions()
            .unfinished(resource, role)
            .await?
            .is_empty()
        {
            return Ok(());
        }
        let params = self.params(resource).await?;
        let mut links = Links::open(&params, &BTreeSet::new(), self.connections).await?;
        let (name, at_once) = (role.into(), std::time::Duration::ZERO);
        let locked = self.lock_role((&params, &mut links), &name, at_once);
        match locked.await {
            Ok(()) => {}
            Err(OpsError::Apply(error)) if matches!(*error, ApplyError::Locked { .. }) => {
                links.close().await;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        let me = uuid::Uuid::new_v4().to_string();
        let settled = async {
            let hold = self.store.hold(resource, role, &me).await?;
            let on = (&params, &links, &hold);
            Box::pin(self.settle_dead(resource, role, None, on)).await
        }
        .await;
        links.close().await;
        settled.map(drop)
    }
}
