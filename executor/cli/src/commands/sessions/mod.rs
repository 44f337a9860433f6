//! `rolewright sessions …`: the record of every plan, apply and password shown.

mod export;
mod filter;
mod list;
mod record;
pub mod show;
mod verify;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// The record of every plan, every apply, and every password shown
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::Args),
    Show(show::Args),
    Export(export::Args),
    Verify(verify::Args),
}

impl Command {
    pub async fn run(self, context: &Context<'_>) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => list::run(args, context).await,
            Self::Show(args) => show::run(args, context).await,
            Self::Export(args) => export::run(args, context).await,
            Self::Verify(args) => verify::run(args, context).await,
        }
    }
}
