//! What the planner has to say beside the SQL: never formatted here, only named.

use serde::{Deserialize, Serialize};

/// How much a note matters.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// The role can do more, or less, than the desired state says.
    Warning,
    /// The plan cannot be made.
    Error,
}

/// One finding: what, about which object, and what to do.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Stable, lower-case, dashed: `public-access`, `other-grantor`.
    pub code: String,
    /// See [`Severity`].
    pub severity: Severity,
    /// The object: `analytics.public`, or a role name.
    pub subject: String,
    /// One sentence that says what is the case.
    pub message: String,
    /// One sentence that says what to do about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
}

impl Note {
    /// A note of the given severity.
    pub fn new(
        severity: Severity,
        code: &str,
        subject: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            subject: subject.into(),
            message: message.into(),
            help: help.into(),
        }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.subject, self.message)?;
        if !self.help.is_empty() {
            write!(f, " ({})", self.help)?;
        }
        Ok(())
    }
}
