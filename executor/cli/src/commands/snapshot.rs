//! `snapshot`.

use std::path::PathBuf;

use planner::names::DatabaseName;

use super::account::AccountArgs;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::files;
use crate::ui::escape_json;
use crate::words::plural;

/// Write a resource's catalog to a file, to plan from without the database
///
/// The snapshot is JSON, sorted and without secrets: roles, memberships, databases, schemas, tables
/// and every privilege on them. The same file feeds `plan --snapshot`, `test` and the playground.
///
///   rolewright snapshot analytics -o catalog.json
///   rolewright plan analytics --role ro --scopes app --privileges SELECT --snapshot catalog.json
///   rolewright snapshot analytics --database app --database legacy | gzip > catalog.json.gz
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,

    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Read only this database's contents; may be repeated [default: all that take connections]
    #[arg(short, long, value_name = "NAME")]
    database: Vec<String>,

    #[command(flatten)]
    account: AccountArgs,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let output = args.output.filter(|path| path.as_os_str() != "-");
    if let Some(path) = &output {
        files::check_output(path)?;
    }
    let workbench = args.account.workbench(context).await?;
    let databases: Vec<_> = args.database.into_iter().map(DatabaseName::new).collect();
    let spinner = context.ui.progress();
    let listener = spinner.listener();
    let catalog = Box::pin(workbench.snapshot(&args.name, &databases, &listener)).await;
    drop(spinner);
    let catalog = catalog?;
    for note in &catalog.warnings {
        context.ui.warning(note);
    }
    let text = catalog.to_json()?;
    let Some(path) = output else {
        context.ui.product(&escape_json(&text))?;
        return Ok(Exit::Done);
    };
    files::write(&path, text.as_bytes())?;
    let read = catalog
        .databases
        .values()
        .filter(|database| database.contents.is_some())
        .count();
    if context.ui.wants_json() {
        let body = serde_json::json!({
            "resource": args.name,
            "output": path,
            "databases_read": read,
            "warnings": catalog.warnings,
        });
        context.ui.product_json("snapshot/1", &body)?;
    }
    context.ui.status(format_args!(
        "wrote {}: {read} database{} of {:?}",
        path.display(),
        plural(read),
        args.name
    ));
    Ok(Exit::Done)
}
