//! roles.csv, `resource_name,type,role,scopes,permissions,source_role`: the desired roles.
//!
//! Each row is an [`Item`] as in plan.yaml, resolved by the same code, so that both formats give
//! the same [`RoleConfig`]s and the same sentences. The columns after `source_role` are our additions
//! and may be left out: `rotate_password`, `mode`, `connection_limit`, `valid_until`, as in plan.yaml.
//! `NONE` for permissions is plan.yaml's explicit empty list.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use super::credentials::unknown_resource;
use super::error::ImportError;
use super::header::{Format, Spec};
use super::lists;
use super::nearest::Suggestions;
use super::options;
use super::outcome::{FieldChange, Import, Outcome};
use super::place::{Fault, Missing};
use super::reader::{Cells, read};
use super::settle::{Entry, Parsed, settle};
use crate::desired::keys::{self, KEYS, Key};
use crate::desired::{Item, Mode, Prefix, RoleConfig, RoleType};
use crate::ground::names::{ResourceName, RoleName};
use crate::ground::ordered::set;
use crate::ground::quote::display;

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
        header: header.join(",").into(),
        secret: false,
    }
});

// Where each key stands in the table; a test holds them to it.
const RESOURCE: usize = 0;
const TYPE: usize = 1;
const ROLE: usize = 2;
const SCOPES: usize = 3;
const PERMISSIONS: usize = 4;
const SOURCE: usize = 5;
const ROTATE: usize = 6;
const MODE: usize = 7;
const LIMIT: usize = 8;
const UNTIL: usize = 9;

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
    let parsed = table.rows().map(|(line, cells)| Parsed {
        line,
        subject: cells
            .as_ref()
            .map(|cells| subject(*cells))
            .unwrap_or_default(),
        entry: cells.and_then(|cells| {
            if let Some(resources) = resources {
                check_resource(cells, resources, &mut suggestions)?;
            }
            let item = parse(cells)?;
            let config = item
                .resolve(prefix)
                .map_err(|error| cells.fault(column_of(error.key), error.message))?;
            Ok(RoleEntry { item, config })
        }),
    });
    Ok(settle(parsed.collect(), |entry| Outcome::New { entry }))
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
    let import = classify(text, prefix, None)?;
    let problems = import.problems();
    if !problems.is_empty() {
        return Err(ImportError::Rows(problems));
    }
    Ok(import.into_taken().map(|entry| entry.config).collect())
}

fn subject(cells: Cells<'_>) -> String {
    display(&format!("{}/{}", cells.text(RESOURCE), cells.text(ROLE)))
}

/// The column for a key of plan.yaml.
fn column_of(key: &str) -> usize {
    let at = KEYS.iter().position(|known| known.name == key);
    at.unwrap_or(RESOURCE)
}

fn check_resource(
    cells: Cells<'_>,
    resources: &BTreeSet<String>,
    suggestions: &mut Suggestions,
) -> Result<(), Fault> {
    let name = cells.text(RESOURCE);
    if name.is_empty() || resources.contains(name) {
        return Ok(()); // An empty name has its own sentence.
    }
    Err(cells.missing(
        RESOURCE,
        Missing::Resource,
        unknown_resource(name, resources, suggestions),
    ))
}

