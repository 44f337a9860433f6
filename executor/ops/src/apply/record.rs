//! The record of an apply.

use planner::SessionDocument;

use super::ended::Ended;
use super::run::Run;
use crate::{ApplyEntry, Event, Status};

impl Run<'_> {
    /// Writes it: the end of every apply. Where the store cannot be written, what happened on the
    /// cluster still comes first.
    pub(super) async fn record(&self, mut ended: Ended) -> ApplyEntry {
        ended.message.push_str(&self.notes().remarks);
        let record = self.document(&ended);
        if !ended.unresolved && !ended.on_record {
            let text = record.as_ref().and_then(|record| record.to_yaml().ok());
            let (status, text) = (ended.status.as_str(), text.as_deref());
            let sessions = self.bench.store.sessions();
            let finished = sessions.finish(&self.sid, status, &ended.message, text);
            if let Err(error) = finished.await {
                self.store_failed(&format!("the session could not be recorded: {error}"));
            }
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
