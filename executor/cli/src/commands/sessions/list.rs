//! `sessions list`.

use serde::Serialize;

use super::filter::Filter;
use super::record::Record;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::ui::Table;

/// List sessions, newest first
///
///   rolewright sessions list --resource analytics --kind apply
///   rolewright sessions list --status failed --limit 0 --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    filter: Filter,

    /// At most so many; 0 is all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
}

#[derive(Serialize)]
struct Body {
    sessions: Vec<Record>,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let store = context.store().await?;
    let filter = args.filter.of(args.limit);
    let sessions = store.sessions().list_kept(&filter).await?;
    let complete = store.sessions().is_complete().await?;
    let untrue = sessions.iter().filter(|kept| !kept.proof.holds()).count();
    if sessions.is_empty() {
        context.ui.status("no sessions");
    } else if args.limit > 0 && sessions.len() >= args.limit as usize {
        context.ui.hint(format_args!(
            "the newest {}; --limit 0 lists all",
            args.limit
        ));
    }
    let sessions: Vec<_> = sessions.into_iter().map(Record::from).collect();
    if untrue > 0 || !complete {
        let what = match complete {
            true => format!("{untrue} of these are not what was recorded (marked with !)"),
            false => "sessions were removed, or the chain of them was changed".to_owned(),
        };
        context.ui.warning(format_args!(
            "{what}; `rolewright sessions verify` says which"
        ));
    }
    if context.ui.wants_json() {
        context.ui.product_json("sessions/1", &Body { sessions })?;
        return Ok(Exit::Done);
    }
    let header = [
        "STARTED", "SID", "KIND", "RESOURCE", "ROLE", "STATUS", "BY", "MESSAGE",
    ];
    let mut table = Table::new(&header);
    for session in &sessions {
        table.row(&[
            &format!("{:.0}", session.started_at),
            &marked(session),
            &session.kind,
            &session.resource,
            &session.role_name,
            &session.status,
            &session.os_user,
            &session.message,
        ]);
    }
    context.ui.product_table(table)?;
    Ok(Exit::Done)
}

/// The sid, marked where the record is not what was recorded.
fn marked(session: &Record) -> String {
    let mark = if session.untrue.is_some() { "!" } else { "" };
    format!("{mark}{}", session.sid)
}
