//! Desired roles: what a person wrote, checked as far as it can be without a catalog.

mod item;
mod items;
pub mod keys;
mod privileges;
mod reads;
mod role_name;
mod scope;
mod text;
mod wanted;
mod yaml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use item::{Item, ItemError};
pub use privileges::PrivilegeWord;
pub use role_name::{DEFAULT_PREFIX, Prefix, role_name};
pub use scope::Scope;
pub use wanted::{Wanted, check_words};
pub use yaml::{PlanFile, PlanFileError, parse_items, parse_plan_file};

use crate::ground::names::{ResourceName, RoleName};

/// `managed` (we own its grants) or `external` (inherits from `source_role`).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleType {
    /// Its attributes, memberships and privileges are exactly what is desired.
    #[default]
    Managed,
    /// It inherits from its `source_role`; its own privileges are left alone.
    External,
}

/// Whether a managed role loses what is not desired.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Grants what is missing, revokes what is not desired.
    #[default]
    Authoritative,
    /// Only adds.
    Additive,
}

/// One desired role, resolved to its role name. Everything a plan needs beside the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleConfig {
    /// The resource it is for.
    pub resource: ResourceName,
    /// The label (`ro`), where known: a session document only holds the role name.
    pub label: Option<String>,
    /// Managed or external.
    pub role_type: RoleType,
    /// The role's name in PostgreSQL.
    pub role_name: RoleName,
    /// The parent of an external role.
    pub source_role: Option<RoleName>,
    /// Where a managed role may read or write.
    pub scopes: Vec<Scope>,
    /// What it may do there, as written.
    pub privileges: Vec<PrivilegeWord>,
    /// A new password at the next apply.
    pub rotate_password: bool,
    /// Authoritative or additive.
    pub mode: Mode,
    /// CONNECTION LIMIT; `None` is not managed.
    pub connection_limit: Option<i32>,
    /// VALID UNTIL; `None` is not managed.
    pub valid_until: Option<String>,
}

impl RoleConfig {
    /// `analytics/ro`, for messages.
    pub fn describe(&self) -> String {
        match &self.label {
            Some(label) => {
                format!("{}/{}", self.resource, crate::ground::quote::display(label))
            }
            None => format!("{} on {}", self.role_name, self.resource),
        }
    }

    /// True where privileges that are not desired are revoked.
    pub fn is_authoritative(&self) -> bool {
        self.role_type == RoleType::Managed && self.mode == Mode::Authoritative
    }

    /// True where the plan reads what the role holds outside its scopes.
    pub fn reads_current_privileges(&self) -> bool {
        self.is_authoritative()
    }
}

/// Two items that reach one role name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "items {first} ({first_item}) and {second} ({second_item}) are one role, `{role_name}`: keep one of them, or give one another label"
)]
pub struct Conflict {
    /// Position of the first, from 1.
    pub first: usize,
    /// Its resource and label.
    pub first_item: String,
    /// Position of the second, from 1.
    pub second: usize,
    /// Its resource and label.
    pub second_item: String,
    /// The name both reach.
    pub role_name: RoleName,
}

/// Checks that no two desired roles reach one role name.
///
/// # Errors
/// The first [`Conflict`].
pub fn check_conflicts(configs: &[RoleConfig]) -> Result<(), Conflict> {
    let mut seen: BTreeMap<&RoleName, (usize, &RoleConfig)> = BTreeMap::new();
    for (index, config) in configs.iter().enumerate() {
        if let Some((first, other)) = seen.insert(&config.role_name, (index + 1, config)) {
            return Err(Conflict {
                first,
                first_item: other.describe(),
                second: index + 1,
                second_item: config.describe(),
                role_name: config.role_name.clone(),
            });
        }
    }
    Ok(())
}

impl RoleConfig {
    /// True where a scope is in the database.
    pub fn has_scope_in(&self, database: &crate::ground::names::DatabaseName) -> bool {
        self.scopes.iter().any(|scope| &scope.database == database)
    }

    /// True where a scope covers the schema.
    pub fn covers(
        &self,
        database: &crate::ground::names::DatabaseName,
        schema: &crate::ground::names::SchemaName,
    ) -> bool {
        self.scopes.iter().any(|s| {
            &s.database == database && s.schema.as_ref().is_none_or(|wanted| wanted == schema)
        })
    }
}
