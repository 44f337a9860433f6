//! A program and its arguments.

use planner::quote::{brief, display};

/// A program and its arguments, as they go to the system: no shell looks at them. `Debug` shows the
/// program alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Argv(Vec<String>);

/// Why words are no command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArgvError {
    /// No word, or an empty one.
    #[error("the command is empty; name a program")]
    Empty,
    /// A path that depends on the folder that one is in.
    #[error(
        "the command's program is the relative path `{0}`, which leads elsewhere from another folder; write the whole path, or a name that PATH finds"
    )]
    Relative(String),
    /// The system's strings end there.
    #[error("a word of the command holds a NUL character")]
    Nul,
    /// More than is reasonable.
    #[error("the command is longer than 32 KiB")]
    TooLong,
}

impl Argv {
    /// The words of a command.
    ///
    /// # Errors
    /// [`ArgvError`].
    pub fn new(words: Vec<String>) -> Result<Self, ArgvError> {
        const LONGEST: usize = 32 << 10;
        let program = words.first().map_or("", String::as_str);
        if program.is_empty() {
            return Err(ArgvError::Empty);
        }
        if words.iter().any(|word| word.contains('\0')) {
            return Err(ArgvError::Nul);
        }
        if words.iter().map(|word| word.len() + 1).sum::<usize>() > LONGEST {
            return Err(ArgvError::TooLong);
        }
        if program.contains('/') && !program.starts_with('/') {
            return Err(ArgvError::Relative(brief(program)));
        }
        Ok(Self(words))
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// The program, for people.
    #[must_use]
    pub fn shown_program(&self) -> String {
        brief(self.program())
    }

    /// All of it, for people, as a shell would take it.
    #[must_use]
    pub fn shown(&self) -> String {
        let plain = |c: char| c.is_alphanumeric() || "-_./:@=,+%".contains(c);
        let word = |word: &String| match !word.is_empty() && word.chars().all(plain) {
            true => word.clone(),
            false => format!("'{}'", display(word).replace('\'', r"'\''")),
        };
        self.0.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn program(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    pub(crate) fn arguments(&self) -> &[String] {
        self.0.get(1..).unwrap_or_default()
    }
}

impl std::fmt::Debug for Argv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Argv({} …)", self.shown_program())
    }
}
