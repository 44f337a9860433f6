//! `resources resume`.

use serde::Serialize;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use ops::{Resumed, Status};

/// Find out what became of an apply that never said how it ended, and finish it
///
/// For an apply whose process was killed, or lost the cluster in the middle. What is on the cluster
/// is looked at, the record and the role's password are put right, and what is left of the plan is
/// applied where it is part of what was reviewed; else a new plan is needed. Every plan or apply of
/// the role finds out too, but applies nothing of it.
///
///   rolewright resources resume --sid 986e35ce
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The session of the apply, or its first characters (at least 6)
    #[arg(long, value_name = "SID")]
    sid: String,
}

#[derive(Serialize)]
struct Body<'a> {
    sid: &'a str,
    status: &'a str,
    message: &'a str,
    needs_a_plan: bool,
    /// The apply that did the rest.
    finished_by: Option<Rest<'a>>,
}

#[derive(Serialize)]
struct Rest<'a> {
    sid: &'a str,
    status: &'a str,
    message: &'a str,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = context.workbench().await?;
    context.interrupt.only_ask();
    let spinner = context.ui.progress();
    let resumed = workbench.resume(&args.sid, &spinner.listener()).await?;
    drop(spinner);
    let (session, rest) = match &resumed {
        Resumed::Settled(session) | Resumed::NeedsAPlan(session) => (session, None),
        Resumed::Finished(session, entry) => (session, Some(entry)),
    };
    let needs_a_plan = matches!(resumed, Resumed::NeedsAPlan(_));
    let rest = rest.map(|entry| Rest {
        sid: &entry.sid,
        status: entry.status.as_str(),
        message: &entry.message,
    });
    let (sid, status, message) = (&session.sid, &session.status, &session.message);
    let ui = context.ui;
    if ui.wants_json() {
        let body = Body {
            sid,
            status,
            message,
            needs_a_plan,
            finished_by: rest,
        };
        ui.product_json("resume/1", &body)?;
    } else {
        ui.product(&format!("{sid}  {status}  {message}\n"))?;
        if let Some(Rest {
            sid,
            status,
            message,
        }) = rest
        {
            ui.product(&format!("{sid}  {status}  {message}\n"))?;
        }
    }
    if needs_a_plan {
        ui.hint(
            "what is left is not part of the reviewed plan: plan the role again and apply that",
        );
        return Ok(Exit::Failed);
    }
    Ok(match resumed {
        Resumed::Finished(_, entry) => match entry.status {
            _ if entry.password_handed_over == Some(false) => Exit::Failed,
            Status::Success | Status::Skipped => Exit::Done,
            Status::Stale => Exit::Stale,
            _ => Exit::Failed,
        },
        _ => Exit::Done,
    })
}
