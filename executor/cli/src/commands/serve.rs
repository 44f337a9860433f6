//! `serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use secret::Secret;
use serde_json::Value;

use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use hub::{Listening, Options, ServeError, TlsFiles};
use store::Bounds;

/// Serve the hub: the same inventory, plans, applies and record, over HTTP, for a team
///
/// It listens on this machine alone unless it is told otherwise, and then it wants TLS: with
/// `--tls-cert` and `--tls-key` (loaded anew when they change), or by a proxy before it.
///
/// At the first start, while nobody can log in, it prints a link to the first admin, good for one use
/// and a day; `--admin-link` prints another one. SIGTERM and Ctrl-C end it in order: what is under way
/// on a cluster is taken back and recorded, what was not begun is begun by the next start.
///
///   rolewright serve
///   rolewright serve --listen 0.0.0.0:8443 --tls-cert hub.crt --tls-key hub.key
///   ROLEWRIGHT_STORE=postgres://hub@db/hub rolewright serve --listen 10.0.0.7:8009 --behind-tls-proxy
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Where to listen
    #[arg(
        long,
        env = "ROLEWRIGHT_LISTEN",
        hide_env_values = true,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8009"
    )]
    listen: SocketAddr,

    /// The certificate, PEM, with those above it
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// Its key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,

    /// A proxy before it speaks TLS, and nobody else reaches it
    #[arg(long, conflicts_with = "tls_cert")]
    behind_tls_proxy: bool,

    /// Print a link for the first admin to set a password with, though somebody can log in
    #[arg(long)]
    admin_link: bool,

    /// Plans and applies under way at once
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    at_once: u32,

    /// Plans and applies under way at once on one cluster
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=100))]
    per_cluster: u32,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let bench = context.workbench().await?;
    let link = hub::first_link(&bench.store, args.admin_link).await?;
    let tls = args.tls_cert.zip(args.tls_key);
    let options = Options {
        listen: args.listen,
        tls: tls.map(|(certificate, key)| TlsFiles { certificate, key }),
        secure_cookies: args.behind_tls_proxy,
        bounds: Bounds {
            overall: args.at_once,
            per_cluster: args.per_cluster,
        },
        bench,
    };
    until_interrupted(options, link, serde_json::json!({}), context).await?;
    Ok(Exit::Done)
}

/// Serves until a signal asks to end. What is `beside` it is said, too, in JSON.
///
/// # Errors
/// What keeps the hub from serving.
pub async fn until_interrupted(
    options: Options,
    link: Option<Secret>,
    beside: Value,
    context: &Context<'_>,
) -> Result<(), CommandError> {
    context.interrupt.only_ask();
    let stop = context.interrupt.for_operations();
    let (ready, listening) = tokio::sync::oneshot::channel();
    let served = hub::serve(options, async move { stop.asked().await }, |listening| {
        let _ = ready.send(listening);
    });
    let announced = async {
        match listening.await {
            Ok(listening) => announce(listening, link.as_ref(), beside, context),
            Err(_) => Ok(()), // It did not come that far.
        }
    };
    let (served, announced) = tokio::join!(Box::pin(served), announced);
    served.map_err(explained)?;
    announced
}

fn announce(
    listening: Listening,
    link: Option<&Secret>,
    mut beside: Value,
    context: &Context<'_>,
) -> Result<(), CommandError> {
    let scheme = if listening.tls { "https" } else { "http" };
    let base = format!("{scheme}://{}", listening.at);
    let link = link.map(|link| format!("{base}/welcome#{}", link.expose()));
    if context.ui.wants_json() {
        beside["address"] = base.into();
        beside["admin_link"] = link.into();
        return context.ui.product_json("serve/1", &beside);
    }
    context.ui.status(format_args!("serving {base}"));
    match link {
        Some(link) => {
            context
                .ui
                .status("nobody can log in yet: this link is for the first admin, once");
            context.ui.product(&format!("{link}\n"))
        }
        None => Ok(()),
    }
}

fn explained(error: ServeError) -> CommandError {
    let hint = match &error {
        ServeError::Open(_) => {
            "give --tls-cert and --tls-key, or --behind-tls-proxy where a proxy speaks TLS"
        }
        ServeError::Listen { .. } => "--listen names another address",
        ServeError::Tls { .. } => "both are PEM files; the key is that of the certificate",
        ServeError::Start(_) | ServeError::Serve(_) => "its log says more, with -v",
    };
    let kind = match error {
        ServeError::Open(_) => ErrorKind::Usage,
        _ => ErrorKind::Error,
    };
    let mut causes = Vec::new();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    let error = CommandError::new(kind, error.to_string()).hint(hint);
    match causes.is_empty() {
        true => error,
        false => error.cause(causes.join(": ")),
    }
}
