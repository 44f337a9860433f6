//! plan.yaml: `items:`, each one desired role.

use serde::{Deserialize, Serialize};

use super::{Conflict, Item, Prefix, RoleConfig, check_conflicts};

/// The file as written.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// The desired roles.
    pub items: Vec<Item>,
}

/// Why a plan file was refused; says line and column, or the item.
#[derive(Debug, thiserror::Error)]
pub enum PlanFileError {
    /// Not YAML, or not this shape: the message carries line and column.
    #[error("{0}")]
    Yaml(#[from] serde_yaml::Error),
    /// An item that is no role.
    #[error("item {number} ({item}), `{key}`: {message}")]
    Item {
        /// From 1.
        number: usize,
        /// `resource/label`.
        item: String,
        /// The key at fault.
        key: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// Nothing in it.
    #[error("the file has no items; add at least one under `items:`")]
    Empty,
    /// Two items, one role.
    #[error(transparent)]
    Conflict(#[from] Conflict),
}

/// Reads a plan file and resolves every item.
///
/// # Errors
/// The first fault, with its place.
pub fn parse_plan_file(text: &str, prefix: &Prefix) -> Result<Vec<RoleConfig>, PlanFileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(PlanFileError::Empty);
    }
    let file: PlanFile = serde_yaml::from_str(text)?;
    if file.items.is_empty() {
        return Err(PlanFileError::Empty);
    }
    let configs = file
        .items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            item.resolve(prefix).map_err(|e| PlanFileError::Item {
                number: index + 1,
                item: crate::quote::display(&format!("{}/{}", item.resource_name, item.role)),
                key: e.key,
                message: e.message,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    check_conflicts(&configs)?;
    Ok(configs)
}
