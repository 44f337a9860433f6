//! What happens while a batch is planned or a plan applied: one stream, which the terminal, the
//! record of an apply, tests (and later the hub's pages) read.

use std::sync::Arc;

use cluster::apply::Fate;
use serde::{Deserialize, Serialize};

use crate::Status;

/// Something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A snapshot is being taken.
    Snapshot {
        /// Of which resource.
        resource: String,
        /// Databases read.
        done: usize,
        /// Of how many.
        total: usize,
    },
    /// Roles were planned.
    Planned {
        /// So many.
        done: usize,
        /// Of how many.
        total: usize,
    },
    /// A step of an apply began.
    Began {
        /// The apply's session.
        sid: String,
        /// The role's name.
        role: String,
        /// Which step.
        step: ApplyStep,
    },
    /// It is known, or known better, what became of a step of the plan.
    PlanStep {
        /// The apply's session.
        sid: String,
        /// The role's name.
        role: String,
        /// Which of the plan's steps, from 0.
        number: usize,
        /// Microseconds until it was answered, as far as the others of its flight let it be seen.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        took_us: Option<u64>,
        /// What became of it.
        #[serde(flatten)]
        fate: Fate,
    },
    /// An apply ended.
    Ended {
        /// The apply's session.
        sid: String,
        /// The role's name.
        role: String,
        /// How.
        status: Status,
        /// What happened, in a sentence.
        message: String,
    },
}

/// The steps of an apply, in the order of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplyStep {
    /// The plan holds together, is meant for this resource, and has not expired.
    CheckPlan,
    /// It is what this store made, where this store made it.
    CompareWithStore,
    /// One apply of a role at a time.
    Lock,
    /// It is applied once.
    Claim,
    /// A fresh snapshot gives the same plan again.
    Verify,
    /// The new password is stored before anything is run.
    PersistPassword,
    /// The role is created, and committed at once.
    CreateRole,
    /// Transactions are opened in the databases of a wave.
    Begin,
    /// The wave's statements are run in them.
    Run,
    /// The catalog, read inside the transactions, leaves nothing to do.
    Prove,
    /// The wave is committed.
    Commit,
    /// A wave failed, and the role that was created goes again.
    DropRole,
    /// What failed may have left something: the cluster is looked at.
    Look,
    /// The new password is the one in force.
    ConfirmPassword,
    /// The cluster, read afresh, is in sync.
    ProveInSync,
    /// The new password in the role's own hands.
    LoginTest,
    /// A command is given the new password.
    HandOver,
    /// The record is written.
    Record,
}

/// Receives [`Event`]s; called from several tasks.
pub type Listener = Arc<dyn Fn(Event) + Send + Sync>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_read_back_as_they_were_written() {
        let named = || ("s1".to_owned(), "ro".to_owned());
        let (sid, role) = named();
        let step = Event::PlanStep {
            sid,
            role,
            number: 3,
            took_us: Some(1200),
            fate: Fate::Failed {
                sqlstate: Some("42501".to_owned()),
                message: "permission denied".to_owned(),
            },
        };
        let (sid, role) = named();
        let began = Event::Began {
            sid,
            role,
            step: ApplyStep::ProveInSync,
        };
        for (event, text) in [
            (
                step,
                r#"{"event":"plan-step","sid":"s1","role":"ro","number":3,"took_us":1200,"fate":"failed","sqlstate":"42501","message":"permission denied"}"#,
            ),
            (
                began,
                r#"{"event":"began","sid":"s1","role":"ro","step":"prove-in-sync"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&event).unwrap(), text);
            assert_eq!(serde_json::from_str::<Event>(text).unwrap(), event);
        }
    }
}
