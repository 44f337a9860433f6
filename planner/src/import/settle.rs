//! Rows against each other: the first of equals is kept, and what contradicts is not taken.

use super::classified::{Class, Classified, FieldChange, Import};
use super::place::{Fault, RowFault};
use crate::ground::ordered::sort;

/// What a row says.
pub(super) trait Entry: Sized {
    /// What it is about.
    type Key: Ord;
    /// All it says about it, in a form where equal meaning is equal.
    type Value: Ord;

    fn key(&self) -> &Self::Key;
    fn value(&self) -> Self::Value;
    /// Field by field from an earlier state to this one.
    fn changes_from(&self, old: &Self) -> Vec<FieldChange>;
    /// `resource `analytics``, for messages.
    fn describe(&self) -> String;
}

/// A row as read, before it is compared with the others.
pub(super) struct Parsed<T> {
    pub line: u32,
    pub subject: String,
    pub entry: Result<T, Fault>,
}

/// What other rows make of one.
enum Fate {
    /// An earlier row says the same.
    Repeats { of_line: u32 },
    /// Another row says something else about the same thing.
    Differs {
        with_line: u32,
        changes: Vec<FieldChange>,
    },
}

/// The fates of the rows that do not stand alone, by their position, in its order. Values are
/// compared of those alone. `row` gives the line and the entry of a sound one.
fn fates<'a, T: Entry + 'a>(
    rows: usize,
    row: impl Fn(usize) -> Option<(u32, &'a T)>,
) -> Vec<(usize, Fate)> {
    let entry = |at: usize| row(at).map(|(_, entry)| entry);
    let all = (0..rows).filter_map(|at| Some((entry(at)?.key(), at)));
    let mut keys: Vec<(&T::Key, usize)> = all.collect();
    sort(&mut keys);
    // A row, whether the other says the same, and the other.
    let mut others: Vec<(usize, bool, usize)> = Vec::new();
    for one_thing in keys.chunk_by(|a, b| a.0 == b.0) {
        if one_thing.len() < 2 {
            continue;
        }
        let rows = one_thing.iter().map(|(_, at)| *at);
        let mut values: Vec<_> = rows
            .filter_map(|at| Some((entry(at)?.value(), at)))
            .collect();
        sort(&mut values);
        let mut firsts = Vec::new();
        for same in values.chunk_by(|a, b| a.0 == b.0) {
            let Some(((_, first), rest)) = same.split_first() else {
                continue;
            };
            firsts.push(*first);
            others.extend(rest.iter().map(|(_, at)| (*at, true, *first)));
        }
        sort(&mut firsts);
        if let [first, second, later @ ..] = firsts.as_slice() {
            others.push((*first, false, *second));
            let later = std::iter::once(second).chain(later);
            others.extend(later.map(|at| (*at, false, *first)));
        }
    }
    sort(&mut others);
    let fate = |(at, same, other): (usize, bool, usize)| {
        let (line, other) = row(other)?;
        let fate = match same {
            true => Fate::Repeats { of_line: line },
            false => Fate::Differs {
                with_line: line,
                changes: entry(at)?.changes_from(other),
            },
        };
        Some((at, fate))
    };
    others.into_iter().filter_map(fate).collect()
}

/// Rows of which all are wanted, or none. There may be a million: of a sound one its entry is kept and
/// its line, nothing is moved, and nothing of it is there twice.
pub(super) struct Wanted<T> {
    /// Of the entries.
    lines: Vec<u32>,
    entries: Vec<T>,
    faults: Vec<RowFault>,
}

impl<T: Entry> Wanted<T> {
    pub fn with_room(rows: usize) -> Self {
        Self {
            lines: Vec::with_capacity(rows),
            entries: Vec::with_capacity(rows),
            faults: Vec::new(),
        }
    }

    pub fn add(&mut self, line: u32, entry: Result<T, Fault>) {
        match entry {
            Ok(entry) => {
                self.lines.push(line);
                self.entries.push(entry);
            }
            Err(Fault { column, reason, .. }) => self.faults.push(RowFault {
                line,
                column,
                reason,
            }),
        }
    }

    /// Every entry once, where every row is sound and none contradicts another.
    ///
    /// # Errors
    /// All rows that are invalid or in conflict, in the file's order.
    pub fn all_or_none(mut self) -> Result<Vec<T>, Vec<RowFault>> {
        let row = |at: usize| Some((*self.lines.get(at)?, self.entries.get(at)?));
        let fates = fates(self.entries.len(), row);
        let differs = fates.iter().filter_map(|(at, fate)| match fate {
            Fate::Repeats { .. } => None,
            Fate::Differs { with_line, changes } => {
                let (line, entry) = row(*at)?;
                let reason = differing(entry, *with_line, changes);
                Some(RowFault {
                    line,
                    column: None,
                    reason,
                })
            }
        });
        self.faults.extend(differs);
        if !self.faults.is_empty() {
            self.faults.sort_by_key(|fault| fault.line);
            return Err(self.faults);
        }
        let mut repeats = fates.into_iter().map(|(at, _)| at).peekable();
        let mut at = 0..;
        self.entries.retain(|_| {
            let at = at.next().unwrap_or_default();
            repeats.next_if_eq(&at).is_none()
        });
        Ok(self.entries)
    }
}

/// Classifies every row; `compare` says what becomes of one that stands alone.
pub(super) fn settle<T: Entry>(
    parsed: Vec<Parsed<T>>,
    mut compare: impl FnMut(T) -> Class<T>,
) -> Import<T> {
    let row = |at: usize| {
        let row = parsed.get(at)?;
        Some((row.line, row.entry.as_ref().ok()?))
    };
    let mut fates = fates(parsed.len(), row).into_iter().peekable();
    let rows = parsed.into_iter().enumerate().map(|(at, row)| {
        let fate = fates.next_if(|(row, _)| *row == at).map(|(_, fate)| fate);
        let class = match (row.entry, fate) {
            (Err(fault), _) => Class::Invalid(fault),
            (Ok(entry), Some(Fate::Repeats { of_line })) => Class::Duplicate { entry, of_line },
            (Ok(entry), Some(Fate::Differs { with_line, changes })) => {
                conflict(entry, with_line, changes)
            }
            (Ok(entry), None) => compare(entry),
        };
        Classified {
            line: row.line,
            subject: row.subject,
            class,
        }
    });
    Import::new(rows.collect())
}

fn conflict<T: Entry>(entry: T, with_line: u32, changes: Vec<FieldChange>) -> Class<T> {
    Class::Conflict {
        reason: differing(&entry, with_line, &changes),
        entry,
        with_line,
        changes,
    }
}

fn differing<T: Entry>(entry: &T, with_line: u32, changes: &[FieldChange]) -> String {
    let fields: Vec<_> = changes.iter().map(|change| change.field).collect();
    format!(
        "{} is also on line {with_line} and differs in {}; keep one of the two",
        entry.describe(),
        fields.join(", "),
    )
}
