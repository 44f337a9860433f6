//! What is to be applied, and what is settled already.

use std::path::Path;

use planner::SessionDocument;

use super::report::Applied;
use crate::error::{CommandError, ErrorKind};
use crate::files;
use ops::{ApplyRequest, ResultEntry, ResultFile, Status, Workbench};
use store::{SessionKind, StoreError};

/// One entry.
pub enum Job {
    /// To be applied.
    Todo(Box<ApplyRequest>),
    /// Nothing to apply, with the row that says why.
    Settled(Applied),
}

/// What a person says beside which plans.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// Log in with a new password.
    pub login_test: bool,
    /// Take over a role that is there and was never made here.
    pub adopt: bool,
}

/// Reads a result file.
///
/// # Errors
/// It cannot be read, or is none.
pub fn read(path: &Path) -> Result<ResultFile, CommandError> {
    let input = files::read(path, files::MADE)?;
    ResultFile::from_yaml(input.text()?)
        .map_err(|error| CommandError::from(error).within(&input.name))
}

/// The entries of a result file, in its order.
///
/// # Errors
/// The store cannot be read.
pub async fn from_file(
    file: ResultFile,
    how: How,
    workbench: &Workbench,
) -> Result<Vec<Job>, CommandError> {
    let mut jobs = Vec::new();
    for entry in file.results {
        jobs.push(match (entry.status, entry.session) {
            (Status::OutOfSync, Some(document)) => {
                let facts = facts(workbench, &document.sid).await?;
                todo(entry.resource_name, document, facts, how)
            }
            (_, session) => Job::Settled(settled(ResultEntry { session, ..entry })),
        });
    }
    Ok(jobs)
}

/// The plan of a session. A name other than the plan's is left for the apply to refuse, so that the
/// refusal is on record.
///
/// # Errors
/// No such plan, or one that failed.
pub async fn from_session(
    sid: &str,
    name: Option<&str>,
    how: How,
    workbench: &Workbench,
) -> Result<Job, CommandError> {
    let session = workbench.store.sessions().get(sid).await?;
    let error = |message: String| CommandError::new(ErrorKind::Error, message);
    if session.kind != SessionKind::Plan {
        let plan = session
            .plan_sid
            .map(|sid| format!("; its plan is {sid}"))
            .unwrap_or_default();
        let message = format!(
            "session {} is no plan but of kind {}{plan}",
            session.sid,
            session.kind.as_str()
        );
        return Err(error(message));
    }
    let Some(text) = session.document else {
        return Err(
            error(format!("plan {} failed: {}", session.sid, session.message))
                .hint("make a fresh plan"),
        );
    };
    let document = SessionDocument::from_yaml(&text)?;
    let resource = name.map_or_else(|| document.resource.as_str().to_owned(), str::to_owned);
    if session.status == Status::InSync.as_str() && resource == document.resource.as_str() {
        return Ok(Job::Settled(in_sync(
            session.sid,
            resource,
            session.role_name,
        )));
    }
    let facts = session
        .facts
        .and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(todo(resource, document, facts, how))
}

fn todo(resource: String, document: SessionDocument, facts: Option<String>, how: How) -> Job {
    Job::Todo(Box::new(ApplyRequest {
        resource,
        document,
        facts,
        login_test: how.login_test,
        adopt: how.adopt,
    }))
}

/// What this store kept with the plan, where this store made it.
async fn facts(workbench: &Workbench, sid: &str) -> Result<Option<String>, CommandError> {
    match workbench.store.sessions().get(sid).await {
        Ok(session) => Ok(session
            .facts
            .and_then(|bytes| String::from_utf8(bytes).ok())),
        Err(StoreError::NoSuchSession { .. } | StoreError::SidTooShort { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn settled(entry: ResultEntry) -> Applied {
    match entry.status {
        Status::InSync => in_sync(entry.sid, entry.resource_name, entry.role_name),
        status => Applied {
            sid: entry.sid.clone(),
            plan_sid: entry.sid,
            resource: entry.resource_name,
            role_name: entry.role_name,
            // Only a plan that failed has neither document nor in-sync; nothing else is let through.
            status: Status::Failed.as_str(),
            message: match (status, entry.message.as_str()) {
                (Status::Failed, "") => "planning failed".to_owned(),
                (Status::Failed, why) => format!("planning failed: {why}"),
                _ => format!(
                    "the file says {}, which is nothing to apply; plan again",
                    status.as_str()
                ),
            },
            password_stored: false,
            password_handed_over: None,
            edited: false,
        },
    }
}

fn in_sync(sid: String, resource: String, role_name: String) -> Applied {
    Applied {
        sid: sid.clone(),
        plan_sid: sid,
        resource,
        role_name,
        status: Status::Skipped.as_str(),
        message: "in sync when it was planned; not looked at again, plan again to see".to_owned(),
        password_stored: false,
        password_handed_over: None,
        edited: false,
    }
}
