//! The rules of the hub.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::ApprovalPolicy;
use utoipa::ToSchema;

use super::body::Json;
use crate::access::Caller;
use crate::problem::Problem;
use crate::state::Shared;

/// Which plans somebody else has to approve before they are applied.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Approval {
    /// `nothing`, `destructive` or `everything`.
    plans: String,
}

/// Which plans need somebody else's approval.
#[utoipa::path(get, path = "/api/v1/policies/approval", tag = "policies",
    responses((status = 200, body = Approval)))]
pub(super) async fn get(State(hub): State<Shared>) -> Result<Answer<Approval>, Problem> {
    let policy = hub.store().policies().approval().await?;
    let plans = policy.as_str().to_owned();
    Ok(Answer(Approval { plans }))
}

/// Says which plans need somebody else's approval, from now on.
#[utoipa::path(put, path = "/api/v1/policies/approval", tag = "policies", request_body = Approval,
    responses((status = 200, body = Approval)))]
pub(super) async fn set(
    State(hub): State<Shared>,
    caller: Caller,
    Json(given): Json<Approval>,
) -> Result<Answer<Approval>, Problem> {
    let policy = ApprovalPolicy::parse(&given.plans)
        .ok_or_else(|| Problem::bad("plans is nothing, destructive or everything"))?;
    let policies = hub.store().policies();
    policies.set_approval(policy, &caller.user.name).await?;
    Ok(Answer(given))
}
