//! `completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Print the completion script of a shell
///
///   rolewright completions bash > ~/.local/share/bash-completion/completions/rolewright
///   rolewright completions zsh > "${fpath[1]}/_rolewright"
///   rolewright completions fish > ~/.config/fish/completions/rolewright.fish
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: &Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rolewright", &mut script);
    context.ui.product(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
