//! What planning a case gives, and `session.yaml`, which holds it whole.
//!
//! What a clock, chance or a release would change is fixed: `sid`, `expires_at`, `planner_version`.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::ground::note::Note;
use crate::ground::quote::display;
use crate::plan::{Plan, PlanError};
use crate::session::DocumentError;
use crate::session::SessionDocument;

/// The first line of `session.yaml`.
const FORMAT: &str = "# format: rolewright/case-session/1\n";

/// The `sid` of every document in a case.
pub const NO_SID: &str = "00000000-0000-0000-0000-000000000000";

/// The `planner_version` of every document in a case: a release is not a change of plan.
const ANY_VERSION: &str = "any";

/// One for each item of plan.yaml, or why the whole file is refused.
pub type Planned = Result<Vec<PlannedRole>, String>;

/// What planning one role gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRole {
    /// `resource/label`
    pub role: String,
    /// The record of the plan, or why there is none.
    pub session: Result<SessionDocument, Vec<Note>>,
}

impl PlannedRole {
    pub(super) fn new(
        config: &RoleConfig,
        catalog: &Catalog,
        planned: &Result<Plan, PlanError>,
    ) -> Self {
        Self {
            role: display(&config.describe()),
            session: match planned {
                Ok(plan) => Ok(document(plan, catalog)),
                Err(error) => Err(error.notes.clone()),
            },
        }
    }
}

pub(super) fn document(plan: &Plan, catalog: &Catalog) -> SessionDocument {
    let mut document = SessionDocument::new(NO_SID, plan, catalog, None);
    ANY_VERSION.clone_into(&mut document.planner_version);
    document
}

/// `session.yaml`: a YAML document for each role, its session document byte for byte as `plan` would
/// write it, or its errors.
///
/// # Errors
/// None in practice: every value here can be written.
pub fn session_yaml(planned: &Planned) -> Result<String, DocumentError> {
    #[derive(Serialize)]
    struct Errors<'a> {
        errors: &'a [Note],
    }
    let mut text = FORMAT.to_owned();
    let roles = match planned {
        Ok(roles) => roles,
        Err(refused) => {
            text.push_str(&format!("# plan.yaml is refused: {}\n", display(refused)));
            return Ok(text);
        }
    };
    for role in roles {
        let body = match &role.session {
            Ok(document) => document.to_yaml()?,
            Err(errors) => serde_yaml::to_string(&Errors { errors })?,
        };
        text.push_str(&format!("---\n# {}\n{body}", role.role));
    }
    Ok(text)
}
