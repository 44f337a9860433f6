//! Quotes before the csv crate sees them: spaces around quoted cells go, faults get their place.
//!
//! The csv crate takes what it gets: a quote that never closes swallows the rest of the file, and
//! text after a closing quote is glued to the cell (`"my.db".public` becomes `my.db.public`, which
//! names other things). Both are found here, by the same rules of where a quoted cell begins.

use super::error::ImportError;

/// Text that the csv crate reads as meant, line for line the original.
pub(super) struct Tidy {
    /// Line ends outside quoted cells are `\n`.
    pub text: String,
    /// Rows with text after a closing quote: the row's first line, and the cell's number from 1.
    pub stray: Vec<(u32, u32)>,
}

#[derive(PartialEq)]
enum State {
    /// Before the first character of a cell that is not a blank.
    Start,
    /// In a cell without quotes: a quote is a character.
    Bare,
    Quoted,
    /// After the closing quote.
    Closed,
}

/// Tidies the text of a whole file.
///
/// # Errors
/// [`ImportError::UnclosedQuote`].
pub(super) fn tidy(text: &str) -> Result<Tidy, ImportError> {
    let mut out = String::with_capacity(text.len());
    let mut stray: Vec<(u32, u32)> = Vec::new();
    let (mut line, mut row, mut cell) = (1_u32, 1_u32, 1_u32);
    let mut opened = (1, 1);
    let mut blanks = String::new();
    let mut state = State::Start;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if state == State::Quoted {
            out.push(c);
            match c {
                '"' if chars.peek() == Some(&'"') => out.extend(chars.next()),
                '"' => state = State::Closed,
                '\n' => line = line.saturating_add(1),
                _ => {}
            }
            continue;
        }
        match c {
            ' ' | '\t' if state != State::Bare => {
                blanks.push(c);
                continue;
            }
            '"' if state == State::Start => {
                blanks.clear();
                opened = (line, cell);
                state = State::Quoted;
                out.push(c);
                continue;
            }
            _ => {}
        }
        let ends_cell = matches!(c, ',' | '\n' | '\r');
        if state == State::Closed {
            if ends_cell {
                blanks.clear();
            } else {
                if stray.last().is_none_or(|(last, _)| *last != row) {
                    stray.push((row, cell));
                }
            }
        }
        out.push_str(&std::mem::take(&mut blanks));
        if c == ',' {
            out.push(c);
            cell = cell.saturating_add(1);
        } else if ends_cell {
            if c == '\r' {
                chars.next_if_eq(&'\n');
            }
            out.push('\n');
            line = line.saturating_add(1);
            (row, cell) = (line, 1);
        } else {
            out.push(c);
        }
        state = if ends_cell { State::Start } else { State::Bare };
    }
    if state == State::Quoted {
        return Err(ImportError::UnclosedQuote {
            line: opened.0,
            number: opened.1,
        });
    }
    if state == State::Start {
        out.push_str(&blanks);
    }
    Ok(Tidy { text: out, stray })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_around_quoted_cells_go_and_others_stay() {
        for (text, expected) in [
            ("a , \"b, c\"\t, d \r\n", "a ,\"b, c\", d \n"),
            ("x\ry\r\n\"p\r\nq\"", "x\ny\n\"p\r\nq\""),
            ("a\"b,\"\"\"c\"\"\"", "a\"b,\"\"\"c\"\"\""),
            ("a,  ", "a,  "),
        ] {
            let tidied = tidy(text).unwrap();
            assert_eq!(tidied.text, expected);
            assert!(tidied.stray.is_empty(), "{text}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        assert_eq!(tidy("a\n\"x\ny\",\"b\" c\n").unwrap().stray, [(2, 2)]);
        let error = tidy("a,b\nc,\"d\ne,f\n").err().unwrap();
        assert_eq!(error, ImportError::UnclosedQuote { line: 2, number: 2 });
    }
}
