//! `demo`: the main job on a throwaway PostgreSQL with the real binary. Every command is shown with
//! what it prints, and every claim is checked.

mod drift;
mod hub;
mod login;
mod server;
mod show;
mod story;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use server::Server;
use show::Show;

/// Walk the main job on a throwaway PostgreSQL
///
/// Shows each command and what it prints: import, credentials, health, plan, apply, in sync; then
/// the cluster is changed by hand, the old plan is refused, a fresh one shows exactly that change;
/// last, each new role logs in and shows what it can and cannot do. Nothing is left behind.
///
/// Needs a PostgreSQL: server programs 13 or newer on this machine (DEMO_PG=16 takes those of one
/// version), or a test server of yours in DEMO_URL.
///
/// With `--hub` a hub is served on that server until Ctrl-C, with a store of its own that goes with it:
/// both resources are in its inventory and have their admin accounts; with `--empty` there is nothing in
/// it yet, and the files to begin with are named.
///
///   rolewright demo
///   rolewright demo --hub
///   DEMO_URL='postgres://postgres:secret@localhost/' rolewright demo
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Serve a hub on the throwaway PostgreSQL instead
    #[arg(long)]
    hub: bool,

    /// Serve it with nothing in it
    #[arg(long, requires = "hub")]
    empty: bool,

    /// Where the hub listens
    #[arg(
        long,
        requires = "hub",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8009"
    )]
    listen: std::net::SocketAddr,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    // What was started has to be removed: the first signal only asks.
    context.interrupt.only_ask();
    let mut show = Show::new(context)?;
    let mut server = Server::start(&show).await?;
    let told = match server.prepare(&show).await {
        Ok(()) if args.hub => hub::serve(context, &show, &server, &args).await,
        Ok(()) => story::tell(&mut show, &server).await,
        Err(error) => Err(error),
    };
    let version = server.version.clone();
    let removed = server.remove().await;
    // What is left behind matters more than why the story broke off.
    removed.inspect_err(|_| {
        if let Err(error) = &told {
            show.note(&error.message);
        }
    })?;
    if args.hub {
        return told.map(|()| Exit::Done);
    }
    if context.interrupt.asked() {
        show.note("removed what was started and created");
        return Ok(Exit::Interrupted);
    }
    told?;
    show.end(&version)?;
    Ok(Exit::Done)
}
