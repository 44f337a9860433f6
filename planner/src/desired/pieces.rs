//! A plan file item by item, so that one that cannot be read does not hide the others.

use super::{Item, PlanFileError, parse_items};
use crate::ground::quote;

/// An item that cannot be read, not even as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceFault {
    /// Of the item, from 1.
    pub number: usize,
    /// Line and column in the text, from 1, where they are known.
    pub place: Option<(usize, usize)>,
    /// The key at fault, where it is one.
    pub key: Option<String>,
    /// What is wrong, with its place.
    pub message: String,
    /// The same without it.
    pub reason: String,
}

/// Reads the items, each as written or with why it cannot be.
///
/// # Errors
/// What is wrong with the file as a whole, or with one whose items cannot be told apart by their lines.
pub fn parse_each(text: &str) -> Result<Vec<Result<Item, PieceFault>>, PlanFileError> {
    let error = match parse_items(text) {
        Ok(items) => return Ok(items.into_iter().map(Ok).collect()),
        Err(error) => error,
    };
    let Some(pieces) = pieces(text) else {
        return Err(error);
    };
    let mut items = Vec::new();
    for piece in &pieces {
        match parse_items(&format!("{KEY}\n{}", piece.text)) {
            Ok(mut one) if one.len() == 1 => items.extend(one.pop().map(Ok)),
            Ok(_) => return Err(error),
            Err(fault) => items.push(Err(piece.fault(items.len() + 1, &fault))),
        }
    }
    // Each of them alone is fine: it is something else.
    match items.iter().all(Result::is_ok) {
        true => Err(error),
        false => Ok(items),
    }
}

const KEY: &str = "items:";

/// The lines of one item.
struct Piece<'a> {
    text: &'a str,
    /// How many lines are before it, beyond the one of the key that is put before it.
    offset: usize,
}

/// The list's items by their dashes. None where the text is written in another way, or names
/// values for other items: a piece would say something else alone.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    if text.contains(['&', '\t']) {
        return None;
    }
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut indent = None;
    let mut seen_key = false;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let said = line.trim_start_matches(' ');
        let depth = line.len() - said.len();
        let is_blank = said.trim().is_empty() || said.starts_with('#');
        if !seen_key {
            let rest = line.trim_start_matches('\u{feff}').strip_prefix(KEY);
            seen_key = rest.is_some_and(|rest| {
                let rest = rest.trim();
                rest.is_empty() || rest.starts_with('#')
            });
            if !seen_key && !is_blank {
                return None;
            }
            continue;
        }
        let is_dash = said.trim_end() == "-" || said.starts_with("- ");
        if is_dash && depth == *indent.get_or_insert(depth) {
            starts.push((start, number));
        } else if !is_blank && (starts.is_empty() || (depth == 0 && indent != Some(0))) {
            return None;
        }
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start);
    let ends = ends.chain(std::iter::once(text.len()));
    let piece = |(&(start, number), end)| {
        Some(Piece {
            text: text.get(start..end)?,
            offset: number - 1,
        })
    };
    starts.iter().zip(ends).map(piece).collect()
}

impl Piece<'_> {
    fn fault(&self, number: usize, error: &PlanFileError) -> PieceFault {
        let text = error.to_string();
        let said = text.strip_prefix("items[0]").unwrap_or(&text);
        // `.privileges[0]: …`
        let (path, reason) = match said.split_once(": ") {
            Some((path, reason)) if path.starts_with(['.', '[']) || path.is_empty() => {
                (path, reason)
            }
            _ => ("", said),
        };
        let key = path.strip_prefix('.').map(|path| {
            let end = path.find(['.', '[']).unwrap_or(path.len());
            path.get(..end).unwrap_or_default().to_owned()
        });
        let place = error
            .place()
            .map(|(line, column)| (line + self.offset, column));
        let at = reason.find(" at line ").unwrap_or(reason.len());
        PieceFault {
            number,
            place,
            key,
            message: match said.len() == text.len() {
                true => moved(&text, self.offset),
                false => format!("items[{}]{}", number - 1, moved(said, self.offset)),
            },
            reason: quote::message(reason.get(..at).unwrap_or(reason)),
        }
    }
}

/// The message with its lines so many further down.
fn moved(message: &str, by: usize) -> String {
    let mut parts = message.split("line ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(part.len());
        let (digits, rest) = part.split_at(end);
        text.push_str("line ");
        match digits.parse::<usize>() {
            Ok(line) if rest.starts_with([' ', ',']) || rest.is_empty() => {
                text.push_str(&(line + by).to_string());
            }
            _ => text.push_str(digits),
        }
        text.push_str(rest);
    }
    text
}
