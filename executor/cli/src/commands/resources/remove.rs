//! `resources remove`.

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Take a resource out of the inventory, with its admin account
///
/// Nothing is changed on the cluster: its roles stay, and so do their passwords and the sessions in
/// the store.
///
///   rolewright resources remove analytics
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    context
        .store()
        .await?
        .inventory()
        .remove(&args.name)
        .await?;
    if context.ui.wants_json() {
        context
            .ui
            .product_json("removed/1", &serde_json::json!({ "name": args.name }))?;
    }
    context.ui.status(format_args!(
        "removed {:?} and its admin account",
        args.name
    ));
    Ok(Exit::Done)
}
