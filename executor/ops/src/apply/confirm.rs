//! After the execution: is the cluster in sync, or what is left where it failed?

use std::sync::Arc;

use cluster::apply::{ApplyError, Fate, Links, Progress, Proof};
use cluster::connect::ConnectionParams;
use planner::session::StepRecord;
use planner::{Catalog, VerifiedPlan};

use super::ended::{Ended, is_unread};
use super::found::Found;
use super::journal::Word;
use super::needs_a_look;
use super::run::Run;
use super::settle::Remains;
use super::verify::which;
use crate::{ApplyStep, Event, OpsError, Status};

impl Run<'_> {
    /// Committed: the cluster, read afresh, is in sync, or somebody else has changed it since.
    pub(super) async fn prove_in_sync(
        &self,
        params: &ConnectionParams,
        links: &Links,
        plan: &VerifiedPlan,
        committed: (Proof, &Catalog),
    ) -> Ended {
        let applied = |note: &str| Ended::committed(Status::Success, format!("applied{note}"));
        let unseen = |error: OpsError| {
            let ended = applied(&format!(
                " and proved before the commit; it could not be looked at again: {error}"
            ));
            let cause = Some(Arc::new(error));
            Ended { cause, ..ended }
        };
        let config = plan.config().clone().rotated();
        let catalog = match self.as_committed(params, links, plan, committed).await {
            Ok(catalog) => catalog,
            Err(error) => return unseen(error),
        };
        let again = planner::plan(&config, &catalog);
        if let Ok(plan) = &again {
            self.notes().trail.digest_after = Some(plan.state_checksum.clone());
        }
        match again {
            Ok(plan) if plan.is_in_sync() => applied(" and verified in sync"),
            Ok(plan) => {
                let first = plan.steps.first().map(|s| s.reason.as_str());
                let first = first.unwrap_or_default();
                applied(&format!(
                    " and proved before the commit; it has drifted since, somebody else changed the cluster: {first}"
                ))
            }
            Err(error) if is_unread(&error) => unseen(OpsError::Unread(Box::new(error))),
            Err(error) => applied(&format!(
                " and proved before the commit; somebody else changed the cluster since: {error}"
            )),
        }
    }

    /// What is there now. What nobody has changed since it was proved is not read again.
    async fn as_committed(
        &self,
        params: &ConnectionParams,
        links: &Links,
        plan: &VerifiedPlan,
        (proof, verified): (Proof, &Catalog),
    ) -> Result<Catalog, OpsError> {
        let which = which(plan.config().clone());
        match Box::pin(links.as_proved(proof, verified, which)).await {
            Ok(Some(catalog)) => Ok(catalog),
            // It may be another try's.
            Ok(None) | Err(_) => self.snapshot(params, links).await,
        }
    }

    /// The execution failed. Where an answer is missing, or a part is committed, the cluster is
    /// looked at: the message says what is there, never what ought to be.
    pub(super) async fn failed(
        &self,
        params: &ConnectionParams,
        links: Links,
        progress: Progress,
        error: OpsError,
    ) -> Ended {
        let nothing = Progress::default();
        if progress == nothing && !needs_a_look(&error) {
            self.keep(links);
            return self.as_before(error).await;
        }
        let only_role = Progress {
            role_created: true,
            ..nothing
        };
        if progress == only_role && !needs_a_look(&error) && !links.any_closed() {
            self.enter(ApplyStep::DropRole);
            if self.take_back(&links).await.is_ok() {
                self.keep(links);
                return self.as_before(error).await;
            }
        }
        links.close().await;
        self.enter(ApplyStep::Look);
        match Box::pin(self.look(params)).await {
            Ok(Found::Before) => self.as_before(error).await,
            Ok(found) => {
                self.resolve_fates(&found);
                found.ended(&error.to_string(), Some(Arc::new(error)))
            }
            Err(why) => Ended::unresolved(&error.to_string(), why),
        }
    }

    /// Another has the role's lock by now, or has settled this apply: what it put on record counts.
    pub(super) async fn overtaken(&self, ended: Ended) -> Ended {
        self.let_go().await;
        let found = async { Box::pin(self.look(&self.params().await?)).await };
        match found.await {
            Ok(found) => {
                if found == Found::Before {
                    self.notes().made.clear();
                }
                self.resolve_fates(&found);
                found.ended(&ended.message, ended.cause)
            }
            Err(why) => Ended::unresolved(&ended.message, why),
        }
    }

    async fn take_back(&self, links: &Links) -> Result<(), OpsError> {
        self.journal(Word::DropRole, ()).await?;
        Ok(links.drop_role(self.role_name()).await?)
    }

    async fn as_before(&self, error: OpsError) -> Ended {
        self.remark("; nothing was changed");
        self.resolve_fates(&Found::Before);
        self.discard_password().await;
        self.role_is_gone().await;
        Ended::from(error)
    }

    /// What ran counts as the look says: a COMMIT that was never answered may have been done, and a
    /// role that was created may have gone again.
    fn resolve_fates(&self, found: &Found) {
        let counts = |(step, fate): &(StepRecord, Fate)| {
            let ran = matches!(fate, Fate::Done | Fate::Unanswered);
            let counts = found.has(step).filter(|_| ran)?;
            let now = if counts { Fate::Done } else { Fate::RolledBack };
            (now != *fate).then_some(now)
        };
        let now: Vec<_> = self.notes().steps.iter().map(counts).collect();
        let (sid, role) = self.named();
        for (number, fate) in now.into_iter().enumerate() {
            let (sid, role) = (sid.clone(), role.clone());
            let Some(fate) = fate else { continue };
            self.tell(Event::PlanStep {
                sid,
                role,
                number,
                took_us: None,
                fate,
            });
        }
    }

    /// On connections of its own: those of before may be broken, or stalled.
    async fn look(&self, params: &ConnectionParams) -> Result<Found, OpsError> {
        let written = self.bench.store.journal().of(&self.sid).await?;
        let mut remains = Remains::under_way(self, written);
        // Under another name: what is left of this apply is ended by its own.
        let mut params = params.clone();
        "rolewright".clone_into(&mut params.application_name);
        let params = &params;
        let links = Box::pin(remains.locked(params)).await?;
        let session = self.bench.store.sessions().get(&self.sid).await?;
        if session.finished_at.is_some() {
            // Whoever had the lock meanwhile took this apply for dead, ended it, and found out.
            self.keep(links);
            let status = Status::parse(&session.status).unwrap_or(Status::Failed);
            return Ok(Found::ByAnother(status, session.message));
        }
        let found = remains.settle(params, &links).await;
        if let Some(after) = remains.after.take() {
            self.notes().trail.digest_after = Some(after);
        }
        self.keep(links);
        found
    }
}

impl Ended {
    /// What is on the cluster is not known. The record stays open, for the next command on the role.
    fn unresolved(error: &str, why: OpsError) -> Self {
        let message = format!(
            "{error}; what is on the cluster is not known ({why}); it is looked at by the next plan or apply of the role"
        );
        Self {
            used: true,
            unresolved: true,
            cause: Some(Arc::new(why)),
            ..Self::new(Status::Failed, message)
        }
    }
}

impl From<ApplyError> for Ended {
    fn from(error: ApplyError) -> Self {
        OpsError::from(error).into()
    }
}
