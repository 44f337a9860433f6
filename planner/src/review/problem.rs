//! What is wrong with a text, and where, as a value.

use serde::Serialize;

use crate::catalog::CatalogError;
use crate::desired::{PieceFault, PlanFileError};
use crate::import;

/// What is wrong with a text, and where.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong and what to do.
    pub message: String,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Of the line, in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The number of the item (YAML), from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<usize>,
    /// The key or CSV column at fault, as plan.yaml spells it: `privileges`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The message without the place, for a view that shows the place in its own way; absent where
    /// the message names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }
}

impl From<&PlanFileError> for Problem {
    fn from(error: &PlanFileError) -> Self {
        let (item, key, reason) = match error {
            PlanFileError::Item {
                number,
                key,
                message,
                ..
            } => (
                Some(*number),
                Some((*key).to_owned()),
                Some(message.clone()),
            ),
            PlanFileError::Conflict(conflict) => {
                (Some(conflict.second), Some("role".to_owned()), None)
            }
            _ => (None, None, None),
        };
        let place = error.place();
        Self {
            message: error.to_string(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            item,
            key,
            reason,
        }
    }
}

impl From<PieceFault> for Problem {
    fn from(fault: PieceFault) -> Self {
        Self {
            message: fault.message,
            line: fault.place.map(|(line, _)| line),
            column: fault.place.map(|(_, column)| column),
            item: Some(fault.number),
            key: fault.key,
            reason: Some(fault.reason),
        }
    }
}

impl From<&import::RowFault> for Problem {
    fn from(problem: &import::RowFault) -> Self {
        let key = problem
            .column
            .as_ref()
            .map(|column| match column.name.as_str() {
                "permissions" => "privileges".to_owned(),
                name => name.to_owned(),
            });
        Self {
            message: problem.to_string(),
            line: Some(problem.line as usize),
            key,
            reason: Some(problem.reason.clone()),
            ..Self::default()
        }
    }
}

impl From<&import::ImportError> for Problem {
    fn from(error: &import::ImportError) -> Self {
        Self {
            line: error.line().map(|line| line as usize),
            ..Self::new(error.to_string())
        }
    }
}

impl From<&CatalogError> for Problem {
    fn from(error: &CatalogError) -> Self {
        let (line, column) = match error {
            CatalogError::Json(error) if error.line() > 0 => {
                (Some(error.line()), Some(error.column()))
            }
            CatalogError::NotText { line } => (Some(*line), None),
            _ => (None, None),
        };
        Self {
            line,
            column,
            ..Self::new(error.to_string())
        }
    }
}
