//! `rolewright credentials …`: admin accounts, and the passwords of provisioned roles.

mod confirm;
mod hand_over;
mod import;
mod role;
mod set;
mod show;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Admin accounts, and the passwords of provisioned roles
///
/// Secrets are stored encrypted, with the key of ROLEWRIGHT_KEY or of the file `key` in the home.
/// They are never taken from the command line, where other users could read them.
#[derive(Debug, Subcommand)]
pub enum Command {
    Set(set::Args),
    Import(import::Args),
    Confirm(confirm::Args),
    Show(show::Args),
    HandOver(hand_over::Args),
}

impl Command {
    pub async fn run(self, context: &Context<'_>) -> Result<Exit, CommandError> {
        match self {
            Self::Set(args) => set::run(args, context).await,
            Self::Import(args) => import::run(args, context).await,
            Self::Confirm(args) => confirm::run(args, context).await,
            Self::Show(args) => show::run(args, context).await,
            Self::HandOver(args) => hand_over::run(args, context).await,
        }
    }
}
