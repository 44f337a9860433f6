//! What is wrong with a row, and where: its line, and the cell's number with its column's name.

use std::fmt;

use serde::Serialize;

/// A column: the number of its cell from 1, and its name in the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// From 1; `None` where the file has no such column.
    pub number: Option<u32>,
    /// As the header of the format spells it.
    pub name: String,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "column {number} ({})", self.name),
            None => write!(f, "column {}", self.name),
        }
    }
}

/// What is wrong with one row, and in which of its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// `None` where it is the row as a whole.
    pub column: Option<Column>,
    /// What is wrong and what to do.
    pub reason: String,
    /// What would put it right lies outside the file: who shows it can say how.
    #[serde(skip)]
    pub missing: Option<Missing>,
}

/// What a row asks for that is not its file's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Its resource is not in the inventory.
    Resource,
    /// It holds a user or a password, which belong to the admin account of the resource.
    AdminAccount,
}

/// A row that is not taken, for a list of all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// Where the row begins, from 1.
    pub line: u32,
    /// See [`Fault::column`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<Column>,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        write!(f, ": {}", self.reason)
    }
}
