//! What people say about plans. It is about that plan alone: a new plan has a new sid, and no approval.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Approval, Session, SessionKind, Verdict};
use utoipa::ToSchema;

use super::body::{Json, Named};
use super::moment;
use crate::access::Caller;
use crate::problem::{Kind, Problem};
use crate::state::{Hub, Shared};
use crate::work::needs_approval;

/// What somebody said about a plan.
#[derive(Serialize, ToSchema)]
pub(super) struct ApprovalOut {
    who: String,
    at: String,
    /// `approved` or `refused`.
    verdict: &'static str,
    note: String,
}

impl From<Approval> for ApprovalOut {
    fn from(approval: Approval) -> Self {
        Self {
            who: approval.who,
            at: moment(approval.at),
            verdict: approval.verdict.as_str(),
            note: approval.note,
        }
    }
}

/// What was said about a plan.
#[derive(Serialize, ToSchema)]
pub(super) struct Approvals {
    /// Whether it has to be approved before it is applied, and is not.
    needed: bool,
    /// Oldest first.
    approvals: Vec<ApprovalOut>,
}

/// What was said about a plan.
#[utoipa::path(get, path = "/api/v1/plans/{sid}/approvals", tag = "plans",
    params(("sid" = String, Path)), responses((status = 200, body = Approvals)))]
pub(super) async fn list(
    State(hub): State<Shared>,
    Named(sid): Named<String>,
) -> Result<Answer<Approvals>, Problem> {
    let plan = plan(&hub, &sid).await?;
    let approvals = hub.store().approvals().of(&plan.sid).await?;
    Ok(Answer(Approvals {
        needed: needs_approval(&hub, &plan).await?.is_some(),
        approvals: approvals.into_iter().map(ApprovalOut::from).collect(),
    }))
}

/// Somebody's word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    /// `approved` or `refused`.
    verdict: String,
    /// Why.
    #[serde(default)]
    note: String,
}

/// Approves a plan that somebody else made, or refuses it.
#[utoipa::path(post, path = "/api/v1/plans/{sid}/approvals", tag = "plans", request_body = Said,
    params(("sid" = String, Path)), responses((status = 201, body = ApprovalOut)))]
pub(super) async fn say(
    State(hub): State<Shared>,
    caller: Caller,
    Named(sid): Named<String>,
    Json(given): Json<Said>,
) -> Result<(StatusCode, Answer<ApprovalOut>), Problem> {
    let plan = plan(&hub, &sid).await?;
    let verdict = Verdict::parse(&given.verdict)
        .ok_or_else(|| Problem::bad("verdict is approved or refused"))?;
    if given.note.chars().count() > 2000 {
        return Err(Problem::bad("a note has at most 2000 characters"));
    }
    if plan.os_user == caller.user.name && verdict == Verdict::Approved {
        let detail = "a plan is approved by somebody else than whoever made it";
        return Err(Problem::new(Kind::NotAllowed, detail));
    }
    let approval = Approval {
        plan_sid: plan.sid,
        who: caller.user.name,
        at: Timestamp::now(),
        verdict,
        note: given.note,
    };
    hub.store().approvals().say(&approval).await?;
    Ok((StatusCode::CREATED, Answer(approval.into())))
}

async fn plan(hub: &Hub, sid: &str) -> Result<Session, Problem> {
    let session = hub.store().sessions().get(sid).await?;
    match session.kind == SessionKind::Plan && session.sid == sid {
        true => Ok(session),
        false => Err(Problem::not_found(format!("there is no plan {sid:?}"))),
    }
}
