//! Applies: each is a job's item, and a session once it is begun.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use planner::SessionDocument;
use planner::step::Risk;
use serde::Deserialize;
use store::{JobKind, NewItem, Session, SessionKind, StoreError};
use utoipa::ToSchema;

use super::body::Json;
use super::jobs::{self, JobOut};
use crate::access::Caller;
use crate::problem::{Kind, Problem};
use crate::state::{Hub, Shared};
use crate::work::ApplyTask;

/// A plan to apply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanToApply {
    /// The plan's session.
    sid: String,
    /// A person's word that a role may be taken over that was never made here.
    #[serde(default)]
    adopt: bool,
}

/// Plans to apply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewApplies {
    plans: Vec<PlanToApply>,
    /// A person's word that so many of them have something destructive in them.
    #[serde(default)]
    destructive: usize,
}

/// Applies plans, each exactly as it was reviewed. One that cannot be applied keeps no other from it.
#[utoipa::path(post, path = "/api/v1/applies", tag = "applies", request_body = NewApplies,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 202, body = JobOut)))]
pub(super) async fn add(
    State(hub): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    Json(given): Json<NewApplies>,
) -> Result<Response, Problem> {
    let mut seen = BTreeSet::new();
    let (mut items, mut destructive) = (Vec::new(), 0);
    for plan in given.plans {
        if !seen.insert(plan.sid.clone()) {
            return Err(Problem::bad(format!(
                "plan {} is in the list twice",
                plan.sid
            )));
        }
        let session = found(&hub, &plan.sid).await?;
        destructive += usize::from(session.as_ref().is_some_and(is_destructive));
        let task = ApplyTask {
            plan_sid: plan.sid,
            adopt: plan.adopt,
        };
        let task = serde_json::to_string(&task);
        let (resource, label) = session.map(|s| (s.resource, s.role_label)).unzip();
        items.push(NewItem {
            resource: resource.unwrap_or_default(),
            label: label.unwrap_or_default(),
            task: task.map_err(|error| Problem::bad(error.to_string()))?,
        });
    }
    if destructive != given.destructive && destructive > 0 {
        let detail = format!(
            "{destructive} of these plans have something destructive in them, and {} were confirmed",
            given.destructive
        );
        return Err(Problem::new(Kind::Unconfirmed, detail)
            .remedy("look at them, and give their number as `destructive`"));
    }
    jobs::begin(&hub, &caller, &headers, JobKind::Apply, items).await
}

/// The plan; `None` where there is none, which its item says.
async fn found(hub: &Hub, sid: &str) -> Result<Option<Session>, Problem> {
    match hub.store().sessions().get(sid).await {
        Ok(session) if session.kind == SessionKind::Plan && session.sid == sid => Ok(Some(session)),
        Ok(_)
        | Err(
            StoreError::NoSuchSession { .. }
            | StoreError::SidTooShort { .. }
            | StoreError::AmbiguousSid { .. }
            | StoreError::Untrue { .. },
        ) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether something is destructive in a plan.
pub(crate) fn is_destructive(plan: &Session) -> bool {
    let document = plan.document.as_deref();
    let document = document.and_then(|text| SessionDocument::from_yaml(text).ok());
    document.is_some_and(|document| {
        let mut steps = document.steps.iter();
        steps.any(|step| step.risk == Risk::Destructive)
    })
}
