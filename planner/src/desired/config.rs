//! One desired role, resolved: its item, and its name in PostgreSQL.

use super::{Item, Mode, PrivilegeWord, RoleType, Scope};
use crate::ground::names::{DatabaseName, ResourceName, RoleName, SchemaName};

/// Everything a plan needs beside the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleConfig {
    /// As [`Item::resolve`] leaves it: each scope and privilege once, nothing that is a default. Without
    /// a label where it comes from a session document that only holds the role's name.
    pub item: Item,
    /// The role's name in PostgreSQL.
    pub role_name: RoleName,
    /// Until when a login works that a plan takes out of use. Whoever plans first leaves it open: it
    /// is `retire_after` from when the snapshot was taken; the session document keeps it, so that the
    /// plan is the same when it is made again.
    pub retire_at: Option<String>,
}

impl RoleConfig {
    /// The resource it is for.
    pub fn resource(&self) -> &ResourceName {
        &self.item.resource_name
    }

    /// The label (`ro`), where known.
    pub fn label(&self) -> Option<&str> {
        Some(self.item.role.as_str()).filter(|label| !label.is_empty())
    }

    /// Managed or external.
    pub fn role_type(&self) -> RoleType {
        self.item.role_type
    }

    /// The parent of an external role.
    pub fn source_role(&self) -> Option<&RoleName> {
        self.item.source_role.as_ref()
    }

    /// Where a managed role may read or write.
    pub fn scopes(&self) -> &[Scope] {
        self.item.scopes.as_deref().unwrap_or_default()
    }

    /// What it may do there, as written.
    pub fn privileges(&self) -> &[PrivilegeWord] {
        self.item.privileges.as_deref().unwrap_or_default()
    }

    /// A new password at the next apply.
    pub fn rotates_password(&self) -> bool {
        self.item.rotate_password
    }

    /// The same role where its password is new already, which no plan can tell by itself.
    #[must_use]
    pub fn rotated(mut self) -> Self {
        self.item.rotate_password = false;
        self
    }

    /// Authoritative or additive.
    pub fn mode(&self) -> Mode {
        self.item.mode.unwrap_or_default()
    }

    /// CONNECTION LIMIT; `None` is not managed.
    pub fn connection_limit(&self) -> Option<i32> {
        self.item.connection_limit
    }

    /// VALID UNTIL; `None` is not managed.
    pub fn valid_until(&self) -> Option<&str> {
        self.item.valid_until.as_deref()
    }

    /// `analytics/ro`, for messages.
    pub fn describe(&self) -> String {
        match self.label() {
            Some(label) => {
                format!("{}/{}", self.resource(), crate::ground::quote::brief(label))
            }
            None => format!("{} on {}", self.role_name, self.resource()),
        }
    }

    /// True where privileges that are not desired are revoked.
    pub fn is_authoritative(&self) -> bool {
        self.role_type() == RoleType::Managed && self.mode() == Mode::Authoritative
    }

    /// True where the plan reads what the role holds outside its scopes.
    pub fn reads_current_privileges(&self) -> bool {
        self.is_authoritative()
    }

    /// True where a scope is in the database.
    pub fn has_scope_in(&self, database: &DatabaseName) -> bool {
        self.scopes()
            .iter()
            .any(|scope| &scope.database == database)
    }

    /// True where a scope covers the schema.
    pub fn covers(&self, database: &DatabaseName, schema: &SchemaName) -> bool {
        self.scopes().iter().any(|s| {
            &s.database == database && s.schema.as_ref().is_none_or(|wanted| wanted == schema)
        })
    }
}
