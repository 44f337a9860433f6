//! `credentials show`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use planner::desired::role_name;

use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use ops::Workbench;
use store::{RoleSecret, SecretState, Session, SessionFilter, SessionKind};

/// Show the password of a provisioned role
///
/// That it was shown, when and to whom is recorded as a session first. With `--quiet` only the
/// password is printed, for a pipe.
///
///   rolewright credentials show hoopdev_analytics_ro_6075a443
///   rolewright credentials show ro --resource analytics --quiet | vault write db/ro password=-
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The role's name, or its label
    role: String,

    /// The resource; needed where several have such a role
    #[arg(short, long, value_name = "NAME")]
    resource: Option<String>,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = context.workbench().await?;
    let (resource, role, secret) = find(&args, context, &workbench).await?;
    let sid = uuid::Uuid::new_v4().to_string();
    let label = match role == args.role {
        true => String::new(),
        false => args.role.clone(),
    };
    let now = Timestamp::now();
    let record = Session {
        sid: sid.clone(),
        kind: SessionKind::Reveal,
        resource: resource.clone(),
        role_label: label,
        role_name: role.clone(),
        status: "success".to_owned(),
        message: format!("the password was shown to {}", workbench.os_user),
        document: None,
        facts: None,
        plan_sid: None,
        started_at: now,
        finished_at: Some(now),
        expires_at: None,
        os_user: workbench.os_user.clone(),
    };
    // First the record, then the password: none is shown that is not on it. Where the home is
    // read-only, whoever reads it has database and key anyway.
    let recorded = !workbench.store.is_read_only();
    if recorded {
        workbench.store.sessions().insert(&record).await?;
    }
    let state = match secret.state {
        SecretState::Confirmed => "confirmed",
        SecretState::Pending => "pending",
    };
    let ui = context.ui;
    if ui.wants_json() {
        let body = serde_json::json!({
            "resource": resource,
            "role_name": role,
            "password": secret.secret.expose(),
            "state": state,
            "made_by": secret.sid,
            "made_at": secret.created_at,
            "sid": recorded.then_some(&sid),
        });
        ui.product_json("password/1", &body)?;
    } else if ui.is_quiet() {
        ui.product(&format!("{}\n", secret.secret.expose()))?;
    } else {
        let password = secret.secret.expose();
        let text = format!("resource: {resource}\nrole: {role}\npassword: {password}\n");
        ui.product(&text)?;
    }
    if secret.state == SecretState::Pending {
        ui.warning(format_args!(
            "the apply that made this password (session {}) has not said that the cluster took it",
            secret.sid
        ));
    }
    match recorded {
        true => ui.status(format_args!(
            "recorded as session {sid}: shown to {}",
            workbench.os_user
        )),
        false => ui.warning("the home is read-only: that it was shown is not recorded"),
    }
    Ok(Exit::Done)
}

/// The role meant, among those that sessions speak of and that the names could mean.
async fn find(
    args: &Args,
    context: &Context<'_>,
    workbench: &Workbench,
) -> Result<(String, String, RoleSecret), CommandError> {
    let filter = SessionFilter {
        resource: args.resource.clone(),
        role: Some(args.role.clone()),
        ..SessionFilter::default()
    };
    let sessions = workbench.store.sessions().list(&filter).await?;
    let mut candidates: BTreeSet<_> = sessions
        .into_iter()
        .filter(|session| session.kind != SessionKind::Reveal)
        .map(|session| (session.resource, session.role_name))
        .collect();
    if let Some(resource) = &args.resource {
        candidates.insert((resource.clone(), args.role.clone()));
        if let Ok(name) = role_name(context.prefix(), &resource.as_str().into(), &args.role) {
            candidates.insert((resource.clone(), name.as_str().to_owned()));
        }
    }
    let mut found = Vec::new();
    for (resource, role) in candidates {
        if let Some(secret) = workbench
            .store
            .role_secrets()
            .current(&resource, &role)
            .await?
        {
            found.push((resource, role, secret));
        }
    }
    let place = args
        .resource
        .as_ref()
        .map(|r| format!(" of {r:?}"))
        .unwrap_or_default();
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(last), false) => {
            found.push(last);
            let names: Vec<_> = found
                .iter()
                .map(|(resource, role, _)| format!("{role} of {resource}"))
                .collect();
            Err(CommandError::usage(format!(
                "{:?} could be any of {}",
                args.role,
                names.join(", ")
            ))
            .hint("say which: give the role's whole name, and --resource"))
        }
        (None, _) => Err(CommandError::new(
            ErrorKind::Error,
            format!("no password is stored for role {:?}{place}", args.role),
        )
        .hint(
            "an apply that creates the role, or one of a plan with --rotate-password, stores one",
        )),
    }
}
