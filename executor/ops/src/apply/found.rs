//! What a look at the cluster finds of an apply.

use std::sync::Arc;

use planner::names::DatabaseName;
use planner::session::StepRecord;
use planner::step::Phase;

use super::ended::Ended;
use crate::{OpsError, Status};

/// What is on the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The role is as before.
    Before,
    /// The role is as planned.
    Planned,
    /// Something of the plan is there, and something is not: places, in words.
    Partly {
        done: Vec<String>,
        left: Vec<String>,
    },
    /// The cluster changed so that no plan can be made.
    Impossible(String),
    /// Another apply of the role found out, and this is what the record says.
    ByAnother(Status, String),
}

impl Found {
    /// As the end of an apply, after what stopped it.
    pub fn ended(&self, stopped: &str, cause: Option<Arc<OpsError>>) -> Ended {
        let (status, found) = match self {
            Self::Before => (Status::Failed, "nothing was changed".to_owned()),
            Self::Planned => (
                Status::Success,
                "the cluster was looked at: all of it is applied, and in sync".to_owned(),
            ),
            Self::Partly { done, left } => (
                Status::Failed,
                format!(
                    "the cluster was looked at: applied in {}; not in {}",
                    done.join(", "),
                    left.join(", ")
                ),
            ),
            Self::ByAnother(status, message) => {
                (*status, format!("another process found out: {message}"))
            }
            Self::Impossible(why) => (
                Status::Failed,
                format!("the cluster was looked at, and changed meanwhile: {why}"),
            ),
        };
        Ended {
            cause,
            used: *self != Self::Before,
            on_record: matches!(self, Self::ByAnother(..)),
            ..Ended::new(status, format!("{stopped}; {found}"))
        }
    }
}

impl Found {
    /// Whether a step that ran is on the cluster; `None` where this does not tell.
    pub fn has(&self, step: &StepRecord) -> Option<bool> {
        match self {
            Self::Before => Some(false),
            Self::Planned => Some(true),
            // The role is there: something of the plan is.
            Self::Partly { .. } if step.phase == Phase::Role => Some(true),
            Self::Partly { done, left } => {
                let place = place(step.database.as_ref());
                match (done.contains(&place), left.contains(&place)) {
                    (true, false) => Some(true),
                    (false, true) => Some(false),
                    _ => None,
                }
            }
            Self::Impossible(_) | Self::ByAnother(..) => None,
        }
    }
}

/// `the role itself`, `database "app"`.
pub(super) fn place(database: Option<&DatabaseName>) -> String {
    database.map_or_else(
        || "the role itself".to_owned(),
        |d| format!("database \"{d}\""),
    )
}
