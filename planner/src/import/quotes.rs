//! Quotes before the csv crate sees them: spaces around quoted cells go, faults get their place.
//!
//! The csv crate takes what it gets: a quote that never closes swallows the rest of the file, and
//! text after a closing quote is glued to the cell (`"my.db".public` becomes `my.db.public`, which
//! names other things). Both are found here, by the same rules of where a quoted cell begins.

use std::iter::Peekable;
use std::str::Chars;

use super::error::ImportError;

/// Text that the csv crate reads as meant, line for line the original.
pub(super) struct Tidy {
    /// Line ends outside quoted cells are `\n`; the mark between cells is what it was.
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

/// Where the tidying is, and what it has so far.
struct Tidying {
    done: Tidy,
    state: State,
    mark: char,
    /// Blanks that are the cell's if it goes on, and none's if it ends or a quote opens.
    blanks: String,
    line: u32,
    /// The line that the row begins on.
    row: u32,
    cell: u32,
    /// Line and cell of the last quote that opened.
    opened: (u32, u32),
}

/// Tidies the text of a whole file, whose cells are separated by `mark`.
///
/// # Errors
/// [`ImportError::UnclosedQuote`].
pub(super) fn tidy(text: &str, mark: char) -> Result<Tidy, ImportError> {
    let mut tidying = Tidying {
        done: Tidy {
            text: String::with_capacity(text.len()),
            stray: Vec::new(),
        },
        state: State::Start,
        mark,
        blanks: String::new(),
        line: 1,
        row: 1,
        cell: 1,
        opened: (1, 1),
    };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (&tidying.state, c) {
            (State::Quoted, _) => tidying.quoted(c, &mut chars),
            (_, c) if c == mark => tidying.end_cell(c, &mut chars),
            (State::Start | State::Closed, ' ' | '\t') => tidying.blanks.push(c),
            (State::Start, '"') => tidying.open(),
            (_, '\n' | '\r') => tidying.end_cell(c, &mut chars),
            _ => tidying.bare(c),
        }
    }
    tidying.finish()
}

impl Tidying {
    fn open(&mut self) {
        self.blanks.clear();
        self.opened = (self.line, self.cell);
        self.state = State::Quoted;
        self.done.text.push('"');
    }

    fn quoted(&mut self, c: char, rest: &mut Peekable<Chars<'_>>) {
        let text = &mut self.done.text;
        text.push(c);
        match c {
            '"' if rest.peek() == Some(&'"') => text.extend(rest.next()),
            '"' => self.state = State::Closed,
            '\n' => self.line = self.line.saturating_add(1),
            _ => {}
        }
    }

    /// A character of a cell without quotes, or after the quote that closed one.
    fn bare(&mut self, c: char) {
        let stray = &mut self.done.stray;
        if self.state == State::Closed && stray.last().is_none_or(|(last, _)| *last != self.row) {
            stray.push((self.row, self.cell));
        }
        self.done.text.push_str(&std::mem::take(&mut self.blanks));
        self.done.text.push(c);
        self.state = State::Bare;
    }

    fn end_cell(&mut self, c: char, rest: &mut Peekable<Chars<'_>>) {
        if self.state == State::Closed {
            self.blanks.clear();
        }
        self.done.text.push_str(&std::mem::take(&mut self.blanks));
        if c == self.mark {
            self.done.text.push(c);
            self.cell = self.cell.saturating_add(1);
        } else {
            if c == '\r' {
                rest.next_if_eq(&'\n');
            }
            self.done.text.push('\n');
            self.line = self.line.saturating_add(1);
            (self.row, self.cell) = (self.line, 1);
        }
        self.state = State::Start;
    }

    fn finish(mut self) -> Result<Tidy, ImportError> {
        if self.state == State::Quoted {
            let (line, number) = self.opened;
            return Err(ImportError::UnclosedQuote { line, number });
        }
        if self.state == State::Start {
            self.done.text.push_str(&self.blanks);
        }
        Ok(self.done)
    }
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
            let tidied = tidy(text, ',').unwrap();
            assert_eq!(tidied.text, expected);
            assert!(tidied.stray.is_empty(), "{text}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        assert_eq!(tidy("a\n\"x\ny\",\"b\" c\n", ',').unwrap().stray, [(2, 2)]);
        let error = tidy("a,b\nc,\"d\ne,f\n", ',').err().unwrap();
        assert_eq!(error, ImportError::UnclosedQuote { line: 2, number: 2 });
    }
}
