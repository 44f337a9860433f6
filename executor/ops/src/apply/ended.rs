//! How an apply ended, or what ended it before its time.

use std::sync::Arc;

use cluster::apply::ApplyError;
use cluster::connect::ConnectError;
use planner::PlanError;
use planner::note::Code;
use planner::verify::Refusal;
use store::StoreError;

use crate::{OpsError, Status};

/// How an apply ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub status: Status,
    pub message: String,
    /// The error, where it was one: what to do about it depends on who reads.
    pub cause: Option<Arc<OpsError>>,
    /// The plan is used up: something was changed, or there was nothing to do.
    pub used: bool,
    /// What is on the cluster is not known.
    pub unresolved: bool,
    /// The record was finished by another.
    pub on_record: bool,
}

impl Ended {
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            cause: None,
            used: false,
            unresolved: false,
            on_record: false,
        }
    }

    /// Committed: the plan is used up, however it looks now.
    pub fn committed(status: Status, message: impl Into<String>) -> Self {
        Self {
            used: true,
            ..Self::new(status, message)
        }
    }

    pub fn in_sync() -> Self {
        Self::committed(
            Status::Skipped,
            "the cluster is in sync already; nothing was run",
        )
    }
}

impl From<OpsError> for Ended {
    fn from(error: OpsError) -> Self {
        let status = match &error {
            OpsError::Store(StoreError::PlanUsed { .. }) | OpsError::NameDoesNotFollow { .. } => {
                Status::Stale
            }
            OpsError::Apply(error) if matches!(**error, ApplyError::KeptChanging { .. }) => {
                Status::Stale
            }
            _ => Status::Failed,
        };
        Self {
            message: error.to_string(),
            cause: Some(Arc::new(error)),
            ..Self::new(status, "")
        }
    }
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        OpsError::from(error).into()
    }
}

impl From<ConnectError> for Ended {
    fn from(error: ConnectError) -> Self {
        OpsError::from(error).into()
    }
}

impl From<Refusal> for Ended {
    fn from(refusal: Refusal) -> Self {
        match &refusal {
            Refusal::Impossible(error) if is_unread(error) => {
                Self::new(Status::Failed, error.to_string())
            }
            _ => Self {
                status: Status::Stale,
                ..OpsError::Refused(Box::new(refusal)).into()
            },
        }
    }
}

/// A database that cannot be read now is a failure to look, not a change.
pub(super) fn is_unread(error: &PlanError) -> bool {
    error.notes.iter().any(|n| n.code == Code::DatabaseUnread)
}
