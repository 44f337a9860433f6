//! Plans: each is a job's item, and a session once it is made.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use store::{JobKind, NewItem};
use utoipa::ToSchema;

use super::body::Json;
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
