//! `credentials hand-over`.

use super::role::{RoleArgs, in_force};
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Hand the password of a provisioned role over to the command that is to have it
///
/// For a password that was made before `resources hand-over` named a command, or that the command did
/// not take at the apply. The one that the server holds is given to it; once it ends with exit code 0
/// the store forgets the password. Recorded as a session first.
///
///   rolewright credentials hand-over hoopdev_analytics_ro_6075a443
///   rolewright credentials hand-over ro --resource analytics
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    role: RoleArgs,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = context.workbench().await?;
    let found = args.role.find(context, &workbench).await?;
    let (login, ..) = in_force(&workbench, &found).await?;
    let (resource, role) = (found.resource.as_str(), login.as_str());
    // What was begun is finished: the command may have the password already.
    context.interrupt.only_ask();
    let spinner = context.ui.progress();
    spinner.say(format!("handing over the password of {role:?}"));
    let of = found.role.as_str().into();
    let handed_over = workbench.hand_over(resource, &of, &login).await;
    drop(spinner);
    let handed_over = handed_over?;
    let ui = context.ui;
    if ui.wants_json() {
        let body = serde_json::json!({
            "resource": resource,
            "role_name": role,
            "to": handed_over.to,
            "compared": handed_over.unknown.is_none(),
            "sid": handed_over.sid,
        });
        ui.product_json("hand-over/1", &body)?;
    }
    if let Some(why) = handed_over.unknown {
        ui.warning(format_args!(
            "it could not be compared with what the server holds ({why}); it is the last one known to be in force"
        ));
    }
    ui.status(format_args!(
        "the password of {role:?} of {resource:?} was handed over to `{}` and is not kept here any more; recorded as session {}",
        handed_over.to, handed_over.sid
    ));
    Ok(Exit::Done)
}
