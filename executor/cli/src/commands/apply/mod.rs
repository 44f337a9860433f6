//! `apply`.

mod choose;
mod execute;
mod report;

use std::path::PathBuf;

use super::account::AccountArgs;
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use crate::words::plural;
use choose::{How, Job};
use ops::SharedReadings;

/// Run the SQL of plans, exactly as it was reviewed
///
/// Each plan is made again from a fresh look at its cluster, under a lock. Where anything differs,
/// the SQL, the facts it came from, the cluster itself, the plan is stale: nothing is changed, and
/// the message says what differs. Else the statements run in transactions that are committed only
/// when the result was read back and found as desired. A plan is applied once.
///
///   rolewright apply analytics --sid 986e35ce-f3fc-4f79-b136-512eada7b850
///   rolewright apply -f result.yaml
///
/// Plans that were in sync or applied before are skipped. One that fails does not keep the others from
/// being applied:
/// they are begun in the file's order, several resources and several roles of one at a time, as far as
/// `--connections` has room. Exit code 4 where any was edited after it was made, or belongs to another
/// resource, cluster or store; else 3 where any was stale, else 1 where any failed, else 0.
///
/// The password of a new role, or of one whose password is rotated, is made here and stored:
/// `rolewright credentials show ROLE`. Where `resources hand-over` names a command, that gets it
/// instead; where it does not take it the password stays stored, the apply is a success that says so,
/// and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource; has to be the plan's
    #[arg(conflicts_with = "file")]
    name: Option<String>,

    /// The session of the plan, or its first characters (at least 6)
    #[arg(long, value_name = "SID", conflicts_with = "file")]
    sid: Option<String>,

    /// The plan results that `plan -o` wrote; `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Do not log in as the role afterwards, with a password that was made
    #[arg(long)]
    no_login_test: bool,

    /// Take over a role that is on the cluster already and that this store never made; on record
    #[arg(long)]
    adopt: bool,

    /// Ask on the terminal before anything is changed
    #[arg(long)]
    confirm: bool,

    #[command(flatten)]
    account: AccountArgs,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let from_stdin = args
        .file
        .as_ref()
        .is_some_and(|path| path.as_os_str() == "-");
    if args.confirm && (from_stdin || !context.ui.has_reader()) {
        return Err(CommandError::usage("--confirm needs a terminal to ask on"));
    }
    if args.file.is_none() && args.sid.is_none() {
        return Err(
            CommandError::usage("say what to apply: --sid SID, or -f result.yaml").hint(
                "`rolewright plan … -o result.yaml` makes such a file, and every plan has a SID",
            ),
        );
    }
    let read = args.file.as_deref().map(choose::read).transpose()?;
    let mut workbench = args.account.workbench(context).await?;
    let how = How {
        login_test: !args.no_login_test,
        adopt: args.adopt,
    };
    let name = args.name.as_deref();
    let jobs = match (read, &args.sid) {
        (Some(file), _) => choose::from_file(file, how, &workbench).await?,
        (None, Some(sid)) => vec![choose::from_session(sid, name, how, &workbench).await?],
        (None, None) => Vec::new(),
    };
    let todo = jobs
        .iter()
        .filter(|job| matches!(job, Job::Todo(_)))
        .count();
    if context.ui.has_reader() && todo > 0 {
        report::announce(&jobs, context.ui);
        if args.confirm
            && !context
                .ui
                .confirm(&format!("Apply {todo} plan{}?", plural(todo)))
        {
            return Err(CommandError::new(
                ErrorKind::Error,
                "not confirmed; nothing was changed",
            ));
        }
    }
    // Memory for time: worth it where another may need what one has read.
    workbench.shared = (todo > 1).then(SharedReadings::default);
    let rows = execute::all(jobs, &workbench, context).await;
    report::report(&rows, context)
}
