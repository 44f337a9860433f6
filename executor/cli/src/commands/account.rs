//! Whose account a command takes.

use clap::ValueEnum;

use crate::context::Context;
use crate::error::CommandError;
use ops::{AccountFrom, Workbench};

/// The option of the commands that enter a cluster.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct AccountArgs {
    /// Whose account: the stored one, or libpq's PGUSER, PGPASSWORD, PGPASSFILE or service [default:
    /// ROLEWRIGHT_CREDENTIALS, else store]
    #[arg(long, value_name = "WHERE", value_enum)]
    credentials: Option<Place>,
}

/// Where an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Place {
    /// That of `credentials set`
    #[value(alias = "stored")]
    Store,
    /// That of libpq's environment
    Env,
}

impl AccountArgs {
    /// The workbench, with that account.
    ///
    /// # Errors
    /// The store cannot be opened.
    pub async fn workbench(self, context: &Context<'_>) -> Result<Workbench, CommandError> {
        let account = self.credentials.map(|place| match place {
            Place::Store => AccountFrom::Store,
            Place::Env => AccountFrom::Env,
        });
        let workbench = context.workbench().await?;
        Ok(Workbench {
            account,
            ..workbench
        })
    }
}
