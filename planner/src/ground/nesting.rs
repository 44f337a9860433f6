//! How deep the brackets of a YAML text go, counted before its parser sees them: that one takes time
//! as the square of their depth, and refuses them only afterwards.
//!
//! Brackets count where YAML reads them as such, and not in quotes, comments, block scalars or plain
//! text. One pass over the bytes; all that matters here is ASCII.

/// The deepest that brackets may go. The files read here need three.
const MOST: usize = 64;

/// Brackets that go deeper than any file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line} column {column}: brackets are nested more than {MOST} deep; is it the right file?"
)]
pub struct TooDeep {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// Where in the text a byte stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Where a value may begin.
    Start,
    /// In a plain scalar, or after a value.
    Plain,
    /// In a scalar of this quote.
    Quoted(u8),
    /// Behind a `#`.
    Comment,
}

/// One pass.
struct Pass<'a> {
    bytes: &'a [u8],
    at: usize,
    line_start: usize,
    state: State,
    depth: usize,
    /// The column of the list or map that the block around belongs to; -1 outside of all.
    block: isize,
    /// The column where the value at hand began: a key, if a colon follows.
    value: isize,
}

/// Looks whether a parser may have it.
///
/// # Errors
/// The first bracket that is too deep.
pub fn check(yaml: &str) -> Result<(), TooDeep> {
    let yaml = yaml.strip_prefix('\u{feff}').unwrap_or(yaml);
    let mut pass = Pass {
        bytes: yaml.as_bytes(),
        at: 0,
        line_start: 0,
        state: State::Start,
        depth: 0,
        block: -1,
        value: 0,
    };
    while pass.at < pass.bytes.len() {
        pass.step();
        if pass.depth > MOST {
            return Err(pass.place(yaml));
        }
    }
    Ok(())
}

/// The bytes of the line break that this begins with, as YAML counts them; 0 for none.
fn line_break(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}

