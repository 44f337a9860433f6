//! `resources import`.

use std::path::PathBuf;

use planner::import::{Import, ResourceEntry, inventory};

use crate::commands::import_rows::Rows;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::files;
use store::{NewResource, Store};

/// Add and update resources from a CSV file
///
/// The file begins with the header `name,type,host,port`. Every row is shown with what becomes of
/// it: new, updated (field by field), unchanged, duplicate, invalid or in conflict. All sound rows
/// are stored together; with one invalid or conflicting row nothing is, and the exit code is 1.
///
///   name,type,host,port
///   analytics,PostgreSQL,192.168.18.54,5432
///
///   rolewright resources import -f inventory.csv --dry-run
///   generate-inventory | rolewright resources import -f -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The CSV file; `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    file: PathBuf,

    /// Show what would become of each row, and store nothing
    #[arg(long)]
    dry_run: bool,

    /// Store the sound rows though others are invalid or in conflict
    #[arg(long)]
    skip_invalid: bool,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let input = files::read(&args.file, files::WRITTEN)?;
    let store = context.store().await?;
    let existing: Vec<_> = store
        .inventory()
        .list()
        .await?
        .into_iter()
        .map(|r| ResourceEntry {
            name: r.name,
            kind: r.kind,
            host: r.host,
            port: r.port,
        })
        .collect();
    let import = inventory::classify(input.bytes, &existing)
        .map_err(|error| CommandError::from(error).within(&input.name))?;
    let rows = Rows::of(&import);
    let sound = import.counts.invalid + import.counts.conflict == 0;
    let stored = match !args.dry_run && (sound || args.skip_invalid) {
        true => store_all(&store, import).await?,
        false => {
            drop(import); // It may be large, and so is what is printed.
            0
        }
    };
    rows.report("resources", args.dry_run, stored, context.ui)?;
    if !sound && !args.skip_invalid {
        if !args.dry_run {
            context.ui.hint(
                "nothing was stored; correct those rows, or pass over them with --skip-invalid",
            );
        }
        return Ok(Exit::Failed);
    }
    Ok(Exit::Done)
}

/// How many there are to store, once they are.
async fn store_all(store: &Store, import: Import<ResourceEntry>) -> Result<usize, CommandError> {
    let entry = |e: ResourceEntry| NewResource {
        name: e.name,
        kind: e.kind,
        host: e.host,
        port: e.port,
    };
    let to_store: Vec<_> = import.into_taken().map(entry).collect();
    store.inventory().upsert_many(&to_store).await?;
    Ok(to_store.len())
}
