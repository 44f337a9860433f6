//! Prints one JSON Schema with every type that crosses to the browser, and beside it the keys of an
//! item and the risks of a step: what types.ts, keys.ts and risks.ts of web/src/planner are generated
//! from.
//!
//! ```sh
//! cargo run -p rolewright-planner --features schema --example browser_types
//! ```
#![allow(clippy::disallowed_macros)] // An example may talk.

use std::collections::BTreeMap;

use planner::desired::RoleType;
use planner::desired::keys::{Column, KEYS, Key};
use planner::note::Code;
use planner::step::Risk;
use serde_json::{Value, json};

fn main() -> Result<(), serde_json::Error> {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    let schema = generator.into_root_schema_for::<planner::review::Browser>();
    let keys: Vec<_> = KEYS.iter().map(key).collect();
    let note_keys: BTreeMap<_, _> = Code::ALL
        .iter()
        .filter_map(|code| code.key().map(|key| (code.word(), key)))
        .collect();
    let risks: Vec<_> = Risk::ALL
        .iter()
        .map(|risk| json!({"risk": risk.word(), "meaning": risk.meaning()}))
        .collect();
    let printed = json!({
        "$defs": schema.get("$defs"),
        "keys": keys,
        "note_keys": note_keys,
        "risks": risks,
    });
    println!("{}", serde_json::to_string_pretty(&printed)?);
    Ok(())
}

fn key(key: &Key) -> Value {
    json!({
        "key": key.name,
        "column": key.column,
        "added": key.in_csv == Column::Added,
        "title": key.title,
        "about": key.about,
        "empty": key.empty,
        "list": key.value.is_list(),
        "words": key.value.words().iter().map(|(word, _)| *word).collect::<Vec<_>>(),
        "only": key.only.map(|only| match only {
            RoleType::Managed => "managed",
            RoleType::External => "external",
        }),
    })
}
