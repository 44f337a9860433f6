//! What a command did wrong.

use std::time::Duration;

/// A command that did not do its errand. Never holds what it printed on stdout.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{program}` {fault}{}", if said.is_empty() { String::new() } else { format!(": {said}") })]
pub struct ChildError {
    /// The program.
    pub program: String,
    /// What happened.
    pub fault: Fault,
    /// What it said on stderr, for people.
    pub said: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no such program, or it may not be run.
    #[error("cannot be started ({0})")]
    NotStarted(String),
    /// It ended, and said that it failed.
    #[error("failed with {0}")]
    Failed(String),
    /// It, or something that it started and left behind, was killed.
    #[error("had not ended after {:.1} s and was killed", .0.as_secs_f64())]
    TooSlow(Duration),
    /// Nothing on stdout.
    #[error("printed nothing, and a password is wanted")]
    Silent,
    /// More than 64 KiB on stdout.
    #[error("printed more than 64 KiB, and a password is wanted")]
    TooMuch,
    /// More than one line on stdout.
    #[error("printed more than one line, and a password alone is wanted")]
    MoreLines,
    /// What it printed is no password.
    #[error("printed something that is no UTF-8 text, and a password is wanted")]
    NotText,
    /// It closed its stdin too soon.
    #[error("did not read all that it was given")]
    NotRead,
    /// The system failed.
    #[error("cannot be waited for ({0})")]
    System(String),
}
