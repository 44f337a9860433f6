//! `resources hand-over`.

use child::Argv;
use store::HandOver;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// Say which command gets the passwords that are made, instead of their staying in the store
///
/// After an apply that made a role's password, once it is in force, the command is run without a
/// shell and gets one JSON document on standard input: `format` (rolewright/password/1), `resource`,
/// `role` (the label), `host`, `port`, `databases`, `user` (the role's name), `password`. Once it ends
/// with exit code 0 the store forgets the password, and keeps to whom it went and when, and what tells
/// whether the server still holds it. Where it fails, or takes longer than `--command-timeout`, the
/// password stays stored, the apply says so and exits 1, and `credentials hand-over` tries again.
/// ROLEWRIGHT_RESOURCE and ROLEWRIGHT_ROLE are in its environment. The same password may be handed
/// over twice.
///
///   rolewright resources hand-over analytics -- /opt/bin/to-vault secret/analytics
///   rolewright resources hand-over --all -- /opt/bin/to-vault secret/fleet
///   rolewright resources hand-over analytics --keep
///   rolewright resources hand-over analytics
///
/// Without a command it shows what is set.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    #[arg(required_unless_present = "all")]
    name: Option<String>,

    /// Every resource that has nothing of its own
    #[arg(long, conflicts_with = "name")]
    all: bool,

    /// Its passwords stay in the store, whatever is set for all
    #[arg(long, conflicts_with = "forget")]
    keep: bool,

    /// Forget what is set: a resource does as is set for all again
    #[arg(long)]
    forget: bool,

    /// The command that gets the passwords, and its arguments
    #[arg(last = true, value_name = "COMMAND", conflicts_with_all = ["keep", "forget"])]
    command: Vec<String>,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let command = match args.command.is_empty() {
        true => None,
        false => {
            let argv = Argv::new(args.command);
            Some(argv.map_err(|error| CommandError::usage(error.to_string()))?)
        }
    };
    let store = context.store().await?;
    let name = args.name.as_deref();
    if let Some(name) = name {
        store.inventory().get(name).await?;
    }
    let hand_overs = store.hand_overs();
    match (&command, args.keep, args.forget) {
        (Some(argv), ..) => {
            let command = HandOver::Command(argv.words().to_vec());
            hand_overs.set(name, &command).await?;
        }
        (None, true, _) => hand_overs.set(name, &HandOver::Keep).await?,
        (None, _, true) => drop(hand_overs.forget(name).await?),
        (None, false, false) => {}
    }
    let own = hand_overs.get(name).await?;
    let is_own = own.is_some();
    let said = match (own, name) {
        (None, Some(_)) => hand_overs.get(None).await?,
        (own, _) => own,
    };
    let ui = context.ui;
    let words = match said {
        Some(HandOver::Command(words)) => Some(words),
        Some(HandOver::Keep) | None => None,
    };
    if ui.wants_json() {
        let body = serde_json::json!({ "resource": name, "command": words, "own": is_own });
        ui.product_json("hand-over-command/1", &body)?;
        return Ok(Exit::Done);
    }
    let whose = name.map_or_else(|| "every resource".to_owned(), |name| format!("{name:?}"));
    let note = match (name, is_own) {
        (Some(_), false) => " (as for every resource)",
        _ => "",
    };
    let text = match words.map(Argv::new) {
        Some(Ok(argv)) => format!(
            "passwords of {whose} are handed over to `{}`{note}",
            argv.shown()
        ),
        Some(Err(error)) => format!("passwords of {whose}: {error}{note}"),
        None => format!("passwords of {whose} stay in the store{note}"),
    };
    ui.product(&format!("{text}\n"))?;
    Ok(Exit::Done)
}
