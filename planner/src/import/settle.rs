//! Rows against each other: the first of equals is kept, and what contradicts is not taken.

use std::collections::BTreeMap;

use super::outcome::{FieldChange, Import, Outcome, Row};
use super::place::Fault;

/// What a row says.
pub(super) trait Entry: Sized {
    /// What it is about.
    type Key: Ord;
    /// All it says about it, in a form where equal meaning is equal.
    type Value: Ord;

    fn key(&self) -> Self::Key;
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

/// Classifies every row; `compare` says what becomes of one that stands alone.
pub(super) fn settle<T: Entry>(
    parsed: Vec<Parsed<T>>,
    mut compare: impl FnMut(T) -> Outcome<T>,
) -> Import<T> {
    // For each thing, the first row of each different value, in the file's order.
    let mut first_rows: BTreeMap<T::Key, Vec<usize>> = BTreeMap::new();
    let mut first_of: BTreeMap<(T::Key, T::Value), usize> = BTreeMap::new();
    // Of a row whose value was seen: the first row that had it.
    let mut repeats: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, row) in parsed.iter().enumerate() {
        let Ok(entry) = &row.entry else { continue };
        let first = *first_of.entry((entry.key(), entry.value())).or_insert(at);
        if first == at {
            first_rows.entry(entry.key()).or_default().push(at);
        } else {
            repeats.insert(at, first);
        }
    }
    let rival = |at: usize, entry: &T| {
        let firsts = first_rows.get(&entry.key())?;
        let other = firsts.iter().find(|other| **other != at)?;
        let row = parsed.get(*other)?;
        let old = row.entry.as_ref().ok()?;
        Some((row.line, entry.changes_from(old)))
    };
    let fates: Vec<_> = parsed
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let repeat = repeats.get(&at).and_then(|first| parsed.get(*first));
            let of_line = repeat.map(|first| first.line);
            let rival = match &row.entry {
                Ok(entry) if of_line.is_none() => rival(at, entry),
                _ => None,
            };
            (of_line, rival)
        })
        .collect();
    let rows = parsed
        .into_iter()
        .zip(fates)
        .map(|(row, (of_line, rival))| {
            let outcome = match (row.entry, of_line, rival) {
                (Err(fault), _, _) => Outcome::Invalid(fault),
                (Ok(entry), Some(of_line), _) => Outcome::Duplicate { entry, of_line },
                (Ok(entry), None, Some((with_line, changes))) => {
                    let fields: Vec<_> = changes.iter().map(|change| change.field).collect();
                    let reason = format!(
                        "{} is also on line {with_line} and differs in {}; keep one of the two",
                        entry.describe(),
                        fields.join(", "),
                    );
                    Outcome::Conflict {
                        entry,
                        with_line,
                        changes,
                        reason,
                    }
                }
                (Ok(entry), None, None) => compare(entry),
            };
            Row {
                line: row.line,
                subject: row.subject,
                outcome,
            }
        });
    Import::new(rows.collect())
}
