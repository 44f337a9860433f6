//! What was asked goes on record: what would change something or show a secret, and what was refused.

use std::net::IpAddr;

use axum::http::{Method, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use store::Attempt;

use super::caller::Caller;
use crate::problem::Code;
use crate::state::Hub;

/// Who somebody said they are, where that is not known.
#[derive(Clone, Debug)]
pub(crate) struct Attempted(pub String);

/// What is known of a request before it is answered.
pub(super) struct Asked {
    pub method: Method,
    pub path: String,
    pub from: IpAddr,
    pub caller: Option<Caller>,
}

impl Asked {
    /// What is to be on record of it and its answer, if anything.
    pub fn attempt(self, response: &Response) -> Option<Attempt> {
        let status = response.status();
        let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let flood = status == StatusCode::TOO_MANY_REQUESTS;
        if (self.method.is_safe() && !refused) || flood {
            return None;
        }
        let extensions = response.extensions();
        let attempted = extensions.get::<Attempted>().map(|name| name.0.clone());
        let caller = self.caller.as_ref();
        Some(Attempt {
            at: Timestamp::now(),
            who: caller.map(|caller| caller.user.name.clone()).or(attempted),
            via: caller.map_or_else(String::new, |caller| caller.login.words()),
            address: self.from.to_string(),
            method: self.method.to_string(),
            path: self.path.chars().take(500).collect(),
            status: status.as_u16(),
            problem: extensions
                .get::<Code>()
                .map_or("", |code| code.0)
                .to_owned(),
        })
    }
}

/// Keeps an attempt. What cannot be kept is in the log at least.
pub(super) async fn keep(hub: &Hub, attempt: Attempt) {
    if let Err(error) = hub.store().attempts().add(&attempt).await {
        let Attempt {
            who,
            method,
            path,
            status,
            ..
        } = attempt;
        tracing::error!(%error, who, method, path, status, "an attempt could not be recorded");
    }
}
