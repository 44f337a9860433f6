//! What the user reads when a command cannot go on: a message, its causes, hints; and the exit code.

mod from;
pub mod remedy;

use std::error::Error;

use planner::quote::message;
use serde::Serialize;

pub use from::with_remedy;

use super::exit::Exit;

/// What kind of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorKind {
    /// The command line makes no sense.
    Usage,
    /// Anything else.
    Error,
    /// A plan does not fit its cluster any more, or was used.
    Stale,
    /// A plan was edited, or belongs elsewhere.
    Edited,
    /// Ended by the user.
    Interrupted,
}

/// A failed command.
#[derive(Debug)]
pub struct CommandError {
    /// See [`ErrorKind`].
    pub kind: ErrorKind,
    /// One sentence.
    pub message: String,
    /// What led to it, outermost first; none repeats the one before.
    pub causes: Vec<String>,
    /// What to do.
    pub hints: Vec<String>,
}

impl CommandError {
    /// An error without causes.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: bounded(message.into()),
            causes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// A usage error.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// A library's error as it stands, with its causes.
    pub fn of(error: &dyn Error) -> Self {
        let mut this = Self::new(ErrorKind::Error, error.to_string());
        this.add_causes(error.source());
        this
    }

    /// A sentence of ours about a library's error.
    pub fn caused(message: impl Into<String>, error: &dyn Error) -> Self {
        let mut this = Self::new(ErrorKind::Error, message);
        this.add_causes(Some(error));
        this
    }

    /// Adds a cause.
    #[must_use]
    pub fn cause(mut self, cause: impl std::fmt::Display) -> Self {
        self.causes.push(message(&cause));
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint, where there is one.
    #[must_use]
    pub fn hints(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hints.extend(hint.map(Into::into));
        self
    }

    /// Says where: `plan.yaml: …`.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// How the process ends.
    pub fn exit(&self) -> Exit {
        match self.kind {
            ErrorKind::Usage => Exit::Usage,
            ErrorKind::Error => Exit::Failed,
            ErrorKind::Stale => Exit::Stale,
            ErrorKind::Edited => Exit::Edited,
            ErrorKind::Interrupted => Exit::Interrupted,
        }
    }

    /// Message, causes and hints on one line, for a cell of a table.
    pub fn one_line(&self) -> String {
        let mut line = self.message.clone();
        for cause in &self.causes {
            line.push_str(&format!(": {cause}"));
        }
        for hint in &self.hints {
            line.push_str(&format!("; {hint}"));
        }
        line
    }

    /// The `source()` chain, without the links whose words the one before has already said.
    fn add_causes(&mut self, mut source: Option<&dyn Error>) {
        while let Some(error) = source {
            let text = message(error);
            let before = self.causes.last().unwrap_or(&self.message);
            if !before.contains(&text) {
                self.causes.push(text);
            }
            source = error.source();
        }
    }
}

/// No line of a message is longer than anybody reads, whatever was quoted in it.
fn bounded(text: String) -> String {
    const LONGEST: usize = 4_000;
    match text.lines().any(|line| line.len() > LONGEST) {
        true => text
            .lines()
            .map(|line| message(&line))
            .collect::<Vec<_>>()
            .join("\n"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read it: {0}")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("it is broken")]
    struct Inner(#[source] std::fmt::Error);

    #[test]
    fn causes_are_listed_once() {
        let error = CommandError::of(&Outer(Inner(std::fmt::Error)));
        assert_eq!(error.message, "cannot read it: it is broken");
        assert_eq!(error.causes, [std::fmt::Error.to_string()]);
        assert_eq!(error.exit().code(), 1);
    }
}