fn parse(cells: Cells<'_>) -> Result<Item, Fault> {
    let role_type = match cells.text(TYPE).to_ascii_lowercase().as_str() {
        "managed" => RoleType::Managed,
        "external" => RoleType::External,
        "" => return Err(cells.fault(TYPE, "type is empty; write managed or external")),
        other => {
            let reason = format!(
                "type `{}` is unknown; write managed or external",
                display(other)
            );
            return Err(cells.fault(TYPE, reason));
        }
    };
    let scopes = lists::scopes(cells.text(SCOPES)).map_err(|why| cells.fault(SCOPES, why))?;
    let none = cells.text(PERMISSIONS).eq_ignore_ascii_case("none");
    let privileges = match none {
        true => Vec::new(),
        false => lists::privileges(cells.text(PERMISSIONS))
            .map_err(|why| cells.fault(PERMISSIONS, why))?,
    };
    let source = cells.text(SOURCE);
    let item = Item {
        resource_name: cells.text(RESOURCE).to_owned(),
        role_type,
        role: cells.text(ROLE).to_owned(),
        scopes: (!scopes.is_empty()).then_some(scopes),
        privileges: (none || !privileges.is_empty()).then_some(privileges),
        source_role: options::text(source),
        rotate_password: options::rotate(cells.text(ROTATE))
            .map_err(|why| cells.fault(ROTATE, why))?,
        mode: options::mode(cells.text(MODE)).map_err(|why| cells.fault(MODE, why))?,
        connection_limit: options::limit(cells.text(LIMIT))
            .map_err(|why| cells.fault(LIMIT, why))?,
        valid_until: options::text(cells.text(UNTIL)),
    };
    let incomplete = role_type == RoleType::Managed && item.scopes.is_some() && source.is_empty();
    if incomplete && item.privileges.is_none() {
        return Err(cells.fault(
            PERMISSIONS,
            "a managed role needs permissions, such as SELECT (`NONE` leaves it CONNECT and USAGE alone)",
        ));
    }
    Ok(item)
}

/// As a set: order and repetition mean nothing.
fn joined<T: ToString>(values: &[T]) -> String {
    set(values.iter().map(ToString::to_string)).join(";")
}

impl RoleEntry {
    fn scopes(&self) -> String {
        joined(&self.config.scopes)
    }

    fn privileges(&self) -> String {
        joined(&self.config.privileges)
    }
}

impl Entry for RoleEntry {
    type Key = RoleName;
    type Value = (
        (ResourceName, Option<String>, RoleType, Option<RoleName>),
        (String, String),
        (bool, Mode, Option<i32>, Option<String>),
    );

    fn key(&self) -> RoleName {
        self.config.role_name.clone()
    }

    fn value(&self) -> Self::Value {
        let c = &self.config;
        (
            (
                c.resource.clone(),
                c.label.clone(),
                c.role_type,
                c.source_role.clone(),
            ),
            (self.scopes(), self.privileges()),
            (
                c.rotate_password,
                c.mode,
                c.connection_limit,
                c.valid_until.clone(),
            ),
        )
    }

    fn changes_from(&self, old: &Self) -> Vec<FieldChange> {
        let kind = |entry: &Self| match entry.item.role_type {
            RoleType::Managed => "managed",
            RoleType::External => "external",
        };
        let source = |entry: &Self| entry.item.source_role.clone().unwrap_or_default();
        let mode = |entry: &Self| options::word(entry.config.mode);
        let limit = |entry: &Self| options::number(entry.item.connection_limit);
        let until = |entry: &Self| entry.item.valid_until.clone().unwrap_or_default();
        let set = |entry: &Self| (entry.scopes(), entry.privileges());
        let ((old_scopes, old_words), (scopes, words)) = (set(old), set(self));
        [
            FieldChange::of(
                "resource_name",
                &old.item.resource_name,
                &self.item.resource_name,
            ),
            FieldChange::of("type", kind(old), kind(self)),
            FieldChange::of("role", &old.item.role, &self.item.role),
            FieldChange::of("scopes", &old_scopes, &scopes),
            FieldChange::of("permissions", &old_words, &words),
            FieldChange::of("source_role", &source(old), &source(self)),
            FieldChange::of(
                "rotate_password",
                options::written(old.item.rotate_password),
                options::written(self.item.rotate_password),
            ),
            FieldChange::of("mode", mode(old), mode(self)),
            FieldChange::of("connection_limit", &limit(old), &limit(self)),
            FieldChange::of("valid_until", &until(old), &until(self)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn describe(&self) -> String {
        format!(
            "role `{}` ({})",
            self.config.role_name,
            self.config.describe()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_the_tables() {
        let here = [
            (RESOURCE, "resource_name"),
            (TYPE, "type"),
            (ROLE, "role"),
            (SCOPES, "scopes"),
            (PERMISSIONS, "privileges"),
            (SOURCE, "source_role"),
            (ROTATE, "rotate_password"),
            (MODE, "mode"),
            (LIMIT, "connection_limit"),
            (UNTIL, "valid_until"),
        ];
        let rows = KEYS.iter().map(|key| key.name).enumerate();
        assert_eq!(here.to_vec(), rows.collect::<Vec<_>>());
    }
}
