//! One cell of roles.csv, by what its key holds: read into an item, and written from one.

use super::lists;
use crate::desired::keys::{Key, Value};
use crate::desired::{Item, Mode, RoleType, Scope};
use crate::ground::names::RoleName;
use crate::ground::quote::brief;

/// Takes the cell's text, without the blanks around it, into the item. Empty says nothing.
pub(super) fn read(key: &Key, cell: &str, item: &mut Item) -> Result<(), String> {
    let text = || (!cell.is_empty()).then(|| cell.to_owned());
    match &key.value {
        Value::Resource(field) => *(field.of_mut)(item) = cell.into(),
        Value::Label(field) => cell.clone_into((field.of_mut)(item)),
        Value::Type(field) => *(field.of_mut)(item) = role_type(key, cell)?,
        Value::Scopes(field) => {
            *(field.of_mut)(item) = Some(lists::scopes(cell)?).filter(|list| !list.is_empty());
        }
        Value::Privileges(field) if cell.eq_ignore_ascii_case("none") => {
            *(field.of_mut)(item) = Some(Vec::new());
        }
        Value::Privileges(field) => {
            *(field.of_mut)(item) = Some(lists::privileges(cell)?).filter(|list| !list.is_empty());
        }
        Value::Role(field) => *(field.of_mut)(item) = text().map(RoleName::new),
        Value::Flag(field) => *(field.of_mut)(item) = flag(key, cell)?,
        Value::Mode(field) => *(field.of_mut)(item) = mode(key, cell)?,
        Value::Limit(field) => *(field.of_mut)(item) = limit(key, cell)?,
        Value::Text(field, _) => *(field.of_mut)(item) = text(),
    }
    Ok(())
}

/// As [`read`] reads it.
pub(super) fn write(key: &Key, item: &Item) -> String {
    match &key.value {
        Value::Resource(field) => (field.of)(item).as_str().to_owned(),
        Value::Label(field) => (field.of)(item).clone(),
        Value::Type(field) => match (field.of)(item) {
            RoleType::Managed => "managed".to_owned(),
            RoleType::External => "external".to_owned(),
        },
        Value::Scopes(field) => {
            let scopes = (field.of)(item).iter().flatten().map(Scope::to_source);
            scopes.collect::<Vec<_>>().join(";")
        }
        Value::Privileges(field) => match (field.of)(item) {
            Some(none) if none.is_empty() => "NONE".to_owned(),
            words => {
                let words = words.iter().flatten().map(ToString::to_string);
                words.collect::<Vec<_>>().join(";")
            }
        },
        Value::Role(field) => match (field.of)(item) {
            Some(role) => role.as_str().to_owned(),
            None => String::new(),
        },
        Value::Flag(field) if *(field.of)(item) => "true".to_owned(),
        Value::Flag(_) => String::new(),
        Value::Mode(field) => match (field.of)(item) {
            Some(mode) => mode_word(*mode).to_owned(),
            None => String::new(),
        },
        Value::Limit(field) => (field.of)(item).map(|n| n.to_string()).unwrap_or_default(),
        Value::Text(field, _) => (field.of)(item).clone().unwrap_or_default(),
    }
}

fn role_type(key: &Key, cell: &str) -> Result<RoleType, String> {
    let name = key.column;
    match cell.to_ascii_lowercase().as_str() {
        "managed" => Ok(RoleType::Managed),
        "external" => Ok(RoleType::External),
        "" => Err(format!("{name} is empty; write managed or external")),
        other => Err(format!(
            "{name} `{}` is unknown; write managed or external",
            brief(other)
        )),
    }
}

/// `true`, `false`, or nothing for false; spreadsheets write either in capitals.
fn flag(key: &Key, cell: &str) -> Result<bool, String> {
    match cell.to_ascii_lowercase().as_str() {
        "" | "false" => Ok(false),
        "true" => Ok(true),
        _ => Err(format!(
            "{} is `{}`; write true or false",
            key.column,
            brief(cell)
        )),
    }
}

fn mode(key: &Key, cell: &str) -> Result<Option<Mode>, String> {
    match cell.to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "authoritative" => Ok(Some(Mode::Authoritative)),
        "additive" => Ok(Some(Mode::Additive)),
        _ => Err(format!(
            "{} `{}` is unknown; write authoritative or additive",
            key.column,
            brief(cell)
        )),
    }
}

/// As [`mode`] reads it.
pub(super) fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Authoritative => "authoritative",
        Mode::Additive => "additive",
    }
}

fn limit(key: &Key, cell: &str) -> Result<Option<i32>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| {
        format!(
            "{} is `{}`; write a whole number, -1 for none",
            key.column,
            brief(cell)
        )
    })
}
