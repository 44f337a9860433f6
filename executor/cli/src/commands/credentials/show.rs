//! `credentials show`.

use jiff::Timestamp;
use planner::desired::{login_names, role_name};
use planner::names::RoleName;

use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use crate::ui::Ui;
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
    let found = find(&args, context, &workbench).await?;
    let (role, secret, compared) = in_force(&workbench, &found).await?;
    let (resource, role) = (found.resource, role.as_str());
    // First the record, then the password: none is shown that is not on it. Where the home is
    // read-only, whoever reads it has database and key anyway.
    let record = reveal(&args, &resource, role, &workbench.os_user);
    let recorded = !workbench.store.is_read_only();
    if recorded {
        workbench.store.sessions().insert(&record).await?;
    }
    let ui = context.ui;
    print(&record, &secret, (recorded, compared.is_ok()), ui)?;
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

/// The session that says to whom it was shown.
fn reveal(args: &Args, resource: &str, role: &str, os_user: &str) -> Session {
    let label = match role == args.role {
        true => String::new(),
        false => args.role.clone(),
    };
    let now = Timestamp::now();
    Session {
        sid: uuid::Uuid::new_v4().to_string(),
        kind: SessionKind::Reveal,
        resource: resource.to_owned(),
        role_label: label,
        role_name: role.to_owned(),
        status: "success".to_owned(),
        message: format!("the password was shown to {os_user}"),
        document: None,
        facts: None,
        plan_sid: None,
        started_at: now,
        finished_at: Some(now),
        expires_at: None,
        os_user: os_user.to_owned(),
    }
}

fn print(
    record: &Session,
    secret: &RoleSecret,
    (recorded, compared): (bool, bool),
    ui: &Ui,
) -> Result<(), CommandError> {
    let (resource, role) = (&record.resource, &record.role_name);
    let password = secret.secret.expose();
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

/// A role, and the passwords that are kept for it.
struct Kept {
    resource: String,
    role: String,
    /// Of the role itself, or of its two logins: each with the likeliest of its passwords, newest first.
    logins: Vec<(RoleName, RoleSecret)>,
}

/// The password that the server holds; where it cannot be asked, the likeliest one and why. Of two
/// logins that work, the one whose password is newer.
async fn in_force(
    workbench: &Workbench,
    kept: &Kept,
) -> Result<(RoleName, RoleSecret, Result<(), String>), CommandError> {
    let (mut unknown, mut count) = (None, 0);
    for (name, _) in &kept.logins {
        let compared = workbench.password_in_force(&kept.resource, name).await?;
        if let Some(secret) = compared.in_force {
            return Ok((name.clone(), secret, Ok(())));
        }
        unknown = unknown.or(compared.unknown);
        count += compared.all.len();
    }
    let confirmed = |(_, secret): &&(RoleName, RoleSecret)| secret.state == SecretState::Confirmed;
    let mut all = kept.logins.iter();
    let likeliest = all.clone().find(confirmed).or_else(|| all.next());
    match (likeliest, unknown) {
        (Some((name, secret)), Some(why)) => Ok((name.clone(), secret.clone(), Err(why))),
        _ => Err(CommandError::new(
            ErrorKind::Error,
            format!(
                "no password of role {:?} of {:?} is known to work: the server holds none of the {count} that are kept here, or the role is not there",
                kept.role, kept.resource
            ),
        )
        .hint("`rolewright plan … --rotate-password` and an apply of that give it a new one")),
    }
}

/// The role meant: the one candidate with a password.
async fn find(
    args: &Args,
    context: &Context<'_>,
    workbench: &Workbench,
) -> Result<Kept, CommandError> {
    let mut found = Vec::new();
    for (resource, role, label) in candidates(args, context, workbench).await? {
        let kept = kept(workbench, resource, role, label.as_deref()).await?;
        if !kept.logins.is_empty() {
            found.push(kept);
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
                .map(|kept| format!("{} of {}", kept.role, kept.resource))
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

/// What is kept for a role and its logins.
async fn kept(
    workbench: &Workbench,
    resource: String,
    role: String,
    label: Option<&str>,
) -> Result<Kept, CommandError> {
    let name = RoleName::new(role.clone());
    let [a, b] = login_names(&name, label);
    let secrets = workbench.store.role_secrets();
    let mut logins = Vec::new();
    for name in [name, a, b] {
        if let Some(secret) = secrets.current(&resource, name.as_str()).await? {
            logins.push((name, secret));
        }
    }
    logins.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.created_at));
    Ok(Kept {
        resource,
        role,
        logins,
    })
}

/// Resource, role and label, where it is known.
type Candidate = (String, String, Option<String>);

/// The roles that sessions speak of, and those that the names could mean.
async fn candidates(
    args: &Args,
    context: &Context<'_>,
    workbench: &Workbench,
) -> Result<Vec<Candidate>, CommandError> {
    let filter = SessionFilter {
        resource: args.resource.clone(),
        role: Some(args.role.clone()),
        ..SessionFilter::default()
    };
    let sessions = workbench.store.sessions().list(&filter).await?;
    let of_sessions = sessions
        .into_iter()
        .filter(|session| session.kind != SessionKind::Reveal)
        .map(|session| {
            let label = Some(session.role_label).filter(|label| !label.is_empty());
            (session.resource, session.role_name, label)
        });
    let mut candidates: Vec<Candidate> = of_sessions.collect();
    if let Some(resource) = &args.resource {
        if let Ok(name) = role_name(context.prefix(), &resource.as_str().into(), &args.role) {
            let label = Some(args.role.clone());
            candidates.push((resource.clone(), name.as_str().to_owned(), label));
        }
        candidates.push((resource.clone(), args.role.clone(), None));
    } else {
        // One of two logins, which no session is of.
        let secrets = workbench.store.role_secrets();
        let named = secrets.resources_of(&args.role).await?.into_iter();
        candidates.extend(named.map(|resource| (resource, args.role.clone(), None)));
    }
    // With its label where one says it.
    candidates.sort_by(|a, b| (&a.0, &a.1, a.2.is_none()).cmp(&(&b.0, &b.1, b.2.is_none())));
    candidates.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
    Ok(candidates)
}
