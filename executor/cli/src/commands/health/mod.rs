//! `health`.

mod checks;
mod report;
mod room;
mod waits;

use super::account::AccountArgs;
use crate::context::Context;
use crate::error::{CommandError, remedy};
use crate::exit::Exit;
use cluster::connect::Health;
use ops::OpsError;

use checks::{Asked, State, checks};
use report::Report;

/// Log in to a resource with its admin account and look around
///
/// Looks at what an apply would run into now: TLS, the version, the account's rights, the clock, a
/// pooler, a standby, standbys that are missing, connections that are left, settings that bite, locks.
/// It takes one round trip after the login, and changes nothing. It says where the password comes from
/// (`stored`, `command`, `pgpass`, `none`, `libpq`).
///
/// `status: ok` comes with warnings where an apply works all the same (exit code 0); `status: cannot
/// apply` says that plans work and an apply would be refused, and `status: failed` that nobody could log
/// in (exit code 1).
///
///   rolewright health analytics
///   rolewright health analytics --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,

    #[command(flatten)]
    account: AccountArgs,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = args.account.workbench(context).await?;
    let spinner = context.ui.progress();
    spinner.say(format!("connecting to {:?}", args.name));
    let health = workbench.health(&args.name).await;
    drop(spinner);
    let health = match health {
        Ok(health) => health,
        Err(OpsError::Connect(error)) if context.ui.wants_json() => {
            let body = serde_json::json!({
                "status": "failed",
                "resource": args.name,
                "message": format!("{}: {}", error.conninfo, error.kind),
                "remedy": remedy::connect(&error),
            });
            context.ui.product_json("health/2", &body)?;
            return Ok(Exit::Failed);
        }
        Err(error) => return Err(error.into()),
    };
    let checks = checks(
        &health,
        Asked {
            prefix: context.prefix().as_str(),
            budget: context.global.connections,
            commit: context.global.commit_timeout,
        },
    );
    let report = Report::new(args.name, &health, &checks);
    if context.ui.wants_json() {
        context.ui.product_json("health/2", &report)?;
    } else {
        context.ui.product(&report.text(&checks)?)?;
    }
    Ok(match checks.iter().any(|c| c.state == State::Refused) {
        true => Exit::Failed,
        false => Exit::Done,
    })
}

/// What is fine for connecting, but not for provisioning: for those who set an account.
pub fn doubts(health: &Health) -> Vec<String> {
    let checks = [checks::standby(health), checks::rights(health)];
    let doubtful = checks.into_iter().filter(|c| c.state != State::Ok);
    doubtful
        .map(|check| match check.todo {
            Some(todo) => format!("{}; {todo}", check.says),
            None => check.says,
        })
        .collect()
}
