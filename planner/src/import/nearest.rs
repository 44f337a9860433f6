//! "Did you mean": the known name nearest to an unknown one.

use std::collections::{BTreeMap, BTreeSet};

/// The longest name for which a neighbour is looked for, in characters.
const LONGEST: usize = 64;

/// The known name at the smallest edit distance, case ignored; `None` where none is near: up to a
/// third of the name may differ, and at most three characters. The first of equals wins.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().map(|c| c.to_ascii_lowercase()).collect();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let limit = (name.len() / 3).clamp(1, 3);
    known
        .filter_map(|candidate| {
            let other: Vec<char> = candidate
                .chars()
                .take(LONGEST + 4)
                .map(|c| c.to_ascii_lowercase())
                .collect();
            if other.len().abs_diff(name.len()) > limit {
                return None;
            }
            let distance = distance(&name, &other);
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits from one to the other: a character put in, left out or changed, or two neighbours swapped
/// (the optimal string alignment distance).
fn distance(a: &[char], b: &[char]) -> usize {
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut swapped_with = None;
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut left = None;
        for (j, y) in b.iter().enumerate() {
            let change = at(&above, j) + usize::from(x != y);
            let mut cost = change.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            if swapped_with == Some(y) && left == Some(x) {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
            left = Some(y);
        }
        before = std::mem::replace(&mut above, row);
        swapped_with = Some(x);
    }
    at(&above, b.len())
}

/// Looks names up, each once, until the comparisons are used up: a file of a hundred thousand
/// unknown names against a large inventory must stay quick.
pub(super) struct Suggestions {
    found: BTreeMap<String, Option<String>>,
    comparisons_left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self {
            found: BTreeMap::new(),
            comparisons_left: 200_000,
        }
    }
}

impl Suggestions {
    /// `; did you mean …?` or nothing.
    pub fn suffix(&mut self, name: &str, known: &BTreeSet<String>) -> String {
        if !self.found.contains_key(name) && self.comparisons_left > 0 {
            self.comparisons_left = self.comparisons_left.saturating_sub(known.len());
            let near = nearest(name, known.iter().map(String::as_str));
            self.found.insert(name.to_owned(), near.map(str::to_owned));
        }
        match self.found.get(name) {
            Some(Some(near)) => {
                format!("; did you mean `{}`?", crate::ground::quote::brief(near))
            }
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_not() {
        let known = ["analytics", "marketplace", "a"];
        for (name, expected) in [
            ("analytcs", Some("analytics")),
            ("Analytics", Some("analytics")),
            ("markteplace", Some("marketplace")),
            ("anayltics", Some("analytics")),
            ("billing", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known.into_iter()), expected, "{name}");
        }
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("abc", "axcd", 2),
            ("host", "hots", 1),
            ("ab", "ba", 1),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(a), &chars(b)), expected, "{a} {b}");
            assert_eq!(distance(&chars(b), &chars(a)), expected, "{b} {a}");
        }
    }
}
