//! Everything the user sees: the product on stdout; status, advice, hints, warnings, errors and
//! progress on stderr. With `--json` the product is one JSON document, errors too.

mod progress;
mod table;

use std::cell::Cell;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use console::Style;
use planner::note::{Note, Severity};
use planner::quote::{display_lines, is_unsafe};
use serde::Serialize;

pub use progress::Spinner;
pub use table::Table;

use super::args::{Color, GlobalArgs};
use super::error::{CommandError, ErrorKind};
use super::exit::Exit;

/// The user interface of one run.
pub struct Ui {
    json: bool,
    quiet: bool,
    color_out: bool,
    color_err: bool,
    /// A person reads stdout.
    shown: bool,
    /// The reader of stdout has gone (`| head`): the command goes on, in silence.
    closed: Cell<bool>,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    format: String,
    #[serde(flatten)]
    body: &'a T,
}

/// A versioned JSON document, pretty, without the last newline.
fn to_json(what: &str, body: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string_pretty(&Envelope {
        format: format!("rolewright/{what}"),
        body,
    });
    text.map(|text| escape_json(&text))
}

/// JSON where what a terminal would obey is written as `\u…`: it stands in strings alone, and means
/// the same there.
pub fn escape_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) && !matches!(c, '\n' | '\t') {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// An error as JSON, `rolewright/error/1`.
pub fn error_json(error: &CommandError) -> String {
    #[derive(Serialize)]
    struct Body<'a> {
        kind: ErrorKind,
        message: &'a str,
        causes: &'a [String],
        hints: &'a [String],
        exit_code: u8,
    }
    let report = Body {
        kind: error.kind,
        message: &error.message,
        causes: &error.causes,
        hints: &error.hints,
        exit_code: error.exit().code(),
    };
    to_json("error/1", &report).unwrap_or_default()
}

impl Ui {
    /// As the global options and the terminal say.
    pub fn new(global: &GlobalArgs) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let color = |terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !plain,
        };
        Self {
            json: global.json,
            quiet: global.quiet,
            color_out: color(io::stdout().is_terminal()),
            color_err: color(io::stderr().is_terminal()),
            shown: io::stdout().is_terminal(),
            closed: Cell::new(false),
        }
    }

    /// True where the product is to be JSON.
    pub fn wants_json(&self) -> bool {
        self.json
    }

    /// True where only the bare product is wanted.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// True where the product may be colored.
    pub fn colors_product(&self) -> bool {
        self.color_out
    }

    /// True where someone reads stderr as it comes.
    pub fn has_reader(&self) -> bool {
        io::stderr().is_terminal() && io::stdin().is_terminal()
    }

    /// Writes the product: as it is where a program reads it, and on a terminal without what a
    /// terminal would obey.
    ///
    /// # Errors
    /// Stdout cannot be written; that its reader has gone is no error.
    pub fn product(&self, text: &str) -> Result<(), CommandError> {
        match self.shown {
            true => self.product_styled(&display_lines(text)),
            false => self.product_styled(text),
        }
    }

    /// Writes a product with styles of ours in it, and nothing from outside that was not escaped.
    ///
    /// # Errors
    /// As [`Ui::product`].
    pub fn product_styled(&self, text: &str) -> Result<(), CommandError> {
        if self.closed.get() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed.set(true);
                Ok(())
            }
            written => written.map_err(|e| CommandError::caused("cannot write to stdout", &e)),
        }
    }

    /// Writes the product as one JSON document with `"format": "rolewright/{what}"`.
    ///
    /// # Errors
    /// As [`Ui::product`].
    pub fn product_json(&self, what: &str, body: &impl Serialize) -> Result<(), CommandError> {
        self.product(&(to_json(what, body)? + "\n"))
    }

    /// Writes a table as the product; nothing for one without rows.
    ///
    /// # Errors
    /// As [`Ui::product`].
    pub fn product_table(&self, table: Table) -> Result<(), CommandError> {
        match table.render(self.color_out) {
            Some(text) => self.product_styled(&text),
            None => Ok(()),
        }
    }

    /// Says what was done.
    pub fn status(&self, text: impl Display) {
        if !self.quiet {
            self.say("", &text);
        }
    }

    /// Says what to do next.
    pub fn hint(&self, text: impl Display) {
        if !self.quiet {
            self.say(&self.paint("hint:", &Style::new().cyan()), &text);
        }
    }

    /// Says what is not as it should be, but keeps nothing from being done.
    pub fn warning(&self, text: impl Display) {
        self.say(&self.paint("warning:", &Style::new().yellow()), &text);
    }

    /// Says which item failed, and why, where the product does not.
    pub fn failure(&self, text: impl Display) {
        self.say(&self.paint("error:", &Style::new().red().bold()), &text);
    }

    /// Says what the planner noticed, about which role.
    pub fn advice(&self, about: &str, note: &Note) {
        if self.quiet {
            return;
        }
        let (word, style) = match note.severity {
            Severity::Info => ("info:", Style::new().cyan()),
            Severity::Warning => ("advice:", Style::new().yellow()),
            Severity::Error => ("error:", Style::new().red()),
        };
        let label = self.paint(word, &style);
        self.say(&label, &format_args!("{about}: {note}"));
    }

    /// Says why the command failed, and how the process ends.
    pub fn error(&self, error: &CommandError) -> Exit {
        if self.json {
            // There is nobody left to tell where this fails.
            let _ = self.product(&(error_json(error) + "\n"));
            return error.exit();
        }
        self.failure(&error.message);
        for cause in &error.causes {
            self.say("  because: ", cause);
        }
        for hint in &error.hints {
            self.say(&self.paint("hint:", &Style::new().cyan()), hint);
        }
        error.exit()
    }

    /// Asks a yes-or-no question on the terminal; anything but yes is no.
    pub fn confirm(&self, question: &str) -> bool {
        let mut err = io::stderr();
        let question = display_lines(question);
        let _ = write!(err, "{question} [y/N] ").and_then(|()| err.flush());
        let mut answer = String::new();
        let read = io::stdin().read_line(&mut answer).is_ok();
        read && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }

    /// Shows progress on the terminal while the [`Spinner`] lives.
    pub fn progress(&self) -> Spinner {
        Spinner::new(!self.quiet && io::stderr().is_terminal())
    }

    /// A label, and the blank behind it.
    fn paint(&self, label: &str, style: &Style) -> String {
        let style = style.clone().force_styling(self.color_err);
        format!("{} ", style.apply_to(label))
    }

    /// A label of ours, and a text on stderr in which nothing is left that a terminal would obey,
    /// whoever wrote it. Where even that fails there is nobody left to tell.
    fn say(&self, label: &str, text: &dyn Display) {
        let text = display_lines(&text.to_string());
        let _ = writeln!(io::stderr(), "{label}{text}");
    }
}
