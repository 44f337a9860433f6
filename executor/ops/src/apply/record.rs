//! The record of an apply.

use planner::SessionDocument;

use super::ended::Ended;
use super::run::Run;
use crate::{ApplyEntry, Event, OpsError};

impl Run<'_> {
    /// Writes it: the end of every apply.
    pub(super) async fn record(&self, mut ended: Ended) -> Result<ApplyEntry, OpsError> {
        ended.message.push_str(&self.journal().remarks);
        let (sid, role) = self.named();
        self.tell(Event::Ended {
            sid,
            role,
            status: ended.status,
            message: ended.message.clone(),
        });
        let record = self.document(&ended);
        let text = record.to_yaml().ok();
        let (status, text) = (ended.status.as_str(), text.as_deref());
        let sessions = self.bench.store.sessions();
        sessions
            .finish(&self.sid, status, &ended.message, text)
            .await?;
        Ok(ApplyEntry {
            sid: self.sid.clone(),
            plan_sid: self.request.document.sid.clone(),
            resource: self.request.resource.clone(),
            role_name: self.role_name().as_str().to_owned(),
            status: ended.status,
            message: ended.message,
            cause: ended.cause,
            password_stored: self.journal().password_stored,
            document: Some(record),
        })
    }

    /// The plan's document with the statements that were run and what became of each.
    fn document(&self, ended: &Ended) -> SessionDocument {
        let mut record = self.request.document.clone();
        record.sid.clone_from(&self.sid);
        record.steps.clear();
        record.command_output.clear();
        for (step, fate) in &self.journal().steps {
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
        record
    }
}
