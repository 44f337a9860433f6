//! `sessions export`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::filter::Filter;
use super::record::Record;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::files;
use crate::ui::escape_json;
use crate::words::plural;
use store::Kept;

/// Write whole sessions, in the order they finished, for an archive or a SIEM
///
/// `jsonl` is one JSON object a line, `yaml` one document a session; both hold what `sessions show
/// --json` shows, with each record's place in the chain: `sessions verify -f` checks such a file.
///
///   rolewright sessions export -o sessions.jsonl
///   rolewright sessions export --kind apply --format yaml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    filter: Filter,

    /// At most so many, the newest; 0 is all
    #[arg(long, value_name = "N", default_value_t = 0)]
    limit: u32,

    /// How to write them
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Jsonl)]
    format: Format,

    /// Where to write them [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How to write sessions.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// One YAML document a session
    Yaml,
}

pub async fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let output = args.output.filter(|path| path.as_os_str() != "-");
    if let Some(path) = &output {
        files::check_output(path)?;
    }
    let store = context.store().await?;
    let filter = args.filter.of(args.limit);
    let mut listed = store.sessions().list_kept(&filter).await?;
    let place = |kept: &Kept| kept.link.as_ref().map_or(u64::MAX, |link| link.number);
    listed.sort_by_key(|kept| (place(kept), kept.session.started_at));
    let count = listed.len();
    let mut whole = String::new();
    for kept in listed {
        let record = Record::from(store.sessions().look(&kept.session.sid).await?);
        let text = match args.format {
            Format::Jsonl => escape_json(&record.line()?),
            Format::Yaml => record.yaml_document()?,
        };
        match &output {
            Some(_) => whole.push_str(&text),
            None => context.ui.product(&text)?,
        }
    }
    if let Some(path) = &output {
        files::write(path, whole.as_bytes())?;
        if context.ui.wants_json() {
            let body = serde_json::json!({ "output": path, "sessions": count });
            context.ui.product_json("export/1", &body)?;
        }
        context.ui.status(format_args!(
            "wrote {}: {count} session{}",
            path.display(),
            plural(count)
        ));
    }
    Ok(Exit::Done)
}
