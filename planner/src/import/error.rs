//! What can be wrong with a CSV file as a whole.

use serde::Serialize;

use super::place::RowFault;
use super::reader::MOST_ROWS;

/// One thing wrong with the header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// A required column is not there.
    #[error("column `{0}` is missing")]
    Missing(&'static str),
    /// A column the format does not have.
    #[error("column {number}{} is unknown{}", quoted(.name), did_you_mean(.nearest))]
    Unknown {
        /// From 1.
        number: u32,
        /// As written; `None` in a file of passwords, where a cell is never shown.
        name: Option<String>,
        /// The column that may have been meant.
        nearest: Option<&'static str>,
    },
    /// A cell of the header is empty.
    #[error("column {0} has no name; remove it")]
    Unnamed(u32),
    /// One column twice, perhaps under two of its names.
    #[error("columns {first} and {second} are both `{name}`; remove one")]
    Duplicate {
        /// The column's own name.
        name: &'static str,
        /// From 1.
        first: u32,
        /// From 1.
        second: u32,
    },
}

fn quoted(name: &Option<String>) -> String {
    name.as_ref()
        .map(|name| format!(" (`{name}`)"))
        .unwrap_or_default()
}

fn did_you_mean(nearest: &Option<&'static str>) -> String {
    nearest
        .map(|name| format!(", did you mean `{name}`?"))
        .unwrap_or_default()
}

/// Why nothing of a file is taken. Never holds a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(into = "ErrorReport")]
pub enum ImportError {
    /// UTF-16 that ends within a character, or has half of one.
    #[error("the file is UTF-16 and damaged; save it as \"CSV UTF-8\"")]
    Utf16,
    /// Bytes that are no UTF-8.
    #[error("line {line} is not UTF-8; save the file as \"CSV UTF-8\"")]
    Encoding {
        /// From 1.
        line: u32,
    },
    /// A NUL byte: binary, or UTF-16 without a mark.
    #[error(
        "line {line} has a NUL byte: this is no text file, or it is UTF-16; save it as \"CSV UTF-8\""
    )]
    Nul {
        /// From 1.
        line: u32,
    },
    /// Not a byte in it, or only blanks.
    #[error("the file is empty; begin it with the header `{expected}`")]
    Empty {
        /// The header of the format.
        expected: &'static str,
    },
    /// Nothing below the header.
    #[error("the file has no rows; add them below the header")]
    NoRows,
    /// More than can be held at once.
    #[error("line {line}: the file has more than {MOST_ROWS} rows; split it")]
    TooMany {
        /// Of the first row that is too much, from 1.
        line: u32,
    },
    /// Cells are separated by something that is not read.
    #[error("line {line}: cells are separated by `|`; save the file with commas: `{expected}`")]
    Separator {
        /// Of the header, from 1.
        line: u32,
        /// The header of the format.
        expected: &'static str,
    },
    /// The first row names no column at all.
    #[error("line {line} is no header; begin the file with `{expected}`")]
    NoHeader {
        /// Of the first row, from 1.
        line: u32,
        /// The header of the format.
        expected: &'static str,
    },
    /// Everything wrong with the header.
    #[error("line {line}: {}; the header is `{expected}`", sentence(.faults))]
    Header {
        /// Of the header, from 1.
        line: u32,
        /// At least one.
        faults: Vec<HeaderFault>,
        /// The header of the format.
        expected: &'static str,
    },
    /// A quoted cell that does not end: all that follows would be one cell.
    #[error(
        "line {line}, column {number}: a quote opens here and is never closed; close it, and write a quote inside a cell twice (\"\")"
    )]
    UnclosedQuote {
        /// Where the quote opens, from 1.
        line: u32,
        /// Of the cell, from 1.
        number: u32,
    },
    /// All rows that cannot be used, where every row is wanted.
    #[error("{}", listing(.0))]
    Rows(Vec<RowFault>),
}

fn sentence(faults: &[HeaderFault]) -> String {
    faults
        .iter()
        .map(HeaderFault::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

fn listing(problems: &[RowFault]) -> String {
    let mut text = match problems.len() {
        1 => "1 row cannot be used:".to_owned(),
        n => format!("{n} rows cannot be used:"),
    };
    for problem in problems {
        text.push_str(&format!("\n  {problem}"));
    }
    text
}

impl ImportError {
    /// Stable, lower-case, dashed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Utf16 => "utf-16",
            Self::Encoding { .. } => "encoding",
            Self::Nul { .. } => "nul",
            Self::Empty { .. } => "empty",
            Self::NoRows => "no-rows",
            Self::TooMany { .. } => "too-many",
            Self::Separator { .. } => "separator",
            Self::NoHeader { .. } => "no-header",
            Self::Header { .. } => "header",
            Self::UnclosedQuote { .. } => "unclosed-quote",
            Self::Rows(_) => "rows",
        }
    }

    /// The line at fault, from 1, where there is one.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::Encoding { line }
            | Self::Nul { line }
            | Self::TooMany { line }
            | Self::Separator { line, .. }
            | Self::NoHeader { line, .. }
            | Self::Header { line, .. }
            | Self::UnclosedQuote { line, .. } => Some(*line),
            Self::Rows(problems) => problems.first().map(|problem| problem.line),
            Self::Utf16 | Self::Empty { .. } | Self::NoRows => None,
        }
    }
}

/// An [`ImportError`] as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorReport {
    /// See [`ImportError::code`].
    pub code: &'static str,
    /// The sentence to show; several lines where rows are listed.
    pub message: String,
    /// See [`ImportError::line`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The rows at fault; empty for a fault of the file as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowFault>,
}

impl From<ImportError> for ErrorReport {
    fn from(error: ImportError) -> Self {
        let (code, message, line) = (error.code(), error.to_string(), error.line());
        let rows = if let ImportError::Rows(rows) = error {
            rows
        } else {
            Vec::new()
        };
        Self {
            code,
            message,
            line,
            rows,
        }
    }
}
