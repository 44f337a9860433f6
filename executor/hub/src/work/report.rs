//! Tells what an apply does while it does it. Not with each statement: a store that is written to
//! hundreds of times a second would be the longer part of the work.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ops::{ApplyStep, Event, Listener};
use store::Item;
use tokio::sync::Notify;

use crate::state::Hub;

const PAUSE: Duration = Duration::from_millis(300);

/// What is known of an apply.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known {
    sid: Option<String>,
    step: Option<ApplyStep>,
    statements: usize,
}

/// Listens to an apply.
#[derive(Clone, Default)]
pub(super) struct Report {
    known: Arc<Mutex<Known>>,
    moved: Arc<Notify>,
}

impl Report {
    /// What the apply tells.
    pub fn listener(&self) -> Listener {
        let this = self.clone();
        Arc::new(move |event| {
            let mut known = this.known.lock().unwrap_or_else(PoisonError::into_inner);
            match event {
                Event::Began { sid, step, .. } => {
                    known.sid = Some(sid);
                    known.step = Some(step);
                }
                Event::PlanStep { number, .. } => {
                    known.statements = known.statements.max(number + 1);
                }
                _ => return,
            }
            drop(known);
            this.moved.notify_one();
        })
    }

    fn known(&self) -> Known {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// Puts it where browsers see it, until it is dropped.
    pub async fn tell(&self, hub: &Hub, item: &Item, token: i64) {
        let mut told = Known::default();
        loop {
            self.moved.notified().await;
            let known = self.known();
            if known == told {
                continue;
            }
            if told.sid != known.sid
                && let Some(sid) = &known.sid
                && let Err(error) = hub.store().leases().note_session(item, token, sid).await
            {
                tracing::warn!(%error, "the session of an apply could not be noted");
            }
            let event = serde_json::json!({
                "event": "progress", "number": item.number, "step": known.step,
                "statements": known.statements,
            });
            if let Err(error) = hub.store().job_events().note(&item.job, &event).await {
                tracing::warn!(%error, "what an apply does could not be noted");
            }
            hub.tell();
            told = known;
            tokio::time::sleep(PAUSE).await;
        }
    }
}
