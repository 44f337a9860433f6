//! Desired roles: what a person wrote, checked as far as it can be without a catalog.

mod config;
mod item;
mod items;
pub mod keys;
mod logins;
mod needs;
mod pieces;
mod privileges;
mod reads;
mod role_name;
mod scope;
mod text;
mod wanted;
mod yaml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use config::RoleConfig;
pub use item::{Item, ItemError};
pub use logins::{DEFAULT_RETIRE_AFTER, login_names};
pub use needs::{NEEDED, Need, Needs};
pub use pieces::{PieceFault, parse_each};
pub use privileges::PrivilegeWord;
pub use role_name::{DEFAULT_PREFIX, Prefix, role_name};
pub use scope::Scope;
pub use wanted::{Wanted, check_words};
pub use yaml::{PlanFile, PlanFileError, parse_items, parse_plan_file};

use crate::ground::names::RoleName;

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
