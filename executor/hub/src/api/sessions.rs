//! The record.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::{Kept, Session, SessionKind, SessionPage};
use utoipa::{IntoParams, ToSchema};

use super::body::{Named, Params};
use super::{moment, page_size, parse_moment, version};
use crate::problem::Problem;
use crate::state::Shared;

/// A session.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionOut {
    sid: String,
    /// `plan`, `apply` or `reveal`.
    kind: &'static str,
    resource: String,
    role_label: String,
    role_name: String,
    /// `running`, `in-sync`, `out-of-sync`, `success`, `skipped`, `stale`, `failed`.
    status: String,
    message: String,
    /// For an apply, the plan that it applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan_sid: Option<String>,
    started_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    /// For a plan, until when it may be applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    by: String,
}

impl From<Session> for SessionOut {
    fn from(session: Session) -> Self {
        Self {
            sid: session.sid,
            kind: session.kind.as_str(),
            resource: session.resource,
            role_label: session.role_label,
            role_name: session.role_name,
            status: session.status,
            message: session.message,
            plan_sid: session.plan_sid,
            started_at: moment(session.started_at),
            finished_at: session.finished_at.map(moment),
            expires_at: session.expires_at.map(moment),
            by: session.os_user,
        }
    }
}

/// Sessions, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Sessions {
    sessions: Vec<SessionOut>,
    /// What `cursor` is for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Which sessions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    resource: Option<String>,
    /// By label or by name.
    role: Option<String>,
    /// `plan`, `apply` or `reveal`.
    kind: Option<String>,
    status: Option<String>,
    by: Option<String>,
    /// Begun at this moment or later.
    from: Option<String>,
    /// Begun before.
    to: Option<String>,
    /// In message, role or resource; whatever its case.
    q: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 1000; 100 unless said otherwise.
    limit: Option<u32>,
}

impl Which {
    fn page(self) -> Result<SessionPage, Problem> {
        let kind = self.kind.map(|kind| match kind.as_str() {
            "plan" => Ok(SessionKind::Plan),
            "apply" => Ok(SessionKind::Apply),
            "reveal" => Ok(SessionKind::Reveal),
            _ => Err(Problem::bad("kind is plan, apply or reveal")),
        });
        let after = self.cursor.map(|cursor| {
            let both = cursor.split_once(' ');
            let both = both.and_then(|(at, sid)| Some((at.parse().ok()?, sid.to_owned())));
            both.ok_or_else(|| Problem::bad("cursor is not what a page has given"))
        });
        Ok(SessionPage {
            resource: self.resource,
            role: self.role,
            kind: kind.transpose()?,
            status: self.status,
            by: self.by,
            from: self.from.as_deref().map(parse_moment).transpose()?,
            to: self.to.as_deref().map(parse_moment).transpose()?,
            text: self.q.filter(|text| !text.trim().is_empty()),
            after: after.transpose()?,
            limit: page_size(self.limit)?,
        })
    }
}

/// A page of the record, newest first.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions", params(Which),
    responses((status = 200, body = Sessions)))]
pub(super) async fn list(
    State(hub): State<Shared>,
    Params(which): Params<Which>,
) -> Result<Answer<Sessions>, Problem> {
    let page = which.page()?;
    let sessions = hub.store().sessions().page(&page).await?;
    let full = u32::try_from(sessions.len()).is_ok_and(|many| many == page.limit);
    let last = sessions.last().filter(|_| full);
    let next = last.map(|last| format!("{} {}", last.started_at, last.sid));
    let sessions = sessions.into_iter().map(SessionOut::from).collect();
    Ok(Answer(Sessions { sessions, next }))
}

/// A session, whole.
#[derive(Serialize, ToSchema)]
pub(super) struct WholeSession {
    session: SessionOut,
    /// The session document, YAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    /// What the chain of the record says of it.
    proof: String,
    /// Whether it is what was recorded.
    proved: bool,
    /// The host that it was done from.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// The account that looked at the cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    admin_account: Option<String>,
}

/// A session by its sid, or by what only its sid begins with.
#[utoipa::path(get, path = "/api/v1/sessions/{sid}", tag = "sessions",
    params(("sid" = String, Path)),
    responses((status = 200, body = WholeSession), (status = 304)))]
pub(super) async fn get(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(sid): Named<String>,
) -> Result<Response, Problem> {
    let kept = hub.store().sessions().look(&sid).await?;
    let Kept {
        mut session,
        trail,
        proof,
        ..
    } = kept;
    let whole = WholeSession {
        document: session.document.take(),
        proof: proof.to_string(),
        proved: proof.holds(),
        host: trail.host_name,
        admin_account: trail.admin_account,
        session: session.into(),
    };
    Ok(version::answer(&headers, whole))
}

/// The session document.
#[utoipa::path(get, path = "/api/v1/sessions/{sid}/document", tag = "sessions",
    params(("sid" = String, Path)),
    responses((status = 200, body = String, content_type = "application/yaml")))]
pub(super) async fn document(
    State(hub): State<Shared>,
    Named(sid): Named<String>,
) -> Result<Response, Problem> {
    let session = hub.store().sessions().get(&sid).await?;
    let document = session
        .document
        .ok_or_else(|| Problem::not_found(format!("session {} has no document", session.sid)))?;
    let name = format!("attachment; filename=\"session-{}.yaml\"", session.sid);
    let mut response = document.into_response();
    let headers = response.headers_mut();
    let yaml = HeaderValue::from_static("application/yaml");
    headers.insert(header::CONTENT_TYPE, yaml);
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
