//! What becomes of each row: new, updated, unchanged, invalid, duplicate, conflict.

use serde::Serialize;

use super::place::{Column, Fault, RowFault};

/// All rows of a file, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Import<T> {
    /// How many rows of each class there are.
    pub counts: Counts,
    /// Every row that is not blank.
    pub rows: Vec<Classified<T>>,
}

/// Rows by class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // Each field counts the outcome of the same name.
pub struct Counts {
    pub new: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub invalid: usize,
    pub duplicate: usize,
    pub conflict: usize,
}

/// One row and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Classified<T> {
    /// Where the row begins, from 1; a row with a multi-line cell takes several.
    pub line: u32,
    /// What the row is about, for people: `analytics`, or `analytics/ro`. Empty where the row's
    /// cells cannot be told apart.
    pub subject: String,
    /// In JSON `status` and its fields stand beside `line`.
    #[serde(flatten)]
    pub class: Class<T>,
}

/// What becomes of a row. Only new and updated rows are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Class<T> {
    /// Not there yet.
    New {
        /// What the row says.
        entry: T,
    },
    /// There, with other values.
    Updated {
        /// What the row says.
        entry: T,
        /// Field by field; at least one.
        changes: Vec<FieldChange>,
    },
    /// There, with these values.
    Unchanged {
        /// What the row says.
        entry: T,
    },
    /// Cannot be read as an entry.
    Invalid(Fault),
    /// Says what an earlier row says: the first is kept.
    Duplicate {
        /// What the row says.
        entry: T,
        /// The first row that says it.
        of_line: u32,
    },
    /// Says something else about the same thing than another row: neither is taken.
    Conflict {
        /// What the row says.
        entry: T,
        /// The first row that says something else.
        with_line: u32,
        /// From the other row to this one.
        changes: Vec<FieldChange>,
        /// The sentence to show.
        reason: String,
    },
}

/// One field that differs. A password has neither `old` nor `new`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The column's name.
    pub field: &'static str,
    /// What was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What the row says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

impl FieldChange {
    /// The change of one field, or `None` where both sides are equal.
    pub(super) fn of(field: &'static str, old: &str, new: &str) -> Option<Self> {
        (old != new).then(|| Self {
            field,
            old: Some(old.to_owned()),
            new: Some(new.to_owned()),
        })
    }
}

impl<T> Import<T> {
    pub(super) fn new(rows: Vec<Classified<T>>) -> Self {
        let mut counts = Counts::default();
        for row in &rows {
            match row.class {
                Class::New { .. } => counts.new += 1,
                Class::Updated { .. } => counts.updated += 1,
                Class::Unchanged { .. } => counts.unchanged += 1,
                Class::Invalid(_) => counts.invalid += 1,
                Class::Duplicate { .. } => counts.duplicate += 1,
                Class::Conflict { .. } => counts.conflict += 1,
            }
        }
        Self { counts, rows }
    }

    /// What to take: new and updated entries, in the file's order.
    pub fn to_take(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().filter_map(|row| match &row.class {
            Class::New { entry } | Class::Updated { entry, .. } => Some(entry),
            _ => None,
        })
    }

    /// As [`Import::to_take`], by value.
    pub fn into_taken(self) -> impl Iterator<Item = T> {
        self.rows.into_iter().filter_map(|row| match row.class {
            Class::New { entry } | Class::Updated { entry, .. } => Some(entry),
            _ => None,
        })
    }

    /// Every row that is invalid or in conflict, in the file's order.
    pub fn problems(&self) -> Vec<RowFault> {
        let problem = |line, column: Option<&Column>, reason: &String| RowFault {
            line,
            column: column.cloned(),
            reason: reason.clone(),
        };
        self.rows
            .iter()
            .filter_map(|row| match &row.class {
                Class::Invalid(fault) => {
                    Some(problem(row.line, fault.column.as_ref(), &fault.reason))
                }
                Class::Conflict { reason, .. } => Some(problem(row.line, None, reason)),
                _ => None,
            })
            .collect()
    }
}
