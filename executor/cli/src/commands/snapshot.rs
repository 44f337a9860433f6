//! `snapshot`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

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
/// and every privilege on them, and the resource they are of: roles of another one are not planned on
/// it unless somebody says so. The same file feeds `plan --snapshot`, `test` and the playground.
///
///   rolewright snapshot analytics -o .
///   rolewright plan analytics --role ro --scopes app --privileges SELECT --snapshot catalog.analytics.json
///   rolewright snapshot analytics --database app --database legacy | gzip > catalog.json.gz
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The resource
    name: String,

    /// Where to write it; a directory gets catalog.NAME.json [default: catalog.NAME.json where standard
    /// output is a terminal, else standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Read only this database's contents; may be repeated [default: all that take connections]
    #[arg(short, long, value_name = "NAME")]
    database: Vec<String>,

    #[command(flatten)]
    account: AccountArgs,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let output = place(args.output, &args.name, std::io::stdout().is_terminal());
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

/// Where the file goes; `None` is standard output.
fn place(asked: Option<PathBuf>, resource: &str, on_terminal: bool) -> Option<PathBuf> {
    match asked {
        Some(path) if path.as_os_str() == "-" => None,
        Some(path) if path.is_dir() => Some(path.join(file_name(resource))),
        Some(path) => Some(path),
        None => on_terminal.then(|| Path::new(&file_name(resource)).to_owned()),
    }
}

/// `catalog.analytics.json`. The file says itself what it is of, so that its name may be another one
/// where the resource's is no part of a file's name.
fn file_name(resource: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = resource
        .chars()
        .map(|c| if safe(c) { c } else { '_' })
        .collect();
    format!("catalog.{name}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_called_like_its_resource() {
        let at = |asked: Option<&str>, on_terminal| {
            let path = place(asked.map(PathBuf::from), "eu/orders 1", on_terminal);
            path.map(|path| path.display().to_string())
        };
        let named = Some("catalog.eu_orders_1.json".to_owned());
        assert_eq!(at(None, true), named);
        assert_eq!(at(None, false), None);
        assert_eq!(at(Some("-"), true), None);
        assert_eq!(at(Some("x.json"), true).as_deref(), Some("x.json"));
        assert_eq!(
            at(Some("."), false).as_deref(),
            Some("./catalog.eu_orders_1.json")
        );
    }
}
