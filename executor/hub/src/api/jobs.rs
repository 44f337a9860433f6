//! Work that outlives the request that asked for it.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{CANCELLED, Item, ItemFilter, Job, JobKind, NewItem, NewJob};
use utoipa::{IntoParams, ToSchema};

use super::body::{Json, Named, Params};
use super::{moment, page_size, parse_moment, version};
use crate::access::Caller;
use crate::problem::Problem;
use crate::state::{Hub, Shared};

/// Items of one job.
const MOST: usize = 50_000;

/// A job, and how far it is.
#[derive(Serialize, ToSchema)]
pub(super) struct JobOut {
    id: String,
    /// `plan`, `apply` or `health`.
    kind: &'static str,
    /// `running`, `finished` or `cancelled`.
    state: &'static str,
    /// Who asked for it.
    asked_by: String,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled_by: Option<String>,
    /// How many of its items are in each state.
    states: BTreeMap<String, u64>,
}

impl From<Job> for JobOut {
    fn from(job: Job) -> Self {
        Self {
            kind: job.kind.as_str(),
            state: match (job.finished_at, job.cancelled_at) {
                (_, Some(_)) => "cancelled",
                (None, None) => "running",
                (Some(_), None) => "finished",
            },
            asked_by: job.asked_by,
            created_at: moment(job.created_at),
            finished_at: job.finished_at.map(moment),
            cancelled_by: job.cancelled_by,
            states: job.states,
            id: job.id,
        }
    }
}

/// Keeps a job, and answers with it. `Idempotency-Key` has a request that comes twice make one job.
pub(super) async fn begin(
    hub: &Hub,
    caller: &Caller,
    headers: &HeaderMap,
    kind: JobKind,
    items: Vec<NewItem>,
) -> Result<Response, Problem> {
    if items.is_empty() {
        return Err(Problem::bad("there is nothing to do: the list is empty"));
    }
    if items.len() > MOST {
        return Err(Problem::bad(format!("a job has at most {MOST} items")));
    }
    let key = headers.get("idempotency-key").map(|key| {
        let key = key
            .to_str()
            .ok()
            .filter(|key| (1..=200).contains(&key.len()));
        key.ok_or_else(|| Problem::bad("Idempotency-Key is 1 to 200 characters of ASCII"))
    });
    let new = NewJob {
        kind,
        asked_by: caller.user.name.clone(),
        items,
    };
    let id = uuid::Uuid::new_v4().to_string();
    let job = hub.store().jobs().add(&id, &new, key.transpose()?).await?;
    hub.wake();
    let location = HeaderValue::from_str(&format!("/api/v1/jobs/{}", job.id));
    let mut response = (StatusCode::ACCEPTED, Answer(JobOut::from(job))).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Jobs, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Jobs {
    jobs: Vec<JobOut>,
}

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// Those asked for before this moment.
    before: Option<String>,
    /// 1 to 1000; 100 unless said otherwise.
    limit: Option<u32>,
}

/// The jobs, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", params(Which),
    responses((status = 200, body = Jobs)))]
pub(super) async fn list(
    State(hub): State<Shared>,
    Params(which): Params<Which>,
) -> Result<Answer<Jobs>, Problem> {
    let before = which.before.as_deref().map(parse_moment).transpose()?;
    let limit = page_size(which.limit)?;
    let jobs = hub.store().jobs().list(before, limit).await?;
    let jobs = jobs.into_iter().map(JobOut::from).collect();
    Ok(Answer(Jobs { jobs }))
}

/// A job, and how far it is.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path)),
    responses((status = 200, body = JobOut), (status = 304)))]
pub(super) async fn get(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let job = hub.store().jobs().get(&id).await?;
    Ok(version::answer(&headers, JobOut::from(job)))
}

/// One thing that a job does.
#[derive(Serialize, ToSchema)]
pub(super) struct ItemOut {
    /// Its place in the job, from 1.
    number: u64,
    resource: String,
    /// The role's label, or empty.
    label: String,
    /// `pending`, `running`, or how it ended: `in-sync`, `out-of-sync`, `success`, `skipped`, `stale`,
    /// `failed`, `cancelled`.
    state: String,
    /// One line for people.
    message: String,
    /// What came of it; what is in there depends on the kind of job.
    #[schema(value_type = Option<Object>)]
    result: Option<serde_json::Value>,
    /// The session that has it on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
}

impl From<Item> for ItemOut {
    fn from(item: Item) -> Self {
        let result = item.result.as_deref();
        Self {
            number: item.number,
            resource: item.resource,
            label: item.label,
            state: item.state,
            message: item.message,
            result: result.and_then(|text| serde_json::from_str(text).ok()),
            sid: item.sid,
            started_at: item.started_at.map(moment),
            finished_at: item.finished_at.map(moment),
        }
    }
}

/// Items of a job, in their order.
#[derive(Serialize, ToSchema)]
pub(super) struct Items {
    items: Vec<ItemOut>,
}

/// Which items.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct WhichItems {
    /// Those after this number.
    after: Option<u64>,
    /// Those in this state.
    state: Option<String>,
    /// 1 to 1000; 100 unless said otherwise.
    limit: Option<u32>,
}

/// What a job does, item by item.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/items", tag = "jobs",
    params(("id" = String, Path), WhichItems), responses((status = 200, body = Items)))]
pub(super) async fn items(
    State(hub): State<Shared>,
    Named(id): Named<String>,
    Params(which): Params<WhichItems>,
) -> Result<Answer<Items>, Problem> {
    let filter = ItemFilter {
        after: which.after.unwrap_or(0),
        state: which.state,
        limit: Some(page_size(which.limit)?),
    };
    hub.store().jobs().get(&id).await?;
    let items = hub.store().jobs().items(&id, &filter).await?;
    let items = items.into_iter().map(ItemOut::from).collect();
    Ok(Answer(Items { items }))
}

/// Breaks a job off: nothing more is begun, and what is under way is cancelled on the servers and taken
/// back.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = String, Path)),
    responses((status = 200, body = JobOut)))]
pub(super) async fn cancel(
    State(hub): State<Shared>,
    caller: Caller,
    Named(id): Named<String>,
) -> Result<Answer<JobOut>, Problem> {
    let job = hub.store().jobs().cancel(&id, &caller.user.name).await?;
    hub.wake();
    Ok(Answer(job.into()))
}

/// Which items are done again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Retry {
    /// Their numbers; without any, all that failed or were cancelled.
    #[serde(default)]
    numbers: Vec<u64>,
}

/// How many are done again.
#[derive(Serialize, ToSchema)]
pub(super) struct Retried {
    items: u64,
}

/// Does items again that failed or were cancelled.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/retry", tag = "jobs", request_body = Retry,
    params(("id" = String, Path)), responses((status = 200, body = Retried)))]
pub(super) async fn retry(
    State(hub): State<Shared>,
    Named(id): Named<String>,
    Json(given): Json<Retry>,
) -> Result<Answer<Retried>, Problem> {
    let jobs = hub.store().jobs();
    jobs.get(&id).await?;
    let all = jobs.items(&id, &ItemFilter::default()).await?;
    let asked = |item: &&Item| given.numbers.is_empty() || given.numbers.contains(&item.number);
    // What was applied is not applied again, nor what the cluster has moved away from.
    let again = |item: &&Item| matches!(item.state.as_str(), "failed" | CANCELLED);
    let numbers: Vec<_> = all
        .iter()
        .filter(asked)
        .filter(again)
        .map(|item| item.number)
        .collect();
    let items = jobs.again(&id, &numbers).await?;
    hub.wake();
    Ok(Answer(Retried { items }))
}
