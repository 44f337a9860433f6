//! `schema`.

use clap::ValueEnum;
use planner::desired::PlanFile;
use planner::{Catalog, SessionDocument};
use schemars::{Schema, schema_for};
use serde_json::Value;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use ops::ResultFile;

/// A file format.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// What `plan -f` reads
    Plan,
    /// What `snapshot` writes and `plan --snapshot` reads
    Catalog,
    /// What `plan` and `sessions show` print
    Session,
    /// What `plan -o` writes and `apply -f` reads
    Result,
    /// What `serve` answers: OpenAPI
    Hub,
}

/// Print the JSON Schema of a file format
///
/// For editors that complete and check while you type; the same schemas are in docs/schemas.
///
///   rolewright schema plan > plan.schema.json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The format
    format: Format,
}

impl Format {
    fn schema(self) -> serde_json::Result<Value> {
        let of = |schema: Schema| Ok(schema.as_value().clone());
        match self {
            Self::Plan => of(schema_for!(PlanFile)),
            Self::Catalog => of(schema_for!(Catalog)),
            Self::Session => of(schema_for!(SessionDocument)),
            Self::Result => of(schema_for!(ResultFile)),
            Self::Hub => serde_json::to_value(hub::openapi()),
        }
    }
}

pub fn run(args: &Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let schema = args.format.schema();
    let text = schema.and_then(|schema| serde_json::to_string_pretty(&schema));
    let mut text = text.map_err(|error| CommandError::caused("cannot write the schema", &error))?;
    text.push('\n');
    context.ui.product(&text)?;
    Ok(Exit::Done)
}
