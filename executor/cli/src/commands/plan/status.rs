//! `plan status`.

use crate::commands::sessions::show;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Show a plan that was made
///
///   rolewright plan status 986e35ce-f3fc-4f79-b136-512eada7b850
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The plan's sid, or its first characters (at least 6)
    sid: String,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    show::run(show::Args::whole(args.sid), context).await
}
