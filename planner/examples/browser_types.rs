//! Prints one JSON Schema with every type that crosses to the browser: what web/src/planner/types.ts
//! is generated from.
//!
//! ```sh
//! cargo run -p rolewright-planner --features schema --example browser_types
//! ```
#![allow(clippy::disallowed_macros)] // An example may talk.

fn main() -> Result<(), serde_json::Error> {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    let schema = generator.into_root_schema_for::<planner::review::Browser>();
    println!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(())
}
