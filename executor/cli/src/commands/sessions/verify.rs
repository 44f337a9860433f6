//! `sessions verify`.

use std::path::{Path, PathBuf};

use serde::Serialize;
use store::Store;

use super::record::Record;
use crate::context::Context;
use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use crate::files;
use crate::words::plural;

/// Verify that the record of sessions is whole
///
/// Every finished session is sealed together with the one that finished before it, with the store's
/// key. What was edited, removed, moved or added since is named, and the exit code is 1 then.
///
/// With `-f` a file of `sessions export` is verified: without a store that each record is what its
/// hash says and follows the one before; where the home has the store that wrote it, also its seals.
/// Not noticed in a file: records left out at its ends, as an export of a part leaves them out.
///
///   rolewright sessions verify
///   rolewright sessions verify -f sessions.jsonl
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// An exported file (JSON lines); `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Default, Serialize)]
struct Body {
    records: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    unfinished: Option<u64>,
    /// Whether the seals were compared with the store's key.
    sealed: bool,
    faults: Vec<String>,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let (body, late) = match &args.file {
        None => of_store(&context.store().await?).await?,
        Some(path) => {
            let store = match context.has_store() {
                true => Some(context.store().await?),
                false => None,
            };
            (of_file(path, store.as_ref())?, 0)
        }
    };
    let ui = context.ui;
    if ui.wants_json() {
        ui.product_json("verify/1", &body)?;
    } else {
        for fault in &body.faults {
            ui.product(&format!("{}\n", planner::quote::display(fault)))?;
        }
    }
    let count = body.records;
    if !body.faults.is_empty() {
        let faults = body.faults.len();
        ui.status(format_args!(
            "{count} sealed session{}: {faults} fault{}",
            plural(usize::try_from(count).unwrap_or(usize::MAX)),
            plural(faults)
        ));
        return Ok(Exit::Failed);
    }
    let older = match late {
        0 => String::new(),
        late => format!("; {late} are older than the chain, and proved from its beginning on"),
    };
    let seals = if body.sealed {
        ""
    } else {
        " (hashes only: no store here)"
    };
    ui.status(format_args!(
        "{count} sealed session{}: as recorded{seals}{older}",
        plural(usize::try_from(count).unwrap_or(usize::MAX))
    ));
    Ok(Exit::Done)
}

async fn of_store(store: &Store) -> Result<(Body, u64), CommandError> {
    let verified = store.sessions().verify().await?;
    let body = Body {
        records: verified.records,
        unfinished: Some(verified.unfinished),
        sealed: true,
        faults: verified.faults.iter().map(ToString::to_string).collect(),
    };
    Ok((body, verified.late))
}

fn of_file(path: &Path, store: Option<&Store>) -> Result<Body, CommandError> {
    let input = files::read(path, files::MADE)?;
    let mut body = Body {
        sealed: store.is_some(),
        ..Body::default()
    };
    let mut before: Option<(u64, String)> = None;
    for (at, line) in input.text()?.lines().enumerate() {
        let line_number = at + 1;
        let record: Record = serde_json::from_str(line).map_err(|error| {
            let message = format!("{}: line {line_number}: {error}", input.name);
            CommandError::new(ErrorKind::Error, message)
                .hint("`rolewright sessions export` writes such a file")
        })?;
        let sid = record.sid.clone();
        let mut fault = |what: &str| {
            let text = format!("line {line_number}: session {sid} {what}");
            body.faults.push(text);
        };
        let Some(link) = &record.chain else {
            if record.finished_at.is_some() {
                fault("has finished, but is not sealed");
            }
            continue;
        };
        let fits = record.session().is_some_and(|session| {
            session.finished_at.is_some()
                && link.fits(&session, &record.trail)
                && session.document.is_some() == link.document_sha256.is_some()
        });
        if !fits {
            fault("is not what was recorded: it was edited");
        } else if store.is_some_and(|store| !store.sessions().is_ours(link)) {
            fault("has a seal that is not by this store's key");
        }
        if let Some((number, hash)) = &before {
            match link.number.checked_sub(*number) {
                Some(1) if link.before == *hash => {}
                Some(1) => fault("does not follow the record before it"),
                Some(2..) => fault("comes after a gap: records before it were left out"),
                _ => fault("is out of order"),
            }
        }
        before = Some((link.number, link.hash.clone()));
        body.records += 1;
    }
    Ok(body)
}
