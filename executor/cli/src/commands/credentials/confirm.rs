//! `credentials confirm`.

use crate::commands::health::doubts;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use ops::OpsError;
use store::TestedAt;

/// Confirm that an admin account is for the host and port that its resource has now
///
/// The password of an admin account is sent only to where it was let in when it was set. Where the
/// inventory has another host or port since, everything is refused until somebody who knows that the
/// server is the right one says so, with this command: it logs in there, and keeps the account.
///
///   rolewright credentials confirm analytics
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = context.workbench().await?;
    let resource = workbench.store.inventory().get(&args.name).await?;
    let account = workbench.store.credentials().get(&args.name).await?;
    let account = account.ok_or_else(|| OpsError::NoCredentials(args.name.clone()))?;
    let (before, now) = (account.tested, TestedAt::from(&resource));
    let spinner = context.ui.progress();
    spinner.say(format!("logging in to {now} as {:?}", account.user));
    let health = workbench
        .set_account(&resource, &account.user, &account.password)
        .await;
    drop(spinner);
    let health = health.map_err(|error| CommandError::from(error).hint("nothing was changed"))?;
    for doubt in doubts(&health) {
        context.ui.warning(format_args!("{:?}: {doubt}", args.name));
    }
    if context.ui.wants_json() {
        let body = serde_json::json!({
            "resource": args.name,
            "user": account.user,
            "confirmed": now.to_string(),
            "before": before.to_string(),
            "server_version": health.server_version,
        });
        context.ui.product_json("credentials-confirm/1", &body)?;
    }
    context.ui.status(format_args!(
        "the admin account of {:?} is {:?} at {now} (before: {before})",
        args.name, account.user
    ));
    Ok(Exit::Done)
}
