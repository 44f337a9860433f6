//! A roles CSV as a grid shows it: the cells as typed, with what is wrong beside them.

use serde::Serialize;

use super::Problem;
use crate::desired::Prefix;
use crate::import::roles::classify;
use crate::import::{TableRow, roles_table};

/// A roles CSV as cells, sound or not.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// As the format spells them, in the file's order; none where the file as a whole cannot be read.
    pub columns: Vec<String>,
    /// Every row that is not blank.
    pub rows: Vec<TableRow>,
    /// What is wrong, by line and key.
    pub problems: Vec<Problem>,
}

/// Reads the cells and judges them.
pub fn read_table(text: &str, prefix: &Prefix) -> Table {
    let problems = match classify(text, prefix, None) {
        Ok(import) => import.problems().iter().map(Problem::from).collect(),
        Err(error) => vec![Problem::from(&error)],
    };
    let cells = roles_table(text).unwrap_or_default();
    Table {
        columns: cells.columns,
        rows: cells.rows,
        problems,
    }
}
