//! What happens with jobs, as it happens: server-sent events, with nothing missed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use serde::Deserialize;
use store::JobEvent;
use utoipa::IntoParams;

use super::body::Params;
use crate::problem::Problem;
use crate::state::Shared;

/// Events of other processes that work on the same store are looked for this often.
const LOOK: Duration = Duration::from_secs(1);
const MOST: u32 = 500;

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// Of this job.
    job: Option<String>,
    /// Those after this number; `Last-Event-ID` says the same. Without either, those from now on.
    after: Option<i64>,
}

/// What happens with jobs. Each event's id is its number, and its data is JSON: `job`, `at`, and what
/// happened.
#[utoipa::path(get, path = "/api/v1/events", tag = "jobs",
    params(Which, ("Last-Event-ID" = Option<i64>, Header)),
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(super) async fn listen(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Params(which): Params<Which>,
) -> Result<impl IntoResponse, Problem> {
    let last = headers.get("last-event-id").map(|value| {
        let number = value.to_str().ok().and_then(|text| text.parse().ok());
        number.ok_or_else(|| Problem::bad("Last-Event-ID is the number of an event"))
    });
    let after = match last.transpose()?.or(which.after) {
        Some(after) => after,
        None => hub.store().job_events().last().await?,
    };
    let (happened, stopping) = (hub.happened.subscribe(), hub.stopping.clone());
    let from = (hub, which.job, after, Vec::new(), happened, stopping);
    let events = stream::unfold(
        from,
        |(hub, job, mut after, mut batch, mut happened, mut stopping)| async move {
            loop {
                if let Some(event) = batch.pop() {
                    let sent = Ok::<_, Infallible>(told(&event));
                    return Some((sent, (hub, job, event.number, batch, happened, stopping)));
                }
                let _ = happened.borrow_and_update();
                let found = hub
                    .store()
                    .job_events()
                    .after(after, job.as_deref(), MOST)
                    .await;
                match found {
                    Ok(found) if !found.is_empty() => {
                        after = found.last().map_or(after, |event| event.number);
                        batch = found;
                        batch.reverse();
                        continue;
                    }
                    Ok(_) => {}
                    Err(error) => {
                        tracing::warn!(%error, "events could not be read");
                    }
                }
                tokio::select! {
                    _ = happened.changed() => {}
                    () = tokio::time::sleep(LOOK) => {}
                    // The browser comes back, and says what it has seen.
                    _ = stopping.wait_for(|stop| *stop) => return None,
                }
            }
        },
    );
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response();
    let headers = response.headers_mut();
    // Proxies that collect answers would hold them back.
    headers.insert(
        "x-accel-buffering",
        axum::http::HeaderValue::from_static("no"),
    );
    Ok(response)
}

fn told(event: &JobEvent) -> Event {
    let mut value: serde_json::Value = serde_json::from_str(&event.event).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("job".to_owned(), event.job.clone().into());
        fields.insert("at".to_owned(), super::moment(event.at).into());
    }
    Event::default()
        .id(event.number.to_string())
        .data(value.to_string())
}
