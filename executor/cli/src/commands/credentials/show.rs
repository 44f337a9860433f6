//! `credentials show`.

use child::Argv;
use jiff::Timestamp;
use secret::Secret;

use super::role::{RoleArgs, in_force};
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use crate::ui::Ui;
use store::{Held, RoleSecret, SecretState, Session};

/// Show the password of a provisioned role
///
/// That it was shown, when and to whom is recorded as a session first. With `--quiet` only the
/// password is printed, for a pipe. One that was handed over to a command is not here any more: to
/// whom and when is said, and the exit code is 1.
///
///   rolewright credentials show hoopdev_analytics_ro_6075a443
///   rolewright credentials show ro --resource analytics --quiet | vault write db/ro password=-
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    role: RoleArgs,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = context.workbench().await?;
    let args = args.role;
    let found = args.find(context, &workbench).await?;
    let (role, secret, compared) = in_force(&workbench, &found).await?;
    let (resource, role) = (found.resource, role.as_str());
    let password = match &secret.held {
        Held::Here(password) => password,
        Held::Elsewhere { to, at } => {
            return Err(elsewhere((&resource, role), to, *at, compared.err()));
        }
    };
    // First the record, then the password: none is shown that is not on it. Where the home is
    // read-only, whoever reads it has database and key anyway.
    let label = if role == args.role { "" } else { &args.role };
    let record = workbench.reveal(&resource, role, label);
    let recorded = !workbench.store.is_read_only();
    if recorded {
        workbench.store.sessions().insert(&record).await?;
    }
    let ui = context.ui;
    print(
        &record,
        (&secret, password),
        (recorded, compared.is_ok()),
        ui,
    )?;
    if let Err(why) = compared {
        ui.warning(format_args!(
            "it could not be compared with what the server holds ({why}); {}",
            match secret.state {
                SecretState::Confirmed => "it is the last one known to be in force",
                SecretState::Pending =>
                    "the apply that made it has not said that the cluster took it",
            }
        ));
    }
    match recorded {
        true => ui.status(format_args!(
            "recorded as session {}: shown to {}",
            record.sid, workbench.os_user
        )),
        false => ui.warning("the home is read-only: that it was shown is not recorded"),
    }
    Ok(Exit::Done)
}

fn print(
    record: &Session,
    (secret, password): (&RoleSecret, &Secret),
    (recorded, compared): (bool, bool),
    ui: &Ui,
) -> Result<(), CommandError> {
    let (resource, role) = (&record.resource, &record.role_name);
    let password = password.expose();
    if ui.wants_json() {
        let state = match secret.state {
            SecretState::Confirmed => "confirmed",
            SecretState::Pending => "pending",
        };
        let body = serde_json::json!({
            "resource": resource,
            "role_name": role,
            "password": password,
            "state": state,
            "made_by": secret.sid,
            "made_at": secret.created_at,
            "compared": compared,
            "sid": recorded.then_some(&record.sid),
        });
        ui.product_json("password/1", &body)?;
    } else if ui.is_quiet() {
        ui.product(&format!("{password}\n"))?;
    } else {
        let text = format!("resource: {resource}\nrole: {role}\npassword: {password}\n");
        ui.product(&text)?;
    }
    Ok(())
}

/// What is known of a password that was handed over.
fn elsewhere(
    (resource, role): (&str, &str),
    to: &[String],
    at: Timestamp,
    not_compared: Option<String>,
) -> CommandError {
    let to = Argv::new(to.to_vec()).map_or_else(|_| to.join(" "), |argv| argv.shown());
    let known = match not_compared {
        None => "it is what the server holds".to_owned(),
        Some(why) => format!("it could not be compared with what the server holds ({why})"),
    };
    let message = format!(
        "the password of role {role:?} of {resource:?} is not kept here: it was handed over to `{to}` at {at}; {known}"
    );
    CommandError::new(ErrorKind::Error, message).hint(
        "ask there; `rolewright plan … --rotate-password` and an apply of that give the role a new one",
    )
}
