//! What was asked of the hub.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::Attempt;
use utoipa::{IntoParams, ToSchema};

use super::body::Params;
use super::{moment, page_size};
use crate::problem::Problem;
use crate::state::Shared;

/// Something that somebody asked for, and what became of it.
#[derive(Serialize, ToSchema)]
pub(super) struct AttemptOut {
    /// Its place in the order.
    number: i64,
    at: String,
    /// The user's name, or the one that was given to log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    via: String,
    address: String,
    method: String,
    path: String,
    status: u16,
    /// The code of the problem; empty where it was done.
    problem: String,
}

impl From<(i64, Attempt)> for AttemptOut {
    fn from((number, attempt): (i64, Attempt)) -> Self {
        Self {
            number,
            at: moment(attempt.at),
            who: attempt.who,
            via: attempt.via,
            address: attempt.address,
            method: attempt.method,
            path: attempt.path,
            status: attempt.status,
            problem: attempt.problem,
        }
    }
}

/// Attempts, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Attempts {
    attempts: Vec<AttemptOut>,
}

/// Which attempts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// Those before this number.
    before: Option<i64>,
    /// 1 to 1000; 100 unless said otherwise.
    limit: Option<u32>,
}

/// What was asked for that would have changed something, and what was refused.
#[utoipa::path(get, path = "/api/v1/attempts", tag = "users", params(Which),
    responses((status = 200, body = Attempts)))]
pub(super) async fn list(
    State(hub): State<Shared>,
    Params(which): Params<Which>,
) -> Result<Answer<Attempts>, Problem> {
    let limit = page_size(which.limit)?;
    let attempts = hub.store().attempts().list(which.before, limit).await?;
    let attempts = attempts.into_iter().map(AttemptOut::from).collect();
    Ok(Answer(Attempts { attempts }))
}
