//! `sessions show`, and `plan status`.

use planner::SessionDocument;

use super::record::{FORMAT, Record};
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use store::{Session, StoreError, Trail};

/// Show one session
///
/// Prints the session document: the role as it was asked for, what was there, the SQL, checksums,
/// and for an apply the result of each statement. What was done, when and by whom is on stderr.
///
///   rolewright sessions show 986e35ce
///   rolewright sessions show 986e35ce --sql | less
///   rolewright sessions show 986e35ce --undo > undo.sql
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The session's sid, or its first characters (at least 6)
    sid: String,

    /// Only the SQL, byte for byte as it was checksummed
    #[arg(long, conflicts_with = "undo")]
    sql: bool,

    /// Only the SQL that returns the role to the state before
    #[arg(long)]
    undo: bool,
}

impl Args {
    /// Everything about one session.
    pub fn whole(sid: String) -> Self {
        Self {
            sid,
            sql: false,
            undo: false,
        }
    }
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let kept = context.store().await?.sessions().look(&args.sid).await?;
    let (ui, proof) = (context.ui, kept.proof);
    let sid = kept.session.sid.clone();
    if !proof.holds() && (args.sql || args.undo) {
        // Somebody would run it.
        return Err(StoreError::Untrue { sid, proof }.into());
    }
    if !proof.holds() {
        ui.warning(format_args!("session {sid} is not to be trusted: {proof}"));
    }
    if ui.wants_json() && !args.sql && !args.undo {
        ui.product_json(FORMAT, &Record::from(kept))?;
        return Ok(Exit::Done);
    }
    let session = &kept.session;
    if args.sql || args.undo {
        let document = document(session)?;
        let text = if args.sql {
            document.sql_plan
        } else {
            document.undo_sql
        };
        if ui.wants_json() {
            let body = serde_json::json!({ "sid": session.sid, "sql": text });
            ui.product_json("sql/1", &body)?;
        } else {
            ui.product(&text)?;
        }
        return Ok(Exit::Done);
    }
    ui.status(headline(session));
    if let Some(line) = whereabouts(&kept.trail) {
        ui.status(line);
    }
    match &session.document {
        Some(text) => ui.product(text)?,
        None => ui.product(&serde_yaml::to_string(&Record::from(kept))?)?,
    }
    Ok(Exit::Done)
}

fn document(session: &Session) -> Result<SessionDocument, CommandError> {
    let Some(text) = &session.document else {
        let why = match session.message.as_str() {
            "" => String::new(),
            message => format!(": {message}"),
        };
        let message = format!(
            "session {} has no SQL ({} {}{why})",
            session.sid,
            session.kind.as_str(),
            session.status
        );
        return Err(CommandError::new(ErrorKind::Error, message));
    };
    Ok(SessionDocument::from_yaml(text)?)
}

/// Where and with what it was done, as far as that is on record.
fn whereabouts(trail: &Trail) -> Option<String> {
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    let parts = [
        trail.host_name.as_ref().map(|host| format!("on {host}")),
        trail.admin_account.as_ref().map(|a| format!("as {a}")),
        trail
            .planner_version
            .as_ref()
            .map(|v| format!("planner {v}")),
        trail
            .adopted_by
            .as_ref()
            .map(|by| format!("adopted by {by}")),
        match (&trail.lock_asked_at, &trail.locked_at) {
            (Some(asked), Some(locked)) => Some(format!("lock asked {asked}, held {locked}")),
            (Some(asked), None) => Some(format!("lock asked {asked}, never held")),
            _ => None,
        },
        match (&trail.digest_before, &trail.digest_after) {
            (Some(before), Some(after)) => Some(format!(
                "facts {} before, {} after",
                short(before),
                short(after)
            )),
            (Some(before), None) => Some(format!("facts {}", short(before))),
            _ => None,
        },
        trail.plan_use.as_ref().map(|state| format!("plan {state}")),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let line = parts.join(", ");
    (!line.is_empty()).then(|| planner::quote::display(&line))
}

fn headline(session: &Session) -> String {
    let of_plan = session
        .plan_sid
        .as_ref()
        .map(|sid| format!(" of plan {sid}"))
        .unwrap_or_default();
    let until = session
        .expires_at
        .map(|at| format!(", expires {at:.0}"))
        .unwrap_or_default();
    let message = match session.message.as_str() {
        "" => String::new(),
        message => format!(": {}", planner::quote::display(message)),
    };
    format!(
        "{}{of_plan}: {} on {:?}, {} by {} at {:.0}{until}{message}",
        session.kind.as_str(),
        session.role_name,
        session.resource,
        session.status,
        session.os_user,
        session.started_at,
    )
}
