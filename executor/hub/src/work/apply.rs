//! Applies a plan; and finds out what became of one whose process is gone.

use jiff::Timestamp;
use ops::{ApplyEntry, ApplyRequest, Status};
use planner::SessionDocument;
use serde::{Deserialize, Serialize};
use store::{ApprovalPolicy, Done, Item, Session, SessionFilter, SessionKind, StoreError, Verdict};

use super::report::Report;
use super::{Hands, failed};
use crate::api::is_destructive;
use crate::problem::Problem;
use crate::state::Hub;
use crate::words;

/// What is to be applied.
#[derive(Serialize, Deserialize)]
pub(crate) struct ApplyTask {
    /// The plan's session.
    pub plan_sid: String,
    /// A person's word that a role may be taken over that was never made here.
    pub adopt: bool,
}

pub(super) async fn apply(hands: &Hands<'_>) -> Result<(), StoreError> {
    let Some(item) = hands.lease.items.first() else {
        return Ok(());
    };
    if let Some(why) = hands.refused().await? {
        return hands.all_failed(&why).await;
    }
    if hands.bench.interrupt.is_asked() {
        return hands.give_back().await;
    }
    let request = match request(hands, item).await? {
        Ok(request) => request,
        Err(done) => return hands.finish(vec![(item, done)]).await,
    };
    let report = Report::default();
    let listener = report.listener();
    let applied = tokio::select! {
        applied = Box::pin(hands.bench.apply(request, &listener)) => applied,
        () = report.tell(hands.hub, item, hands.lease.token) => return Ok(()),
    };
    let done = match applied {
        Ok(entry) => done(entry),
        Err(error) => failed(Problem::from(error).line()),
    };
    hands.finish(vec![(item, done)]).await
}

/// What is asked of the protocol; or how it ends at once.
async fn request(hands: &Hands<'_>, item: &Item) -> Result<Result<ApplyRequest, Done>, StoreError> {
    let Ok(task) = serde_json::from_str::<ApplyTask>(&item.task) else {
        return Ok(Err(failed("the task of this item makes no sense")));
    };
    let session = match hands.bench.store.sessions().get(&task.plan_sid).await {
        Ok(session) => session,
        Err(error @ StoreError::Untrue { .. }) => return Ok(Err(failed(error.to_string()))),
        Err(
            error @ (StoreError::NoSuchSession { .. }
            | StoreError::SidTooShort { .. }
            | StoreError::AmbiguousSid { .. }),
        ) => return Ok(Err(failed(format!("{error}; make a plan first")))),
        Err(error) => return Err(error),
    };
    if session.kind != SessionKind::Plan || session.sid != task.plan_sid {
        return Ok(Err(failed(format!("session {} is no plan", task.plan_sid))));
    }
    if session.status == Status::InSync.as_str() {
        return Ok(Err(Done {
            state: Status::Skipped.as_str().to_owned(),
            message: "in sync when it was planned; not looked at again".to_owned(),
            ..Done::default()
        }));
    }
    let document = session.document.as_deref();
    let Some(document) = document.and_then(|text| SessionDocument::from_yaml(text).ok()) else {
        return Ok(Err(failed(format!("planning failed: {}", session.message))));
    };
    match needs_approval(hands.hub, &session).await {
        Ok(None) => {}
        Ok(Some(why)) => return Ok(Err(failed(why))),
        Err(problem) => return Ok(Err(failed(problem.line()))),
    }
    Ok(Ok(ApplyRequest {
        resource: document.resource.as_str().to_owned(),
        document,
        facts: session
            .facts
            .and_then(|bytes| String::from_utf8(bytes).ok()),
        login_test: true,
        adopt: task.adopt,
    }))
}

/// Why a plan may not be applied yet: somebody else has to approve it, or has refused it.
pub(crate) async fn needs_approval(hub: &Hub, plan: &Session) -> Result<Option<String>, Problem> {
    let policy = hub.store().policies().approval().await?;
    let said = hub.store().approvals().of(&plan.sid).await?;
    if let Some(no) = said.iter().find(|one| one.verdict == Verdict::Refused) {
        return Ok(Some(format!("{} refused this plan: {}", no.who, no.note)));
    }
    let asked = match policy {
        ApprovalPolicy::Nothing => false,
        ApprovalPolicy::Destructive => is_destructive(plan),
        ApprovalPolicy::Everything => true,
    };
    let others = |who: &str| who != plan.os_user;
    if !asked || said.iter().any(|one| others(&one.who)) {
        return Ok(None);
    }
    Ok(Some(format!(
        "this plan has to be approved by somebody other than {}, who made it",
        plan.os_user
    )))
}

fn done(entry: ApplyEntry) -> Done {
    let remedy = entry
        .cause
        .as_ref()
        .and_then(|cause| words::operation(cause));
    let message = match remedy {
        Some(remedy) => format!("{}; {remedy}", entry.message),
        None => entry.message,
    };
    let result = serde_json::json!({
        "role_name": entry.role_name,
        "plan_sid": entry.plan_sid,
        "password_stored": entry.password_stored,
        "password_handed_over": entry.password_handed_over,
    });
    Done {
        state: entry.status.as_str().to_owned(),
        message,
        result: Some(result.to_string()),
        sid: Some(entry.sid),
    }
}

/// The process that applied it is gone, or was too slow. Nothing is run again: the record and the
/// cluster say what became of it. Where it was never begun it is anybody's to begin.
pub(super) async fn resolve(hands: &Hands<'_>) -> Result<(), StoreError> {
    let Some(item) = hands.lease.items.first() else {
        return Ok(());
    };
    let Ok(task) = serde_json::from_str::<ApplyTask>(&item.task) else {
        return hands
            .all_failed("the task of this item makes no sense")
            .await;
    };
    let Some(begun) = begun(hands, item, &task).await? else {
        return hands.give_back().await;
    };
    let session = match begun.finished_at {
        Some(_) => begun,
        None => match hands.bench.settle(&begun.sid).await {
            Ok(session) if session.finished_at.is_some() => session,
            // Its process lives and has the role's lock: the lease lapses, and is looked at again.
            Ok(_) => return Ok(()),
            Err(error) => {
                let why = Problem::from(error).line();
                tracing::warn!(
                    sid = begun.sid,
                    why,
                    "what became of an apply is not known yet"
                );
                return Ok(());
            }
        },
    };
    let done = Done {
        state: session.status.clone(),
        message: session.message.clone(),
        result: None,
        sid: Some(session.sid),
    };
    hands.finish(vec![(item, done)]).await
}

/// The apply of this item, as the record has it: by its sid where that is known, else the one of the
/// plan that was begun since the item was.
async fn begun(
    hands: &Hands<'_>,
    item: &Item,
    task: &ApplyTask,
) -> Result<Option<Session>, StoreError> {
    let sessions = hands.bench.store.sessions();
    if let Some(sid) = &item.sid {
        return match sessions.get(sid).await {
            Ok(session) => Ok(Some(session)),
            Err(StoreError::NoSuchSession { .. }) => Ok(None),
            Err(error) => Err(error),
        };
    }
    let filter = SessionFilter {
        resource: Some(item.resource.clone()),
        kind: Some(SessionKind::Apply),
        ..SessionFilter::default()
    };
    let since = item.started_at.unwrap_or(Timestamp::MIN);
    let all = sessions.list(&filter).await?.into_iter();
    Ok(all
        .filter(|session| session.started_at >= since)
        .find(|session| session.plan_sid.as_deref() == Some(&task.plan_sid)))
}
