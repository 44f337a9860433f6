//! The commands. One file each; the doc comment on its `Args` is its help text.

mod account;
mod apply;
mod backup;
mod completions;
mod credentials;
mod demo;
mod health;
mod import_rows;
mod key;
mod man;
mod plan;
mod resources;
mod schema;
mod serve;
mod sessions;
mod snapshot;
mod test;

use clap::Subcommand;

use super::context::Context;
use super::error::CommandError;
use super::exit::Exit;

/// All commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(subcommand)]
    Resources(resources::Command),
    Plan(Box<plan::Args>),
    Apply(apply::Args),
    Snapshot(snapshot::Args),
    Health(health::Args),
    #[command(subcommand)]
    Credentials(credentials::Command),
    #[command(subcommand)]
    Sessions(sessions::Command),
    Backup(backup::Args),
    Serve(serve::Args),
    #[command(subcommand)]
    Key(key::Command),
    Test(test::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    Man(man::Args),
    Schema(schema::Args),
}

impl Command {
    /// How much of its log is always written: that of a command that goes on by itself.
    pub fn least_verbose(&self) -> u8 {
        u8::from(matches!(self, Self::Serve(_)))
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What keeps it from going on; what becomes of single items is in its [`Exit`].
    pub async fn run(self, context: &Context<'_>) -> Result<Exit, CommandError> {
        match self {
            Self::Resources(command) => command.run(context).await,
            Self::Plan(args) => plan::run(*args, context).await,
            Self::Apply(args) => apply::run(args, context).await,
            Self::Snapshot(args) => snapshot::run(args, context).await,
            Self::Health(args) => health::run(args, context).await,
            Self::Credentials(command) => command.run(context).await,
            Self::Sessions(command) => command.run(context).await,
            Self::Serve(args) => serve::run(args, context).await,
            Self::Backup(args) => backup::run(args, context).await,
            Self::Key(command) => command.run(context).await,
            Self::Test(args) => test::run(args, context),
            Self::Demo(args) => demo::run(args, context).await,
            Self::Completions(args) => completions::run(&args, context),
            Self::Man(args) => man::run(&args, context),
            Self::Schema(args) => schema::run(&args, context),
        }
    }
}
