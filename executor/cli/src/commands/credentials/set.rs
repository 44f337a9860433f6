//! `credentials set`.

use std::io::{BufRead, IsTerminal, Read};

use zeroize::{Zeroize, Zeroizing};

use super::tested::test_and_store;
use crate::commands::health::doubts;
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use secret::Secret;

/// Store the admin account of a resource, after logging in with it
///
/// The password is asked for on the terminal, or read from the first line of standard input with
/// `--password-stdin`. Where the login fails nothing is stored, and an account from before stays.
///
///   rolewright credentials set analytics --user postgres
///   vault read -field=password db/analytics | rolewright credentials set analytics --user postgres --password-stdin
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,

    /// The role to provision with: a superuser, or one with CREATEROLE
    #[arg(short, long, value_name = "USER")]
    user: String,

    /// Read the password from standard input: its first line, without the line end
    #[arg(long)]
    password_stdin: bool,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let workbench = context.workbench().await?;
    // Before the password: nobody should type one for a name that is not there.
    let resource = workbench.store.inventory().get(&args.name).await?;
    let password = match args.password_stdin {
        true => from_stdin()?,
        false => from_terminal(&args)?,
    };
    let spinner = context.ui.progress();
    spinner.say(format!("logging in to {:?} as {:?}", args.name, args.user));
    let health = test_and_store(&workbench, &resource, &args.user, &password).await;
    drop(spinner);
    let health = health.map_err(|error| error.hint("nothing was stored"))?;
    for doubt in doubts(&health) {
        context.ui.warning(format_args!("{:?}: {doubt}", args.name));
    }
    if context.ui.wants_json() {
        let body = serde_json::json!({
            "resource": args.name,
            "user": args.user,
            "stored": true,
            "server_version": health.server_version,
        });
        context.ui.product_json("credentials/1", &body)?;
    }
    context.ui.status(format_args!(
        "stored the admin account of {:?}: {:?} on PostgreSQL {}",
        args.name, args.user, health.server_version
    ));
    Ok(Exit::Done)
}

fn from_terminal(args: &Args) -> Result<Secret, CommandError> {
    if !std::io::stdin().is_terminal() {
        return Err(
            CommandError::usage("there is no terminal to ask for the password on")
                .hint("pipe the password in and add --password-stdin"),
        );
    }
    let prompt = format!("Password of {} on {}: ", args.user, args.name);
    match rpassword::prompt_password(planner::quote::display(&prompt)) {
        Ok(password) => not_empty(Secret::new(password)),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            Err(CommandError::new(ErrorKind::Interrupted, "interrupted"))
        }
        Err(error) => Err(CommandError::caused("cannot read the password", &error)),
    }
}

fn from_stdin() -> Result<Secret, CommandError> {
    // PostgreSQL takes passwords of up to 1023 bytes; a line of 64 KiB is something else.
    const LONGEST: u64 = 64 << 10;
    let mut line = Zeroizing::new(Vec::with_capacity(1024));
    std::io::stdin()
        .lock()
        .take(LONGEST)
        .read_until(b'\n', &mut line)
        .map_err(|error| CommandError::caused("cannot read the password", &error))?;
    let end = line.strip_suffix(b"\n").unwrap_or(&line);
    let end = end.strip_suffix(b"\r").unwrap_or(end);
    match String::from_utf8(end.to_vec()) {
        Ok(text) => not_empty(Secret::new(text)),
        Err(error) => {
            error.into_bytes().zeroize();
            Err(CommandError::new(
                ErrorKind::Error,
                "the password on standard input is not UTF-8",
            ))
        }
    }
}

fn not_empty(password: Secret) -> Result<Secret, CommandError> {
    match password.expose().is_empty() {
        true => Err(CommandError::new(
            ErrorKind::Error,
            "the password is empty; nothing was stored",
        )
        .hint("it is what is typed, or with --password-stdin the first line of standard input")),
        false => Ok(password),
    }
}
