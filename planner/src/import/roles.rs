//! roles.csv, `resource_name,type,role,scopes,permissions,source_role`: the desired roles.
//!
//! Each row is an [`Item`] as in plan.yaml, resolved by the same code, so that both formats give
//! the same [`RoleConfig`]s and the same sentences.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::credentials::unknown_resource;
use super::error::ImportError;
use super::header::{Format, Spec};
use super::lists;
use super::nearest::Suggestions;
use super::outcome::{FieldChange, Import, Outcome};
use super::place::Fault;
use super::reader::{Cells, read};
use super::settle::{Entry, Parsed, settle};
use crate::desired::{Item, Prefix, PrivilegeWord, RoleConfig, RoleType, Scope};
use crate::names::{ResourceName, RoleName};
use crate::quote::display;

static FORMAT: Format = Format {
    columns: &[
        Spec {
            name: "resource_name",
            alias: None,
            required: true,
        },
        Spec {
            name: "type",
            alias: None,
            required: true,
        },
        Spec {
            name: "role",
            alias: None,
            required: true,
        },
        Spec {
            name: "scopes",
            alias: None,
            required: true,
        },
        Spec {
            name: "permissions",
            alias: Some("privileges"),
            required: true,
        },
        Spec {
            name: "source_role",
            alias: None,
            required: false,
        },
    ],
    header: "resource_name,type,role,scopes,permissions,source_role",
    secret: false,
};
const RESOURCE: usize = 0;
const TYPE: usize = 1;
const ROLE: usize = 2;
const SCOPES: usize = 3;
const PERMISSIONS: usize = 4;
const SOURCE: usize = 5;

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
    match key {
        "type" => TYPE,
        "role" => ROLE,
        "scopes" => SCOPES,
        "privileges" => PERMISSIONS,
        "source_role" => SOURCE,
        _ => RESOURCE,
    }
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
    Err(cells.fault(RESOURCE, unknown_resource(name, resources, suggestions)))
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
    let privileges =
        lists::privileges(cells.text(PERMISSIONS)).map_err(|why| cells.fault(PERMISSIONS, why))?;
    let source = cells.text(SOURCE);
    let item = Item {
        resource_name: cells.text(RESOURCE).to_owned(),
        role_type,
        role: cells.text(ROLE).to_owned(),
        scopes: (!scopes.is_empty()).then_some(scopes),
        privileges: (!privileges.is_empty()).then_some(privileges),
        source_role: (!source.is_empty()).then(|| source.to_owned()),
        ..Item::default()
    };
    let incomplete = role_type == RoleType::Managed && item.scopes.is_some() && source.is_empty();
    if incomplete && item.privileges.is_none() {
        return Err(cells.fault(
            PERMISSIONS,
            "a managed role needs permissions, such as SELECT (one with CONNECT and USAGE alone needs a plan.yaml, with `privileges: []`)",
        ));
    }
    Ok(item)
}

fn joined<T: ToString>(values: &BTreeSet<T>) -> String {
    values
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(";")
}

impl RoleEntry {
    fn scopes(&self) -> BTreeSet<Scope> {
        self.config.scopes.iter().cloned().collect()
    }

    fn privileges(&self) -> BTreeSet<PrivilegeWord> {
        self.config.privileges.iter().copied().collect()
    }
}

impl Entry for RoleEntry {
    type Key = RoleName;
    type Value = (
        (ResourceName, Option<String>, RoleType, Option<RoleName>),
        (BTreeSet<Scope>, BTreeSet<PrivilegeWord>),
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
        )
    }

    fn changes_from(&self, old: &Self) -> Vec<FieldChange> {
        let kind = |entry: &Self| match entry.item.role_type {
            RoleType::Managed => "managed",
            RoleType::External => "external",
        };
        let source = |entry: &Self| entry.item.source_role.clone().unwrap_or_default();
        let set = |entry: &Self| (joined(&entry.scopes()), joined(&entry.privileges()));
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
