//! plan.yaml: `items:`, each one desired role.

use serde::{Deserialize, Serialize};

use super::items::items;
use super::{Conflict, Item, ItemError, Prefix, RoleConfig, check_conflicts};
use crate::ground::nesting::{self, TooDeep};

/// The file as written.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with the key `items`")]
pub struct PlanFile {
    /// The desired roles.
    #[serde(deserialize_with = "items")]
    pub items: Vec<Item>,
}

/// Why a plan file was refused; says line and column, or the item.
#[derive(Debug, thiserror::Error)]
pub enum PlanFileError {
    /// Not YAML, or not this shape: the message carries line and column.
    #[error("{}", with_place(.0))]
    Yaml(#[from] serde_yaml::Error),
    /// A character that YAML does not take.
    #[error("line {line} column {column}: a control character ({code}); remove it")]
    Control {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// `U+0000`.
        code: String,
    },
    /// No file of ours goes that deep.
    #[error(transparent)]
    Nested(#[from] TooDeep),
    /// Several documents, one after the other.
    #[error("the file holds more than one YAML document (`---` begins another); keep one")]
    Documents,
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

fn of_yaml(error: serde_yaml::Error) -> PlanFileError {
    // The library's own words are all there is to tell this apart.
    match error.to_string().contains("more than one document") {
        true => PlanFileError::Documents,
        false => error.into(),
    }
}

/// The message with its place, which serde_yaml leaves out at the very beginning of a file.
fn with_place(error: &serde_yaml::Error) -> String {
    let text = crate::ground::quote::message(error);
    match error.location() {
        Some(at) if (at.line(), at.column()) == (1, 1) && !text.contains(" at ") => {
            format!("{text} at line 1 column 1")
        }
        _ => text,
    }
}

/// serde_yaml gives the place of such a character in bytes only.
fn check_characters(text: &str) -> Result<(), PlanFileError> {
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let bad = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\u{85}');
        if let Some((column, c)) = line.chars().enumerate().find(|(_, c)| bad(*c)) {
            return Err(PlanFileError::Control {
                line: index + 1,
                column: column + 1,
                code: format!("U+{:04X}", u32::from(c)),
            });
        }
    }
    Ok(())
}

/// Reads the items of a plan file, each as written.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn parse_items(text: &str) -> Result<Vec<Item>, PlanFileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(PlanFileError::Empty);
    }
    check_characters(text)?;
    nesting::check(text)?;
    // Nothing but comments is `null`.
    let file: Option<PlanFile> = serde_yaml::from_str(text).map_err(of_yaml)?;
    file.map(|file| file.items)
        .filter(|items| !items.is_empty())
        .ok_or(PlanFileError::Empty)
}

/// Reads a plan file and resolves every item.
///
/// # Errors
/// The first fault, with its place.
pub fn parse_plan_file(text: &str, prefix: &Prefix) -> Result<Vec<RoleConfig>, PlanFileError> {
    let configs = parse_items(text)?
        .iter()
        .enumerate()
        .map(|(index, item)| {
            item.resolve(prefix)
                .map_err(|e| PlanFileError::of_item(index, item, e))
        })
        .collect::<Result<Vec<_>, _>>()?;
    check_conflicts(&configs)?;
    Ok(configs)
}

impl PlanFileError {
    /// The item at `index` is no role.
    pub fn of_item(index: usize, item: &Item, error: ItemError) -> Self {
        Self::Item {
            number: index + 1,
            item: crate::ground::quote::brief(&format!("{}/{}", item.resource_name, item.role)),
            key: error.key,
            message: error.message,
        }
    }

    /// Line and column in the text, from 1, where they are known.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Yaml(error) => error.location().map(|at| (at.line(), at.column())),
            Self::Control { line, column, .. } | Self::Nested(TooDeep { line, column }) => {
                Some((*line, *column))
            }
            _ => None,
        }
    }
}
