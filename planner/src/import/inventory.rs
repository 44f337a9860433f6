//! inventory.csv, `name,type,host,port`: the resources.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::classified::{Class, FieldChange, Import};
use super::error::ImportError;
use super::header::Format;
use super::place::{Fault, Missing};
use super::reader::{Cells, read};
use super::settle::{Entry, Parsed, settle};
use crate::ground::names::LONGEST_NAME;
use crate::ground::quote::{brief, display};

/// The only type there is, as it is stored.
pub const POSTGRESQL: &str = "PostgreSQL";
/// The port of an empty cell.
pub const DEFAULT_PORT: u16 = 5432;

/// The columns, in the order of the header; a file has to have them all.
pub const COLUMNS: [&str; 4] = ["name", "type", "host", "port"];
const NAME: usize = 0;
const TYPE: usize = 1;
const HOST: usize = 2;
const PORT: usize = 3;

static FORMAT: LazyLock<Format> = LazyLock::new(|| Format::of(&COLUMNS, false));

/// One resource: a PostgreSQL cluster endpoint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceEntry {
    /// Its key in the inventory: 1 to 253 bytes, no control characters.
    pub name: String,
    /// Always [`POSTGRESQL`] where it was imported.
    #[serde(rename = "type")]
    pub kind: String,
    /// Hostname, IPv4 or IPv6 address, or the absolute path of a socket's directory.
    pub host: String,
    /// 1 to 65535.
    pub port: u16,
}

/// Reads an inventory and says, row by row, what it changes in `existing`.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn classify(
    text: impl AsRef<[u8]>,
    existing: &[ResourceEntry],
) -> Result<Import<ResourceEntry>, ImportError> {
    let table = read(text.as_ref(), &FORMAT)?;
    drop(text); // The table has a copy.
    let known: BTreeMap<&str, &ResourceEntry> = existing
        .iter()
        .map(|entry| (entry.name.as_str(), entry))
        .collect();
    let parsed = table.map_rows(|line, cells| Parsed {
        line,
        subject: cells
            .as_ref()
            .map(|cells| brief(cells.text(NAME)))
            .unwrap_or_default(),
        entry: cells.and_then(parse),
    });
    drop(table);
    Ok(settle(parsed, |entry| {
        match known.get(entry.name.as_str()) {
            None => Class::New { entry },
            Some(old) => {
                let changes = entry.changes_from(old);
                if changes.is_empty() {
                    Class::Unchanged { entry }
                } else {
                    Class::Updated { entry, changes }
                }
            }
        }
    }))
}

fn parse(cells: Cells<'_>) -> Result<ResourceEntry, Fault> {
    let name = cells.text(NAME);
    check_name(name).map_err(|why| cells.fault(NAME, why))?;
    let kind = cells.text(TYPE);
    if !["postgres", "postgresql"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(kind))
    {
        let reason = if kind.is_empty() {
            format!("type is empty; write {POSTGRESQL}")
        } else {
            format!(
                "type `{}` is not supported; write {POSTGRESQL}",
                brief(kind)
            )
        };
        return Err(cells.fault(TYPE, reason));
    }
    let host = cells.text(HOST);
    super::host::check(host).map_err(|why| match super::host::names_an_account(host) {
        true => cells.missing(HOST, Missing::AdminAccount, why),
        false => cells.fault(HOST, why),
    })?;
    let port = parse_port(cells.text(PORT)).map_err(|why| cells.fault(PORT, why))?;
    Ok(ResourceEntry {
        name: name.to_owned(),
        kind: POSTGRESQL.to_owned(),
        host: host.to_owned(),
        port,
    })
}

/// Checks the name of a resource, as the inventory takes it.
///
/// # Errors
/// What is wrong and what to do.
pub fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("name is empty; name the resource".to_owned());
    }
    if name.len() > LONGEST_NAME {
        return Err(format!(
            "the name is {} bytes long; use at most {LONGEST_NAME}",
            name.len()
        ));
    }
    if display(name) != name {
        return Err(format!(
            "name `{}` has a control character; remove it",
            brief(name)
        ));
    }
    Ok(())
}

fn parse_port(port: &str) -> Result<u16, String> {
    if port.is_empty() {
        return Ok(DEFAULT_PORT);
    }
    let digits = port.chars().all(|c| c.is_ascii_digit());
    port.parse()
        .ok()
        .filter(|number| digits && *number > 0)
        .ok_or_else(|| {
            format!(
                "port `{}` is no number of 1 to 65535; an empty cell is {DEFAULT_PORT}",
                brief(port)
            )
        })
}

impl Entry for ResourceEntry {
    type Key = String;
    type Value = Self;

    fn key(&self) -> &String {
        &self.name
    }

    fn value(&self) -> Self {
        self.clone()
    }

    fn changes_from(&self, old: &Self) -> Vec<FieldChange> {
        [
            FieldChange::of(COLUMNS[TYPE], &old.kind, &self.kind),
            FieldChange::of(COLUMNS[HOST], &old.host, &self.host),
            FieldChange::of(COLUMNS[PORT], &old.port.to_string(), &self.port.to_string()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn describe(&self) -> String {
        format!("resource `{}`", brief(&self.name))
    }
}
