//! Plans every item of every case folder and prints one line of JSON for each: what WebAssembly has
//! to give as well, byte for byte (`web/tests/parity`).
//!
//! ```sh
//! cargo run -q -p rolewright-planner --example parity -- tests/cases
//! ```
//!
//! A line is `{case, item, document, sql, sql_plan_checksum, state_checksum}`, or `{case, item, notes}`
//! where no plan can be made, or `{case, problems}` where plan.yaml is refused.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program for tests: the library stays pure"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use planner::desired::{Prefix, RoleConfig, parse_plan_file};
use planner::review::read_yaml;
use planner::{Catalog, SessionDocument};
use serde_json::{Value, json};

/// What a clock and chance would give; the same in web/tests/parity/plan.mjs.
const SID: &str = "6f1a2d3c-0b4e-4c5d-8e6f-7a8b9c0d1e2f";
const EXPIRES_AT: &str = "2030-01-31T00:00:00Z";

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::args().nth(1).ok_or("usage: parity DIR")?);
    let mut folders = Vec::new();
    find(&root, &mut folders)?;
    folders.sort();
    for folder in folders {
        let name = folder.strip_prefix(&root)?.to_string_lossy().into_owned();
        for mut line in case(&folder)? {
            line["case"] = json!(name);
            println!("{line}");
        }
    }
    Ok(())
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if folder.join("plan.yaml").exists() {
        found.push(folder.to_owned());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            find(&entry.path(), found)?;
        }
    }
    Ok(())
}

fn case(folder: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let text = fs::read_to_string(folder.join("plan.yaml"))?;
    let problems = read_yaml(&text, &Prefix::default()).problems;
    let configs = match parse_plan_file(&text, &Prefix::default()) {
        Ok(configs) => configs,
        Err(error) if problems.is_empty() => return Err(error.into()),
        Err(_) => return Ok(vec![json!({ "problems": problems })]),
    };
    if !problems.is_empty() {
        return Err("a plan.yaml with problems is accepted".into());
    }
    let mut catalogs = BTreeMap::new();
    let mut lines = Vec::new();
    for (n, config) in configs.iter().enumerate() {
        let own = folder.join(format!("catalog.{}.json", config.resource()));
        let file = if own.exists() {
            own
        } else {
            folder.join("catalog.json")
        };
        if !catalogs.contains_key(&file) {
            let catalog = Catalog::from_json(&fs::read_to_string(&file)?)?;
            catalogs.insert(file.clone(), catalog);
        }
        let catalog = catalogs.get(&file).ok_or("inserted above")?;
        let mut line = planned(config, catalog)?;
        line["item"] = json!(n + 1);
        lines.push(line);
    }
    Ok(lines)
}

fn planned(config: &RoleConfig, catalog: &Catalog) -> Result<Value, Box<dyn Error>> {
    let plan = match planner::plan(config, catalog) {
        Ok(plan) => plan,
        Err(error) => return Ok(json!({ "notes": error.notes })),
    };
    let document = SessionDocument::new(SID, &plan, catalog, Some(EXPIRES_AT.to_owned()));
    Ok(json!({
        "document": document.to_yaml()?,
        "sql": plan.sql,
        "sql_plan_checksum": plan.sql_checksum,
        "state_checksum": plan.state_checksum,
    }))
}
