//! result.yaml: what `plan -o` writes for review and all that `apply -f` needs.

use planner::SessionDocument;
use planner::nesting::{self, TooDeep};
use planner::quote::{brief, message};
use serde::{Deserialize, Serialize};

use super::{PlanEntry, Status};

/// The tag of the format.
pub const RESULT_FORMAT: &str = "rolewright/result/1";

/// The file.
#[derive(schemars::JsonSchema, Clone, Debug, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a map with the keys `format` and `results`"
)]
pub struct ResultFile {
    /// [`RESULT_FORMAT`].
    pub format: String,
    /// One for each planned role, in the order of the plan file.
    pub results: Vec<ResultEntry>,
}

/// One planned role.
#[derive(schemars::JsonSchema, Clone, Debug, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a map with the keys of a planned role"
)]
pub struct ResultEntry {
    /// The plan's session.
    pub sid: String,
    /// The resource.
    pub resource_name: String,
    /// The label.
    pub role: String,
    /// The role's name in PostgreSQL.
    pub role_name: String,
    /// `in-sync`, `out-of-sync` or `failed`.
    pub status: Status,
    /// Why it failed; else empty.
    #[serde(default)]
    pub message: String,
    /// SQL, checksums and all; absent where planning failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionDocument>,
}

/// Why a result file was refused.
#[derive(Debug, thiserror::Error)]
pub enum ResultFileError {
    /// No file of ours goes that deep.
    #[error("this is not a plan result: {0}")]
    Nested(#[from] TooDeep),
    /// Not YAML, or not this shape; says line and column.
    #[error("this is not a plan result: {}", message(.0))]
    Yaml(#[from] serde_yaml::Error),
    /// Another format.
    #[error("the file says format `{0}`, this version reads `{RESULT_FORMAT}`; plan again")]
    Format(String),
    /// The wrapper and the document disagree.
    #[error(
        "result {number}: `{key}` says `{wrapper}`, its session says `{document}`; the file was edited, plan again"
    )]
    Mismatch {
        /// From 1.
        number: usize,
        /// Which key.
        key: &'static str,
        /// Outside.
        wrapper: String,
        /// Inside.
        document: String,
    },
}

impl ResultFile {
    /// From planned items.
    pub fn new(entries: &[PlanEntry]) -> Self {
        let results = entries
            .iter()
            .map(|e| ResultEntry {
                sid: e.sid.clone(),
                resource_name: e.resource.clone(),
                role: e.role.clone(),
                role_name: e.role_name.clone(),
                status: e.status,
                message: e.message.clone(),
                session: e.document.clone(),
            })
            .collect();
        Self {
            format: RESULT_FORMAT.to_owned(),
            results,
        }
    }

    /// As YAML.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_yaml(&self) -> Result<String, ResultFileError> {
        const NONE: &str = "results: []\n";
        let empty = Self {
            format: self.format.clone(),
            results: Vec::new(),
        };
        let mut text = serde_yaml::to_string(&empty)?;
        if self.results.is_empty() || !text.ends_with(NONE) {
            return Ok(serde_yaml::to_string(self)?);
        }
        text.truncate(text.len() - NONE.len());
        text.push_str("results:\n");
        for entry in &self.results {
            let Some(document) = &entry.session else {
                text.push_str(&serde_yaml::to_string(&[entry])?);
                continue;
            };
            let Some(document) = document.to_yaml().ok().filter(|yaml| !breaks_lines(yaml)) else {
                return Ok(serde_yaml::to_string(self)?);
            };
            // A document knows how to write itself quickly; here it stands four columns deeper.
            let bare = ResultEntry {
                sid: entry.sid.clone(),
                resource_name: entry.resource_name.clone(),
                role: entry.role.clone(),
                role_name: entry.role_name.clone(),
                status: entry.status,
                message: entry.message.clone(),
                session: None,
            };
            text.push_str(&serde_yaml::to_string(&[bare])?);
            text.push_str("  session:\n");
            for line in document.split_inclusive('\n') {
                if line != "\n" {
                    text.push_str("    ");
                }
                text.push_str(line);
            }
        }
        Ok(text)
    }

    /// Reads and checks that each entry speaks of the document it holds.
    ///
    /// # Errors
    /// [`ResultFileError`].
    pub fn from_yaml(text: &str) -> Result<Self, ResultFileError> {
        #[derive(Deserialize)]
        struct Tag {
            format: String,
        }
        nesting::check(text)?;
        if let Ok(tag) = serde_yaml::from_str::<Tag>(text)
            && tag.format != RESULT_FORMAT
        {
            return Err(ResultFileError::Format(brief(&tag.format)));
        }
        let file: Self = serde_yaml::from_str(text)?;
        for (index, entry) in file.results.iter().enumerate() {
            let Some(document) = &entry.session else {
                continue;
            };
            let in_sync = document.sql_plan == planner::sql::NO_CHANGES;
            let status = if in_sync {
                Status::InSync
            } else {
                Status::OutOfSync
            };
            for (key, wrapper, inside) in [
                ("status", entry.status.as_str(), status.as_str()),
                ("sid", entry.sid.as_str(), document.sid.as_str()),
                (
                    "resource_name",
                    &entry.resource_name,
                    document.resource.as_str(),
                ),
                (
                    "role_name",
                    &entry.role_name,
                    document.config.role_name.as_str(),
                ),
            ] {
                if wrapper != inside {
                    return Err(ResultFileError::Mismatch {
                        number: index + 1,
                        key,
                        wrapper: brief(wrapper),
                        document: brief(inside),
                    });
                }
            }
        }
        Ok(file)
    }
}

/// True where YAML ends a line at something else than `\n`.
fn breaks_lines(yaml: &str) -> bool {
    yaml.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}'])
}
