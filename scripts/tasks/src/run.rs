//! Programs that a task runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;

/// The repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Runs a program to its end in a folder; what it printed is the error.
pub fn quietly(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), Error> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    let done = command.stdin(Stdio::null()).output();
    let done = done.map_err(|source| Error::Program {
        program: program.to_owned(),
        source,
    })?;
    if done.status.success() {
        return Ok(());
    }
    let printed = [done.stdout, done.stderr].concat();
    Err(Error::Failed {
        command: format!("{program} {}", arguments.join(" ")),
        status: done.status,
        output: String::from_utf8_lossy(&printed).into_owned(),
    })
}

/// The cargo that runs this, in the repository, with our own streams: is it content?
pub fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<bool, Error> {
    let program = std::env::var("CARGO").unwrap_or_else(|_| String::from("cargo"));
    let mut command = Command::new(&program);
    command.args(arguments).current_dir(root());
    // A choice of one folder would win over the version.
    command.env_remove("ROLEWRIGHT_TEST_PG_BINDIR");
    let status = command.envs(environment.iter().copied()).status();
    let status = status.map_err(|source| Error::Program { program, source })?;
    Ok(status.success())
}
