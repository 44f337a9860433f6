//! `rolewright key …`: the key that seals the store.

use clap::Subcommand;
use store::{KEY_VARIABLE, Key, NEW_KEY_VARIABLE};

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;

/// The key that seals the store's passwords
#[derive(Debug, Subcommand)]
pub enum Command {
    Rotate(Args),
}

/// Seal everything in the store with a new key
///
/// All or nothing: interrupted anywhere, exactly one key opens the store, and the next command puts
/// it in its place. The key of before stays in the home as `key.DATE`: it opens backups of before.
/// Delete it where it is known to others, and change the passwords then.
///
/// Where the key is in ROLEWRIGHT_KEY, the new one is taken from ROLEWRIGHT_NEW_KEY.
///
///   rolewright key rotate
///   ROLEWRIGHT_NEW_KEY=$(openssl rand -hex 32) rolewright key rotate
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {}

impl Command {
    pub async fn run(self, context: &Context<'_>) -> Result<Exit, CommandError> {
        let Self::Rotate(Args {}) = self;
        rotate(context).await
    }
}

async fn rotate(context: &Context<'_>) -> Result<Exit, CommandError> {
    let new = Key::new_from_env()?;
    let in_environment = new.is_some();
    let given = std::env::var_os(KEY_VARIABLE).is_some_and(|key| !key.is_empty());
    if given != in_environment {
        let message = match given {
            true => {
                format!("the key is in {KEY_VARIABLE}, and {NEW_KEY_VARIABLE} holds no new one")
            }
            false => format!("{NEW_KEY_VARIABLE} is set, but the key is in a file"),
        };
        return Err(CommandError::usage(message).hint(format!(
            "set both {KEY_VARIABLE} and {NEW_KEY_VARIABLE}, or neither; `openssl rand -hex 32` prints a key"
        )));
    }
    let rotated = context.rotate_key(new).await?;
    let kept = rotated.kept.map(|path| path.display().to_string());
    if context.ui.wants_json() {
        let body = serde_json::json!({
            "secrets": rotated.secrets,
            "sessions": rotated.records,
            "kept": kept,
        });
        context.ui.product_json("key/1", &body)?;
    }
    context.ui.status(format_args!(
        "{} passwords and {} sessions are sealed with the new key",
        rotated.secrets, rotated.records
    ));
    context.ui.status(match kept {
        Some(path) => format!("the key of before is {path}; it opens backups of before"),
        None => format!("from now on {KEY_VARIABLE} has to hold what {NEW_KEY_VARIABLE} holds"),
    });
    Ok(Exit::Done)
}
