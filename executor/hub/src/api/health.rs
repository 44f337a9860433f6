//! Looking whether resources can be reached with their admin accounts.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use store::{JobKind, NewItem};
use utoipa::ToSchema;

use super::body::Json;
use super::jobs::{self, JobOut};
use crate::access::Caller;
use crate::problem::Problem;
use crate::state::Shared;

/// Resources to look at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ToLookAt {
    resources: Vec<String>,
}

/// Logs in to resources with their admin accounts, and says what is there.
#[utoipa::path(post, path = "/api/v1/health", tag = "accounts", request_body = ToLookAt,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 202, body = JobOut)))]
pub(super) async fn add(
    State(hub): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    Json(given): Json<ToLookAt>,
) -> Result<Response, Problem> {
    let items = given.resources.into_iter().map(|resource| NewItem {
        resource,
        label: String::new(),
        task: "{}".to_owned(),
    });
    jobs::begin(&hub, &caller, &headers, JobKind::Health, items.collect()).await
}
