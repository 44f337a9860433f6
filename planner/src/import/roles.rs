//! roles.csv, `resource_name,type,role,scopes,permissions,source_role`: the desired roles.
//!
//! Each row is an [`Item`] as in plan.yaml, resolved by the same code, so that both formats give
//! the same [`RoleConfig`]s and the same sentences. The columns are those of the
//! table of keys; those after `source_role` are our additions and may be left out.
//! `NONE` for permissions is plan.yaml's explicit empty list.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use super::cell;
use super::classified::{Class, FieldChange, Import};
use super::credentials::unknown_resource;
use super::error::ImportError;
use super::header::{Format, Spec};
use super::nearest::Suggestions;
use super::place::{Fault, Missing};
use super::reader::{Cells, read};
use super::settle::{Entry, Parsed, Wanted, settle};
use crate::desired::keys::{self, KEYS, Key, Value};
use crate::desired::{Item, Prefix, RoleConfig, RoleType};
use crate::ground::names::RoleName;
use crate::ground::ordered::set;
use crate::ground::quote::brief;

pub(super) static FORMAT: LazyLock<Format> = LazyLock::new(|| {
    let reference = KEYS.iter().filter(|key| key.in_csv != keys::Column::Added);
    let header: Vec<_> = reference.map(|key| key.column).collect();
    let spec = |key: &Key| Spec {
        name: key.column,
        alias: (key.column != key.name).then_some(key.name),
        required: key.in_csv == keys::Column::Required,
    };
    Format {
        columns: KEYS.iter().map(spec).collect(),
        header: header.join(","),
        secret: false,
    }
});

/// One desired role. As JSON: the item as in plan.yaml, and `role_name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleEntry {
    /// As written.
    #[serde(flatten)]
    pub item: Item,
    /// Resolved: everything a plan needs.
    #[serde(rename = "role_name", serialize_with = "role_name_of")]
    pub config: RoleConfig,
}

fn role_name_of<S: Serializer>(config: &RoleConfig, serializer: S) -> Result<S::Ok, S::Error> {
    config.role_name.serialize(serializer)
}

/// Reads desired roles. With `resources`, the names in the inventory, a role for any other
/// resource is invalid. Every sound row is new: whether the role exists is for a plan to say.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn classify(
    text: impl AsRef<[u8]>,
    prefix: &Prefix,
    resources: Option<&BTreeSet<String>>,
) -> Result<Import<RoleEntry>, ImportError> {
    let table = read(text.as_ref(), &FORMAT)?;
    let mut suggestions = Suggestions::default();
    let parsed = table.map_rows(|line, cells| Parsed {
        line,
        subject: cells
            .as_ref()
            .map(|cells| subject(*cells))
            .unwrap_or_default(),
        entry: cells.and_then(|cells| {
            if let Some(resources) = resources {
                check_resource(cells, resources, &mut suggestions)?;
            }
            let (item, config) = parse(cells, prefix)?;
            Ok(RoleEntry { item, config })
        }),
    });
    Ok(settle(parsed, |entry| Class::New { entry }))
}

/// Reads desired roles where every row is wanted (`plan -f roles.csv`). Duplicates count once.
///
/// # Errors
/// What is wrong with the file as a whole, or [`ImportError::Rows`] with all rows that are invalid
/// or in conflict.
pub fn parse_roles(
    text: impl AsRef<[u8]>,
    prefix: &Prefix,
) -> Result<Vec<RoleConfig>, ImportError> {
    let table = read(text.as_ref(), &FORMAT)?;
    drop(text); // The table has a copy.
    let mut roles = Wanted::with_room(table.rows);
    table.see_rows(|line, cells| {
        let role = cells.and_then(|cells| parse(cells, prefix));
        roles.add(line, role.map(|(_, config)| config));
    });
    drop(table);
    roles.all_or_none().map_err(ImportError::Rows)
}

fn subject(cells: Cells<'_>) -> String {
    let text = |key| cells.text(column_of(key));
    brief(&format!("{}/{}", text("resource_name"), text("role")))
}

/// The column for a key of plan.yaml; where nothing else is named, the first is at fault.
fn column_of(key: &str) -> usize {
    let at = KEYS.iter().position(|known| known.name == key);
    at.unwrap_or_default()
}

fn check_resource(
    cells: Cells<'_>,
    resources: &BTreeSet<String>,
    suggestions: &mut Suggestions,
) -> Result<(), Fault> {
    let column = column_of("resource_name");
    let name = cells.text(column);
    if name.is_empty() || resources.contains(name) {
        return Ok(()); // An empty name has its own sentence.
    }
    Err(cells.missing(
        column,
        Missing::Resource,
        unknown_resource(name, resources, suggestions),
    ))
}

/// What a row says, as written and resolved.
fn parse(cells: Cells<'_>, prefix: &Prefix) -> Result<(Item, RoleConfig), Fault> {
    let item = item(cells)?;
    let config = item
        .resolve(prefix)
        .map_err(|error| cells.fault(column_of(error.key), error.message))?;
    Ok((item, config))
}

fn item(cells: Cells<'_>) -> Result<Item, Fault> {
    let mut item = Item::default();
    for (at, key) in KEYS.iter().enumerate() {
        cell::read(key, cells.text(at), &mut item).map_err(|why| cells.fault(at, why))?;
    }
    let managed = item.role_type == RoleType::Managed && item.source_role.is_none();
    if managed && item.scopes.is_some() && item.privileges.is_none() {
        return Err(cells.fault(
            column_of("privileges"),
            "a managed role needs permissions, such as SELECT (`NONE` leaves it CONNECT and USAGE alone)",
        ));
    }
    Ok(item)
}

/// As a set: order and repetition mean nothing.
fn joined<T: ToString>(values: &[T]) -> String {
    set(values.iter().map(ToString::to_string)).join(";")
}

/// What a change of the key shows.
fn shown(key: &Key, config: &RoleConfig) -> String {
    match key.value {
        Value::Scopes(_) => joined(config.scopes()),
        Value::Privileges(_) => joined(config.privileges()),
        Value::Mode(_) => cell::mode_word(config.mode()).to_owned(),
        _ => cell::write(key, &config.item),
    }
}

impl Entry for RoleConfig {
    type Key = RoleName;
    type Value = Item;

    fn key(&self) -> &RoleName {
        &self.role_name
    }

    /// Lists as sets: order and repetition mean nothing.
    fn value(&self) -> Item {
        let mut item = self.item.clone();
        item.scopes.iter_mut().for_each(|list| list.sort());
        item.privileges.iter_mut().for_each(|list| list.sort());
        item
    }

    fn changes_from(&self, old: &Self) -> Vec<FieldChange> {
        let change = |key: &Key| FieldChange::of(key.column, &shown(key, old), &shown(key, self));
        KEYS.iter().filter_map(change).collect()
    }

    fn describe(&self) -> String {
        format!("role `{}` ({})", self.role_name, RoleConfig::describe(self))
    }
}

impl Entry for RoleEntry {
    type Key = RoleName;
    type Value = Item;

    fn key(&self) -> &RoleName {
        self.config.key()
    }

    fn value(&self) -> Item {
        self.config.value()
    }

    fn changes_from(&self, old: &Self) -> Vec<FieldChange> {
        self.config.changes_from(&old.config)
    }

    fn describe(&self) -> String {
        Entry::describe(&self.config)
    }
}
