//! What became of a step of the plan.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::ApplyError;

/// What became of a step. As text it is what the record of an apply says of the step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// Its turn never came.
    #[default]
    NotRun,
    /// It ran; it counts where its transaction was committed.
    Done,
    /// It ran, and was taken back with its transaction.
    RolledBack,
    /// It ran, and whether its transaction was committed is not known: the answer never came.
    Unanswered,
    /// The server refused it, did nothing, or was never heard of again.
    Failed {
        /// Five characters, empty where the connection broke; `None` where nothing was sent.
        sqlstate: Option<String>,
        /// The server's words.
        message: String,
    },
}

impl Fate {
    pub(super) fn of(error: &ApplyError) -> Self {
        match error {
            ApplyError::Statement(error) => Self::Failed {
                sqlstate: Some(error.sqlstate.clone()),
                message: error.message.clone(),
            },
            error => Self::Failed {
                sqlstate: None,
                message: error.to_string(),
            },
        }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun => f.write_str("not run"),
            Self::Done => f.write_str("ok"),
            Self::RolledBack => f.write_str("rolled back"),
            Self::Unanswered => f.write_str("ran; whether it was committed is not known"),
            Self::Failed {
                sqlstate: Some(sqlstate),
                message,
            } => write!(f, "failed: {message} ({sqlstate})"),
            Self::Failed {
                sqlstate: None,
                message,
            } => write!(f, "failed: {message}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_reads_as_it_always_did() {
        let failed = |sqlstate: Option<&str>| Fate::Failed {
            sqlstate: sqlstate.map(str::to_owned),
            message: "no grants here".to_owned(),
        };
        for (fate, text) in [
            (Fate::NotRun, "not run"),
            (Fate::Done, "ok"),
            (Fate::RolledBack, "rolled back"),
            (failed(Some("P0001")), "failed: no grants here (P0001)"),
            (failed(Some("")), "failed: no grants here ()"),
            (failed(None), "failed: no grants here"),
        ] {
            assert_eq!(fate.to_string(), text);
        }
    }
}
