//! The command line: arguments in, product on stdout, all else on stderr, an exit code out.
//!
//! ```text
//! argv ─> args (clap) ─> commands/… ─> ops, store, planner
//!                             │
//!           ui (stdout, stderr, progress) ─> Exit, or CommandError ─> exit code
//! ```
//!
//! One command is one file under `commands/`; the doc comment on its `Args` is its help text. No
//! other module of this crate talks to the user.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod args;
mod commands;
mod context;
mod core_dumps;
mod error;
mod exit;
mod files;
mod home;
mod interrupt;
mod lists;
mod logging;
pub mod offline;
mod os_user;
mod reference;
mod ui;
mod usage;
mod words;

use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{CommandFactory, FromArgMatches};

use args::Cli;
use context::Context;
use error::CommandError;
use exit::Exit;
use interrupt::Interrupt;
use ui::Ui;

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let early = usage::Early::look();
    let matches = Cli::command().color(early.clap_color()).try_get_matches();
    match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => run(cli),
        Err(error) => usage::report(&error, &early),
    }
}

/// The reference of all commands and options as Markdown, made from what clap knows.
#[must_use]
pub fn reference() -> String {
    reference::markdown(Cli::command())
}

fn run(cli: Cli) -> ExitCode {
    let ui = Ui::new(&cli.global);
    match start(cli, &ui) {
        Ok(exit) => exit.into(),
        Err(error) => ui.error(&error).into(),
    }
}

fn start(cli: Cli, ui: &Ui) -> Result<Exit, CommandError> {
    logging::start(cli.global.verbose.max(cli.command.least_verbose()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandError::caused("cannot start the runtime", &error))?;
    let result = runtime.block_on(async {
        let context = Context {
            ui,
            global: cli.global,
            interrupt: Interrupt::listen(),
            opened: OnceLock::new(),
        };
        let result = Box::pin(cli.command.run(&context)).await;
        context.close().await;
        result
    });
    // A read of stdin that nobody will answer must not keep the process.
    runtime.shutdown_background();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_make_sense_to_clap() {
        Cli::command().debug_assert();
    }
}