impl Pass<'_> {
    /// The byte so far ahead; a line break behind the end.
    fn ahead(&self, by: usize) -> u8 {
        self.bytes.get(self.at + by).copied().unwrap_or(b'\n')
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn column(&self) -> isize {
        (self.at - self.line_start).try_into().unwrap_or(isize::MAX)
    }

    fn step(&mut self) {
        let line_break = line_break(self.rest());
        if line_break > 0 {
            return self.line_end(line_break);
        }
        let (byte, next) = (self.ahead(0), self.ahead(1));
        let blank_next = matches!(next, b' ' | b'\t' | b'\r' | b'\n');
        match (self.state, byte) {
            (State::Comment, _) => {}
            (State::Quoted(b'"'), b'\\') if next != b'\n' => self.at += 1,
            (State::Quoted(quote), _) if byte == quote => {
                if quote == b'\'' && next == quote {
                    self.at += 1;
                } else {
                    self.state = State::Plain;
                }
            }
            (State::Quoted(_), _) | (_, b' ' | b'\t') => {}
            (_, b'#') if self.is_after_blank() => self.state = State::Comment,
            (State::Start, _) if self.depth == 0 && blank_next && matches!(byte, b'-' | b'?') => {
                self.block = self.column();
            }
            (State::Start, b'|' | b'>') if self.depth == 0 => return self.pass_block_scalar(),
            (State::Start, b'"' | b'\'') => self.begin(State::Quoted(byte)),
            (State::Start, b'&' | b'!') => return self.pass_property(),
            (State::Start, b'[' | b'{') => self.open(),
            (State::Plain, b'[' | b'{') if self.depth > 0 => self.open(),
            (_, b']' | b'}') if self.depth > 0 => {
                self.depth -= 1;
                self.state = State::Plain;
            }
            (_, b',') if self.depth > 0 => self.state = State::Start,
            (_, b':') if blank_next || self.depth > 0 => self.colon(blank_next),
            (State::Start, b'-') if self.is_document_mark() => {
                self.at += 2;
                self.block = -1;
            }
            (State::Start, _) => self.begin(State::Plain),
            (State::Plain, _) => {}
        }
        self.at += 1;
    }

    fn begin(&mut self, state: State) {
        self.state = state;
        self.value = self.column();
    }

    fn open(&mut self) {
        if self.depth == 0 {
            self.value = self.column();
        }
        self.depth += 1;
        self.state = State::Start;
    }

    /// Ends a key. Inside of brackets `"a":b` is one too, and `a:b` is text.
    fn colon(&mut self, blank_next: bool) {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        let after_quotes = matches!(before, Some(b'"' | b'\'' | b']' | b'}'));
        if blank_next || after_quotes || matches!(self.ahead(1), b'[' | b']' | b'{' | b'}' | b',') {
            if self.depth == 0 {
                // Without a key before it, it belongs to a `?` and stands in its column.
                self.block = match self.state {
                    State::Start => self.column(),
                    _ => self.value,
                };
            }
            self.state = State::Start;
        } else if self.state == State::Start {
            self.begin(State::Plain);
        }
    }

    fn is_after_blank(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        before.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
    }

    /// `---`, behind which a value may begin on the same line.
    fn is_document_mark(&self) -> bool {
        self.depth == 0
            && self.column() == 0
            && (self.ahead(1), self.ahead(2)) == (b'-', b'-')
            && matches!(self.ahead(3), b' ' | b'\t' | b'\r' | b'\n')
    }

    /// A plain scalar goes on where the next line stands deeper than the block around it.
    fn line_end(&mut self, line_break: usize) {
        self.at += line_break;
        self.line_start = self.at;
        let goes_on = match self.state {
            State::Quoted(_) => true,
            State::Plain if self.depth > 0 => true,
            State::Plain => match self.indent() {
                Some(indent) => indent > self.block && !self.rest().starts_with(b"---"),
                None => true,
            },
            State::Start | State::Comment => false,
        };
        if !goes_on {
            self.state = State::Start;
        }
    }

    /// The blanks before what this line holds; `None` for an empty one. `self.at` is its begin.
    fn indent(&self) -> Option<isize> {
        let rest = self.rest();
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        let text = rest.get(blanks..).unwrap_or_default();
        let empty = text.is_empty() || line_break(text) > 0;
        (!empty).then(|| blanks.try_into().unwrap_or(isize::MAX))
    }

    /// An anchor or a tag: a value follows.
    fn pass_property(&mut self) {
        while !matches!(self.ahead(0), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
    }

    /// `|` or `>` and the lines below it that stand as deep as the first.
    fn pass_block_scalar(&mut self) {
        let header = self.at;
        self.pass_line();
        let header = self.bytes.get(header..self.at).unwrap_or_default();
        let given = header.iter().find(|byte| byte.is_ascii_digit());
        let mut indent = given.map(|digit| self.block.max(0) + isize::from(digit - b'0'));
        self.state = State::Start;
        while self.at < self.bytes.len() {
            if let Some(found) = self.indent() {
                let wanted = *indent.get_or_insert(found);
                if found < wanted || found <= self.block {
                    return;
                }
            }
            self.pass_line();
        }
    }

    /// To the begin of the next line.
    fn pass_line(&mut self) {
        while self.at < self.bytes.len() {
            let line_break = line_break(self.rest());
            self.at += line_break.max(1);
            if line_break > 0 {
                break;
            }
        }
        self.line_start = self.at;
    }

    /// The place of the byte before.
    fn place(&self, yaml: &str) -> TooDeep {
        let before = yaml.get(..self.at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        TooDeep {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: line.chars().count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(depth: usize) -> String {
        "[".repeat(depth)
    }

    #[test]
    fn brackets_that_yaml_reads_as_such_are_counted() {
        let deep = deep(MOST + 1);
        for before in [
            "",
            "\u{feff}",
            "a: ",
            "- - ",
            "--- ",
            "a:\n  ",
            "a: &x !y ",
            "# c\r",
            "# c\u{2028}",
            "'it''s': ",
            "\"\\\"\": ",
            "x: a#b # c\ny: ",
            "x: |\n  [\ny: ",
            "- x: |\n    [\n  y: ",
            "- |2-\n    [\n- ",
            "a: b\n  c\nd: ",
            "a: it's\nb: ",
            "{a: it's, b: ",
            "{\"a\":",
            "? a\n: ",
            "foo\n--- ",
        ] {
            assert!(check(&format!("{before}{deep}")).is_err(), "{before}");
            let spread = deep.replace('[', "\n [ # c\n a, {b: ");
            let indented = format!("{before}[{}", spread.trim_start());
            assert!(check(&indented).is_err(), "{before}");
        }
    }

    #[test]
    fn brackets_in_text_are_not() {
        let deep = deep(MOST + 1);
        for (before, after) in [
            ("a: x", ""),
            ("a: 'it''s ", "'"),
            ("a: \"\\\" ", "\""),
            ("a: # ", ""),
            ("a: x # ", ""),
            ("a: |\n\n  x\n\n  ", "\nb: 1"),
            ("- a: >2-\n      x\n\n    ", "\n  b: 1"),
            ("a: b\n  ", ""),
            ("a: b\n\n\n  ", ""),
            ("a: [x, 'it''s ", "']"),
            ("a:\n    b: c\n    ? |\n      d\n    : |\n      ", ""),
        ] {
            let text = format!("{before}{deep}{after}");
            assert_eq!(check(&text), Ok(()), "{text}");
        }
        assert_eq!(check(&"- [a, {b: [c]}]\n".repeat(1_000)), Ok(()));
    }

    #[test]
    fn the_place_is_that_of_the_bracket() {
        let text = format!("a:\n  é: {}", deep(MOST + 5));
        let column = 5 + MOST + 1;
        assert_eq!(check(&text), Err(TooDeep { line: 2, column }));
    }
}
