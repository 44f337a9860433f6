//! The record of an apply.

use planner::SessionDocument;
use store::{Outcome, StoreError, UseState};

use super::ended::Ended;
use super::run::Run;
use crate::{ApplyEntry, Event, Status};

impl Run<'_> {
    /// Writes it: the end of every apply. Where the store cannot be written, what happened on the
    /// cluster still comes first.
    pub(super) async fn record(&self, mut ended: Ended) -> ApplyEntry {
        ended.message.push_str(&self.notes().remarks);
        let mut record = self.document(&ended);
        let mut finished = self.finish(&ended, record.as_ref()).await;
        if finished.as_ref().is_err_and(StoreError::is_overtaken) {
            ended = Box::pin(self.overtaken(ended)).await;
            record = self.document(&ended);
            finished = self.finish(&ended, record.as_ref()).await;
        }
        if let Err(error) = finished {
            self.store_failed("the session could not be recorded", &error);
        }
        for failure in &self.notes().store_failures {
            ended.message.push_str(&format!("; but {failure}"));
            ended.status = Status::Failed;
        }
        let (sid, role) = self.named();
        self.tell(Event::Ended {
            sid,
            role,
            status: ended.status,
            message: ended.message.clone(),
        });
        // Once: a guard lives as long as the expression that it is made in.
        let (password_stored, password_handed_over) = {
            let notes = self.notes();
            (notes.password_stored, notes.password_handed_over)
        };
        ApplyEntry {
            sid: self.sid.clone(),
            plan_sid: self.request.document.sid.clone(),
            resource: self.request.resource.clone(),
            role_name: self.role_name().as_str().to_owned(),
            status: ended.status,
            message: ended.message,
            cause: ended.cause,
            password_stored,
            password_handed_over,
            document: record,
        }
    }

    /// The record, the use of the plan, and that the role is ours: all of it, or none.
    async fn finish(
        &self,
        ended: &Ended,
        record: Option<&SessionDocument>,
    ) -> Result<(), StoreError> {
        if ended.unresolved || ended.on_record {
            return Ok(()); // Whoever finds out says so.
        }
        let text = record.and_then(|record| record.to_yaml().ok());
        let state = match ended.used {
            true => UseState::Applied,
            false => UseState::Released,
        };
        let (claim, made, trail) = {
            let notes = self.notes();
            (notes.claim.clone(), notes.made.clone(), notes.trail.clone())
        };
        let outcome = Outcome {
            status: ended.status.as_str(),
            message: &ended.message,
            document: text.as_deref(),
            plan: claim.as_ref().map(|claim| (claim, state)),
            made: &made,
            trail,
        };
        let sessions = self.bench.store.sessions();
        sessions.finish(&self.standing_to_end(), outcome).await
    }

    /// The plan as it was made again, with the statements that were run and what became of each;
    /// where it did not come to that, the plan as it was given, if it is this store's own.
    fn document(&self, ended: &Ended) -> Option<SessionDocument> {
        let notes = self.notes();
        let given = || self.genuine().then(|| self.request.document.clone());
        let mut record = notes.document.clone().or_else(given)?;
        record.sid.clone_from(&self.sid);
        record.steps.clear();
        record.command_output.clear();
        for (step, fate) in &notes.steps {
            let database = step.database.as_ref();
            let before = database.map_or_else(String::new, |d| format!("{d}: "));
            let line = format!("{before}{} -- {fate}\n", step.sql);
            record.command_output.push_str(&line);
            let mut step = step.clone();
            step.result = Some(fate.to_string());
            record.steps.push(step);
        }
        let last = format!("{}: {}\n", ended.status.as_str(), ended.message);
        record.command_output.push_str(&last);
        Some(record)
    }
}
