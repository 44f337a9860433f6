//! `credentials set`.

use std::io::{BufRead, IsTerminal, Read};

use zeroize::{Zeroize, Zeroizing};

use crate::commands::health::doubts;
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use child::Argv;
use secret::Secret;
use store::PasswordFrom;

/// Store the admin account of a resource, after logging in with it
///
/// The password is asked for on the terminal, or read from the first line of standard input with
/// `--password-stdin`. Where the login fails nothing is stored, and an account from before stays.
///
///   rolewright credentials set analytics --user postgres
///   vault read -field=password db/analytics | rolewright credentials set analytics --user postgres --password-stdin
///
/// It need not be stored. A command can print it, one line, each time that connections are opened
/// (once for those opened within a minute, and again where the server refuses it): a vault, or a
/// token that lives for minutes. It is run without a shell, with ROLEWRIGHT_RESOURCE, PGHOST, PGPORT
/// and PGUSER in its environment, and killed after `--command-timeout`.
///
///   rolewright credentials set analytics --user postgres --password-command -- vault kv get -field=password secret/analytics
///
/// Or it is in libpq's password file, or the account needs none.
///
///   rolewright credentials set analytics --user postgres --pgpass
///   PGSSLCERT=admin.crt PGSSLKEY=admin.key rolewright credentials set analytics --user admin --no-password
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,

    /// The role to provision with: a superuser, or one with CREATEROLE
    #[arg(short, long, value_name = "USER")]
    user: String,

    #[command(flatten)]
    from: From,

    /// The command that prints the password, and its arguments
    #[arg(last = true, value_name = "COMMAND", requires = "password_command")]
    command: Vec<String>,
}

/// Where the password comes from.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct From {
    /// Read the password from standard input: its first line, without the line end
    #[arg(long)]
    password_stdin: bool,

    /// Run the command behind `--` to get the password, each time that it is needed
    #[arg(long, requires = "command")]
    password_command: bool,

    /// Take the password from libpq's password file (PGPASSFILE, else ~/.pgpass), each time
    #[arg(long)]
    pgpass: bool,

    /// Send none: the server lets the account in by peer, a client certificate, or trust
    #[arg(long)]
    no_password: bool,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    if args.from.password_command {
        Argv::new(args.command.clone()).map_err(|error| CommandError::usage(error.to_string()))?;
    }
    let workbench = context.workbench().await?;
    // Before the password: nobody should type one for a name that is not there.
    let resource = workbench.store.inventory().get(&args.name).await?;
    let password = match &args.from {
        From {
            password_stdin: true,
            ..
        } => from_stdin()?.into(),
        From {
            password_command: true,
            ..
        } => PasswordFrom::Command(args.command.clone()),
        From { pgpass: true, .. } => PasswordFrom::PassFile,
        From {
            no_password: true, ..
        } => PasswordFrom::Nobody,
        From { .. } => from_terminal(&args)?.into(),
    };
    let spinner = context.ui.progress();
    spinner.say(format!("logging in to {:?} as {:?}", args.name, args.user));
    let health = workbench
        .set_account(&resource, &args.user, &password)
        .await;
    drop(spinner);
    let health = health.map_err(|error| CommandError::from(error).hint("nothing was stored"))?;
    for doubt in doubts(&health) {
        context.ui.warning(format_args!("{:?}: {doubt}", args.name));
    }
    if context.ui.wants_json() {
        let body = serde_json::json!({
            "resource": args.name,
            "user": args.user,
            "password": password.as_str(),
            "stored": true,
            "server_version": health.server_version,
        });
        context.ui.product_json("credentials/1", &body)?;
    }
    context.ui.status(format_args!(
        "stored the admin account of {:?}: {:?} on PostgreSQL {} (password: {})",
        args.name,
        args.user,
        health.server_version,
        password.as_str()
    ));
    Ok(Exit::Done)
}

fn from_terminal(args: &Args) -> Result<Secret, CommandError> {
    if !std::io::stdin().is_terminal() {
        return Err(
            CommandError::usage("there is no terminal to ask for the password on").hint(
                "pipe the password in and add --password-stdin, or name a --password-command",
            ),
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
