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

/// What the other rows are to one, by their places.
#[derive(Clone, Copy, Default)]
struct Others {
    /// The first row with the same value, where it is an earlier one.
    first: Option<usize>,
    /// Of a row that is the first with its value: the first that says something else about the
    /// same thing.
    rival: Option<usize>,
}

/// What the rows are to each other; in the order of the rows.
fn relate<T: Entry>(parsed: &[Parsed<T>]) -> Vec<Others> {
    let mut sound: Vec<(T::Key, T::Value, usize)> = Vec::new();
    for (at, row) in parsed.iter().enumerate() {
        if let Ok(entry) = &row.entry {
            sound.push((entry.key(), entry.value(), at));
        }
    }
    sort(&mut sound);
    let mut related = vec![Others::default(); parsed.len()];
    let mut put = |at: usize, others| {
        if let Some(place) = related.get_mut(at) {
            *place = others;
        }
    };
    for one_thing in sound.chunk_by(|a, b| a.0 == b.0) {
        let mut firsts = Vec::new();
        for same in one_thing.chunk_by(|a, b| a.1 == b.1) {
            let Some(((_, _, first), rest)) = same.split_first() else {
                continue;
            };
            firsts.push(*first);
            for (_, _, at) in rest {
                let first = Some(*first);
                put(*at, Others { first, rival: None });
            }
        }
        sort(&mut firsts);
        if let [first, second, ..] = firsts.as_slice() {
            for at in &firsts {
                let rival = Some(if at == first { *second } else { *first });
                put(*at, Others { first: None, rival });
            }
        }
    }
    related
}

/// Classifies every row; `compare` says what becomes of one that stands alone.
pub(super) fn settle<T: Entry>(
    parsed: Vec<Parsed<T>>,
    mut compare: impl FnMut(T) -> Class<T>,
) -> Import<T> {
    let line_of = |at: usize| parsed.get(at).map(|row| row.line);
    let differs = |row: &Parsed<T>, rival: usize| {
        let rival = parsed.get(rival)?;
        let (entry, old) = (row.entry.as_ref().ok()?, rival.entry.as_ref().ok()?);
        Some((rival.line, entry.changes_from(old)))
    };
    let fates: Vec<_> = parsed
        .iter()
        .zip(relate(&parsed))
        .map(|(row, others)| {
            let of_line = others.first.and_then(line_of);
            (of_line, others.rival.and_then(|at| differs(row, at)))
        })
        .collect();
    let rows = parsed
        .into_iter()
        .zip(fates)
        .map(|(row, (of_line, rival))| {
            let class = match (row.entry, of_line, rival) {
                (Err(fault), _, _) => Class::Invalid(fault),
                (Ok(entry), Some(of_line), _) => Class::Duplicate { entry, of_line },
                (Ok(entry), None, Some((line, changes))) => conflict(entry, line, changes),
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

fn conflict<T: Entry>(entry: T, with_line: u32, changes: Vec<FieldChange>) -> Class<T> {
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
