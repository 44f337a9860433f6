//! `expected.yaml`: what planning a case gives.
//!
//! ```yaml
//! format: rolewright/expected/1
//! roles:                        # in the order of plan.yaml
//! - role: analytics/ro
//!   session:                    # the session document, as `plan` would write it
//!     sid: 00000000-0000-0000-0000-000000000000
//!     …
//! - role: analytics/rw
//!   errors:                     # or why there is no plan
//!   - code: unknown-schema
//!     …
//! ```
//!
//! or, where plan.yaml as a whole is refused, `error:` with the message in place of `roles:`.
//! What a clock, chance or a release would change is fixed in it: `sid`, `expires_at`,
//! `planner_version`. Layout and comments of the file do not count, only what it says.

use serde::{Deserialize, Serialize};

use crate::desired::RoleConfig;
use crate::note::Note;
use crate::{Catalog, Plan, PlanError, SessionDocument};

/// The tag of the format this module reads and writes.
const FORMAT: &str = "rolewright/expected/1";

/// The `sid` of every document in a case.
pub const NO_SID: &str = "00000000-0000-0000-0000-000000000000";

/// The `planner_version` of every document in a case: a release is not a change of plan.
const ANY_VERSION: &str = "any";

/// What a case gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// `rolewright/expected/1`
    pub format: String,
    /// Why plan.yaml is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// One for each item of plan.yaml.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ExpectedRole>,
}

/// What planning one role gives: a document or errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRole {
    /// `resource/label`
    pub role: String,
    /// The record of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionDocument>,
    /// Why there is no plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Note>,
}

/// Why an expected.yaml was refused.
#[derive(Debug, thiserror::Error)]
pub enum ExpectedError {
    /// Not YAML, or not this shape.
    #[error("expected.yaml cannot be read: {0}")]
    Yaml(#[from] serde_yaml::Error),
    /// Another format.
    #[error("expected.yaml says format `{0}`, this program reads `{FORMAT}`")]
    Format(String),
}

impl ExpectedRole {
    pub(super) fn new(
        config: &RoleConfig,
        catalog: &Catalog,
        planned: &Result<Plan, PlanError>,
    ) -> Self {
        let (session, errors) = match planned {
            Ok(plan) => (Some(document(plan, catalog)), Vec::new()),
            Err(error) => (None, error.notes.clone()),
        };
        Self {
            role: crate::quote::display(&config.describe()),
            session,
            errors,
        }
    }
}

pub(super) fn document(plan: &Plan, catalog: &Catalog) -> SessionDocument {
    let mut document = SessionDocument::new(NO_SID, plan, catalog, None);
    ANY_VERSION.clone_into(&mut document.planner_version);
    document
}

impl Expected {
    pub(super) fn refused(error: &str) -> Self {
        Self {
            format: FORMAT.to_owned(),
            error: Some(crate::quote::display(error)),
            roles: Vec::new(),
        }
    }

    pub(super) fn planned(roles: Vec<ExpectedRole>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            error: None,
            roles,
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`ExpectedError`], with line and column.
    pub fn from_yaml(text: &str) -> Result<Self, ExpectedError> {
        #[derive(Deserialize)]
        struct Tag {
            format: Option<String>,
        }
        if let Ok(Tag {
            format: Some(found),
        }) = serde_yaml::from_str::<Tag>(text)
            && found != FORMAT
        {
            return Err(ExpectedError::Format(crate::quote::display(&found)));
        }
        Ok(serde_yaml::from_str(text)?)
    }

    /// The file's text.
    ///
    /// # Errors
    /// None in practice: every value here can be written.
    pub fn to_yaml(&self) -> Result<String, serde_yaml::Error> {
        serde_yaml::to_string(self)
    }
}
