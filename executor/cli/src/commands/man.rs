//! `man`.

use std::path::PathBuf;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::Cli;
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;

/// Print the manual page, or write the pages of all commands
///
///   rolewright man | man -l -
///   rolewright man -o ~/.local/share/man/man1
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Write one page for each command into this directory, made when absent
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let Some(directory) = &args.output else {
        let mut page = Vec::new();
        Man::new(Cli::command())
            .render(&mut page)
            .map_err(|error| CommandError::caused("cannot make the manual page", &error))?;
        context.ui.product(&String::from_utf8_lossy(&page))?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), directory))
        .map_err(|error| {
            let message = format!(
                "cannot write manual pages into {}: {error}",
                directory.display()
            );
            CommandError::new(ErrorKind::Error, message)
        })?;
    context.ui.status(format_args!(
        "wrote the manual pages into {}",
        directory.display()
    ));
    Ok(Exit::Done)
}
