//! `rolewright resources …`: the inventory, and the commands that work on it.

mod hand_over;
mod import;
mod list;
mod remove;
mod resume;
mod setup;

use clap::Subcommand;

use super::{apply, health, plan, snapshot};
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// The inventory, and what is done with its resources
///
/// `plan`, `apply`, `health` and `snapshot` are the same commands as at the top level.
#[derive(Debug, Subcommand)]
pub enum Command {
    List(list::Args),
    Import(import::Args),
    Remove(remove::Args),
    Health(health::Args),
    Plan(Box<plan::Args>),
    Apply(apply::Args),
    HandOver(hand_over::Args),
    Resume(resume::Args),
    Snapshot(snapshot::Args),
}

impl Command {
    pub async fn run(self, context: &Context<'_>) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => list::run(args, context).await,
            Self::Import(args) => import::run(args, context).await,
            Self::Remove(args) => remove::run(args, context).await,
            Self::Health(args) => health::run(args, context).await,
            Self::Plan(args) => plan::run(*args, context).await,
            Self::Apply(args) => apply::run(args, context).await,
            Self::HandOver(args) => hand_over::run(args, context).await,
            Self::Resume(args) => resume::run(args, context).await,
            Self::Snapshot(args) => snapshot::run(args, context).await,
        }
    }
}
