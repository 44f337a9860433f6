//! Rows against each other: the first of equals is kept, and what contradicts is not taken.

use super::classified::{Class, Classified, FieldChange, Import};
use super::place::Fault;
use crate::ground::ordered::sort;

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
    mut compare: impl FnMut(T) -> Class<T>,
) -> Import<T> {
    let mut sound: Vec<(T::Key, T::Value, usize)> = Vec::new();
    for (at, row) in parsed.iter().enumerate() {
        if let Ok(entry) = &row.entry {
            sound.push((entry.key(), entry.value(), at));
        }
    }
    sort(&mut sound);
    // Of a row whose value an earlier row has: that row. Of the first row with its value: the first
    // row that says something else about the same thing.
    let (mut repeats, mut rivals) = (vec![None; parsed.len()], vec![None; parsed.len()]);
    let put = |list: &mut [Option<usize>], at: usize, other| {
        if let Some(place) = list.get_mut(at) {
            *place = Some(other);
        }
    };
    for one_thing in sound.chunk_by(|a, b| a.0 == b.0) {
        let mut firsts = Vec::new();
        for same in one_thing.chunk_by(|a, b| a.1 == b.1) {
            let Some(((_, _, first), rest)) = same.split_first() else {
                continue;
            };
            firsts.push(*first);
            rest.iter()
                .for_each(|(_, _, at)| put(&mut repeats, *at, *first));
        }
        sort(&mut firsts);
        if let [first, second, others @ ..] = firsts.as_slice() {
            put(&mut rivals, *first, *second);
            let later = std::iter::once(second).chain(others);
            later.for_each(|at| put(&mut rivals, *at, *first));
        }
    }
    let rival = |at: usize, entry: &T| {
        let other: Option<usize> = rivals.get(at).copied().flatten();
        let row = parsed.get(other?)?;
        let old = row.entry.as_ref().ok()?;
        Some((row.line, entry.changes_from(old)))
    };
    let fates: Vec<_> = parsed
        .iter()
        .enumerate()
        .zip(&repeats)
        .map(|((at, row), repeat)| {
            let repeat = repeat.and_then(|first: usize| parsed.get(first));
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
            let class = match (row.entry, of_line, rival) {
                (Err(fault), _, _) => Class::Invalid(fault),
                (Ok(entry), Some(of_line), _) => Class::Duplicate { entry, of_line },
                (Ok(entry), None, Some((with_line, changes))) => {
                    let fields: Vec<_> = changes.iter().map(|change| change.field).collect();
                    let reason = format!(
                        "{} is also on line {with_line} and differs in {}; keep one of the two",
                        entry.describe(),
                        fields.join(", "),
                    );
                    Class::Conflict {
                        entry,
                        with_line,
                        changes,
                        reason,
                    }
                }
                (Ok(entry), None, None) => compare(entry),
            };
            Classified {
                line: row.line,
                subject: row.subject,
                class,
            }
        });
    Import::new(rows.collect())
}
