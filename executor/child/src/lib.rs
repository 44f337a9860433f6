//! A command of the user's that gives a password ([`ask`]) or takes one ([`give`]): an argv, never a
//! shell; with an end, and killed then with all that it started. What it prints on stdout is shown
//! nowhere; what it says on stderr is quoted in errors, bounded, escaped, and without the password.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod argv;
mod error;
mod run;
mod said;

use std::time::Duration;

use secret::Secret;
use zeroize::Zeroizing;

pub use argv::{Argv, ArgvError};
pub use error::{ChildError, Fault};

/// What to run, and within what.
#[derive(Clone, Debug)]
pub struct Errand {
    /// The program and its arguments.
    pub argv: Argv,
    /// What its environment has besides ours; ours without what is Rolewright's own.
    pub env: Vec<(&'static str, String)>,
    /// How long it may take.
    pub patience: Duration,
}

/// The password that a command prints: the one line of its stdout.
///
/// # Errors
/// [`ChildError`]: it cannot be started, fails, takes too long, or prints no password.
pub async fn ask(errand: &Errand) -> Result<Secret, ChildError> {
    let done = run::run(errand, None).await?;
    let failed = |fault| ChildError {
        program: errand.argv.shown_program(),
        fault,
        said: said::quoted(&done.stderr, &done.stdout),
    };
    if !done.status.success() {
        return Err(failed(Fault::Failed(run::how(done.status))));
    }
    one_line(&done.stdout).map_err(failed)
}

/// Hands a document to a command on its stdin. `secret` is the password in it.
///
/// # Errors
/// [`ChildError`]: it cannot be started, fails, takes too long, or does not read it all.
pub async fn give(
    errand: &Errand,
    document: &Zeroizing<Vec<u8>>,
    secret: &Secret,
) -> Result<(), ChildError> {
    let done = run::run(errand, Some((document, secret))).await?;
    match done.status.success() {
        true => Ok(()),
        false => Err(ChildError {
            program: errand.argv.shown_program(),
            fault: Fault::Failed(run::how(done.status)),
            said: said::quoted(&done.stderr, secret.expose().as_bytes()),
        }),
    }
}

/// One line, without its end.
fn one_line(stdout: &[u8]) -> Result<Secret, Fault> {
    let line = stdout.strip_suffix(b"\n").unwrap_or(stdout);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() {
        return Err(Fault::Silent);
    }
    if line.contains(&b'\n') {
        return Err(Fault::MoreLines);
    }
    match std::str::from_utf8(line) {
        Ok(text) if !text.contains('\0') => Ok(Secret::new(text.to_owned())),
        _ => Err(Fault::NotText),
    }
}

#[cfg(test)]
mod tests;
