//! `credentials import`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use futures_util::{StreamExt, stream};
use planner::import::{Class, Classified, CredentialEntry, Login, credentials};

use crate::commands::import_rows::Rows;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::files;
use ops::Workbench;
use secret::Secret;
use store::{PasswordFrom, Resource};

/// Logins at a time.
const AT_ONCE: usize = 8;

/// Store the admin accounts of a CSV file, each after logging in with it
///
/// The file begins with the header `name,admin_user,password,password_command`, of which the last may
/// be left out. Where its cell has a command, that is run to get the password, and the cell of
/// `password` is empty; its words are taken apart as a shell does (quotes and backslashes), and nothing
/// else of a shell is done. Every row is shown with what became of it. A row that is invalid, in
/// conflict with another, or whose login fails is not stored, the others are; the exit code is 1 then.
///
///   rolewright credentials import -f credentials.csv
///   pass show fleet/credentials.csv | rolewright credentials import -f -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The CSV file; `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    file: PathBuf,

    /// Log in with each, and store nothing
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let input = files::read(&args.file, files::WRITTEN)?;
    let workbench = context.workbench().await?;
    let resources: BTreeMap<_, _> = workbench
        .store
        .inventory()
        .list()
        .await?
        .into_iter()
        .map(|resource| (resource.name.clone(), resource))
        .collect();
    let names: BTreeSet<_> = resources.keys().cloned().collect();
    let users = workbench.store.credentials().users().await?;
    let import = credentials::classify(&*input.bytes, &names, &users)
        .map_err(|error| CommandError::from(error).within(&input.name))?;
    drop(input);
    let mut rows = Rows::of(&import);

    let to_try: Vec<_> = import.rows.into_iter().filter_map(to_try).collect();
    let total = to_try.len();
    let spinner = context.ui.progress();
    let mut tries = stream::iter(to_try.into_iter().map(|(line, entry)| {
        let (workbench, resource) = (&workbench, resources.get(&entry.name));
        async move {
            (
                line,
                try_one(workbench, resource, entry, args.dry_run).await,
            )
        }
    }))
    .buffer_unordered(AT_ONCE);
    let (mut done, mut stored) = (0, 0);
    while let Some((line, result)) = tries.next().await {
        done += 1;
        spinner.say(format!("logged in to {done} of {total}"));
        match result {
            Ok(()) if args.dry_run => rows.settle(line, "ok", "the login works".to_owned()),
            Ok(()) => {
                stored += 1;
                rows.settle(line, "stored", String::new());
            }
            Err(error) => rows.settle(line, "failed", error.one_line()),
        }
    }
    drop(tries);
    drop(spinner);
    rows.report("credentials", args.dry_run, stored, context.ui)?;
    Ok(if rows.any_failed() {
        Exit::Failed
    } else {
        Exit::Done
    })
}

fn to_try(row: Classified<CredentialEntry>) -> Option<(u32, CredentialEntry)> {
    match row.class {
        Class::New { entry } | Class::Updated { entry, .. } => Some((row.line, entry)),
        _ => None,
    }
}

async fn try_one(
    workbench: &Workbench,
    resource: Option<&Resource>,
    entry: CredentialEntry,
    dry_run: bool,
) -> Result<(), CommandError> {
    // Only a resource of the inventory gets past `classify`.
    let Some(resource) = resource else {
        return Ok(());
    };
    let password = match entry.password {
        Login::Password(password) => Secret::new(password.into_exposed()).into(),
        Login::Command(words) => PasswordFrom::Command(words),
    };
    let user = &entry.admin_user;
    match dry_run {
        true => workbench.try_account(resource, user, &password).await,
        false => workbench.set_account(resource, user, &password).await,
    }
    .map(drop)
    .map_err(CommandError::from)
}
