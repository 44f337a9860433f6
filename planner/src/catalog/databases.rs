//! Databases and their schemas.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Acl, ColumnAcl, ObjectGroup, SequenceDefault};
use crate::ground::map::Map;
use crate::ground::names::{DatabaseName, RoleName, SchemaName};
use crate::ground::ordered::sort;

/// One database, as in `pg_database`, and what is in it where it was read.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// The owner.
    pub owner: RoleName,
    /// `datacl`; absent is NULL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    /// `datallowconn`.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub allow_connections: bool,
    /// `datistemplate`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_template: bool,
    /// `datconnlimit = -2`: a DROP DATABASE was interrupted, and the server refuses to enter it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub invalid: bool,
    /// The roles that own or hold something in it (`pg_shdepend`).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub dependents: BTreeSet<RoleName>,
    /// Why it could not be read, where that was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreachable: Option<String>,
    /// What is in it; absent where it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<Contents>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature serde calls.
fn is_false(b: &bool) -> bool {
    !b
}

const fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature serde calls.
fn is_true(b: &bool) -> bool {
    *b
}

/// What is in one database.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The schemas that are not PostgreSQL's own.
    pub schemas: Map<SchemaName, Schema>,
    /// Roles that hold privileges on what no plan covers yet, by kind in words (`sequences`).
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub unplanned: Map<String, BTreeSet<RoleName>>,
}

/// One schema.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// The owner.
    pub owner: RoleName,
    /// `nspacl`; absent is NULL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    /// What stands in it, grouped.
    #[serde(rename = "relations", default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<ObjectGroup>,
    /// The columns with an ACL of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnAcl>,
    /// The columns whose default calls a sequence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<SequenceDefault>,
}

impl Database {
    /// True where the server would let a session in: not `template0`, not an invalid database.
    pub fn can_be_read(&self) -> bool {
        self.allow_connections && !self.invalid
    }

    pub(super) fn normalise(&mut self) {
        if let Some(acl) = &mut self.acl {
            acl.normalise();
        }
        for schema in self
            .contents
            .iter_mut()
            .flat_map(|c| c.schemas.values_mut())
        {
            if let Some(acl) = &mut schema.acl {
                acl.normalise();
            }
            ObjectGroup::normalise(&mut schema.objects);
            for column in &mut schema.columns {
                column.acl.normalise();
            }
            schema.columns.retain(|c| !c.acl.0.is_empty());
            sort(&mut schema.columns);
            sort(&mut schema.defaults);
            schema.defaults.dedup();
        }
    }

    pub(super) fn check(&self, name: &DatabaseName) -> Result<(), String> {
        for (schema_name, schema) in self.contents.iter().flat_map(|c| &c.schemas) {
            let mut seen = BTreeSet::new();
            for relation in schema.objects.iter().flat_map(|g| &g.names) {
                if !seen.insert(relation) {
                    return Err(format!(
                        "database `{name}`, schema `{schema_name}`: relation `{relation}` stands in it twice"
                    ));
                }
            }
            if let Some(c) = schema.columns.iter().find(|c| !seen.contains(&c.relation)) {
                return Err(format!(
                    "database `{name}`, schema `{schema_name}`: column `{}` belongs to relation `{}`, which is not there",
                    c.column, c.relation
                ));
            }
        }
        Ok(())
    }
}
