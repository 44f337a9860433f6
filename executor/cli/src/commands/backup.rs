//! `backup`.

use std::path::PathBuf;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Write a copy of the store: one consistent file, while others work with it
///
/// The file has mode 0600, and nothing is overwritten. The passwords in it stay sealed: the key
/// that opens them is not in it, and has to be kept too, in another place. To restore, put the file
/// into an empty home as `rolewright.db`, and the key beside it as `key` (or into ROLEWRIGHT_KEY).
///
///   rolewright backup /var/backups/rolewright-2026-11-25.db
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Where to write it; must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let store = context.store().await?;
    store.backup(&args.file).await?;
    let key = context.key_place()?;
    if context.ui.wants_json() {
        let body = serde_json::json!({ "output": args.file, "key": key });
        context.ui.product_json("backup/1", &body)?;
    }
    context.ui.status(format_args!(
        "wrote {}; the key that opens it is not in it: keep {key} too, in another place",
        args.file.display()
    ));
    Ok(Exit::Done)
}
