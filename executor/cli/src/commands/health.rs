//! `health`.

use std::time::Duration;

use serde::Serialize;

use super::account::AccountArgs;
use crate::context::Context;
use crate::error::{CommandError, remedy};
use crate::exit::Exit;
use cluster::connect::{Health, Pooling};
use ops::OpsError;

/// Log in to a resource with its admin account and look around
///
/// Prints `status: ok` and what was found, with where the password comes from (`stored`, `command`,
/// `pgpass`, `none`, `libpq`); exits 1 with the reason and a remedy where that fails.
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

/// What `status: ok` comes with; as YAML it is what people read.
#[derive(Serialize)]
struct Body {
    status: &'static str,
    resource: String,
    server_version: String,
    user: String,
    password: &'static str,
    superuser: bool,
    createrole: bool,
    database: String,
    tls: bool,
    standby: bool,
    pooler: &'static str,
    connect_ms: f64,
    latency_ms: f64,
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
            context.ui.product_json("health/1", &body)?;
            return Ok(Exit::Failed);
        }
        Err(error) => return Err(error.into()),
    };
    for doubt in doubts(&health) {
        context.ui.warning(format_args!("{:?}: {doubt}", args.name));
    }
    let report = Body::new(args.name, health);
    if context.ui.wants_json() {
        context.ui.product_json("health/1", &report)?;
    } else {
        context.ui.product(&serde_yaml::to_string(&report)?)?;
    }
    Ok(Exit::Done)
}

/// What is fine for connecting, but not for provisioning.
pub fn doubts(health: &Health) -> Vec<&'static str> {
    let mut doubts = Vec::new();
    if health.in_recovery {
        doubts.push(
            "this is a standby: it can be read, not provisioned; point the resource at the primary",
        );
    }
    if !health.superuser && !health.createrole {
        doubts
            .push("the admin account is neither superuser nor CREATEROLE, so it cannot make roles");
    }
    doubts
}

impl Body {
    fn new(resource: String, health: Health) -> Self {
        // Whole microseconds are plenty.
        let ms = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
        Self {
            status: "ok",
            resource,
            server_version: health.server_version,
            user: health.user.to_string(),
            password: health.password_from,
            superuser: health.superuser,
            createrole: health.createrole,
            database: health.database.to_string(),
            tls: health.tls,
            standby: health.in_recovery,
            pooler: match health.pooling {
                Pooling::None => "none",
                Pooling::Transaction => "transaction mode",
                Pooling::Some | Pooling::Unknown => "in between",
            },
            connect_ms: ms(health.connect_time),
            latency_ms: ms(health.latency),
        }
    }
}
