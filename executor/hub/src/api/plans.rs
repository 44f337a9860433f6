//! Plans: each is a job's item, and a session once it is made.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use store::{JobKind, NewItem};
use utoipa::ToSchema;

use super::body::{Json, Named};
use super::jobs::{self, JobOut};
use crate::access::Caller;
use crate::problem::Problem;
use crate::state::Shared;
use crate::work::PlanTask;

/// Roles to plan.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPlans {
    /// As the items of a plan.yaml: `resource_name`, `type`, `role`, `scopes`, `privileges`, …
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
}

/// Plans roles. Nothing is changed on a cluster. One that is at fault keeps no other from being planned.
#[utoipa::path(post, path = "/api/v1/plans", tag = "plans", request_body = NewPlans,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 202, body = JobOut)))]
pub(super) async fn add(
    State(hub): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    Json(given): Json<NewPlans>,
) -> Result<Response, Problem> {
    let items: Result<Vec<_>, Problem> = given.items.into_iter().map(new_item).collect();
    jobs::begin(&hub, &caller, &headers, JobKind::Plan, items?).await
}

/// What a person reviews of a plan: what changes, statement by statement, with reasons and risks; the
/// same as a report of the command line holds.
#[utoipa::path(get, path = "/api/v1/plans/{sid}/review", tag = "plans",
    params(("sid" = String, Path)),
    responses((status = 200, body = Object, content_type = "application/json")))]
pub(super) async fn review(
    State(hub): State<Shared>,
    Named(sid): Named<String>,
) -> Result<Response, Problem> {
    let review = hub.store().reviews().get(&sid).await?;
    let review = review.ok_or_else(|| {
        Problem::not_found(format!("there is no review of plan {sid:?}"))
            .remedy("its session has the document")
    })?;
    let json = HeaderValue::from_static("application/json");
    let mut response = review.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}

fn new_item(item: Value) -> Result<NewItem, Problem> {
    let text = |key: &str| {
        let text = item.get(key).and_then(Value::as_str).unwrap_or_default();
        text.chars().take(200).collect::<String>()
    };
    let (resource, label) = (text("resource_name"), text("role"));
    let task = serde_json::to_string(&PlanTask { item });
    Ok(NewItem {
        resource,
        label,
        task: task.map_err(|error| Problem::bad(error.to_string()))?,
    })
}
