//! What a plan has to read: the databases that concern a role.

use std::collections::BTreeSet;

use super::RoleConfig;
use crate::catalog::{Catalog, Database};
use crate::ground::names::DatabaseName;

impl Catalog {
    /// The databases whose contents a plan of these roles needs: those that concern one of them.
    pub fn databases_to_read<'a>(
        &self,
        configs: impl IntoIterator<Item = &'a RoleConfig>,
    ) -> BTreeSet<DatabaseName> {
        let mut needed = BTreeSet::new();
        for config in configs {
            let concerned = self
                .databases
                .iter()
                .filter(|(name, d)| d.concerns(name, config));
            needed.extend(concerned.map(|(name, _)| name.clone()));
        }
        needed
    }
}

impl Database {
    /// True where a plan of this role enters the database: it has a scope there, or holds something
    /// in it or on it. Only facts about this role count, so that a plan is the same whichever other
    /// databases a snapshot happens to hold. A template is not entered for a CONNECT alone: while
    /// somebody is in it, nobody can create a database from it.
    pub fn concerns(&self, name: &DatabaseName, config: &RoleConfig) -> bool {
        if config.has_scope_in(name) {
            return true;
        }
        let role = &config.role_name;
        let named = || {
            self.acl
                .as_ref()
                .is_some_and(|acl| acl.of(role).next().is_some())
        };
        config.reads_current_privileges()
            && self.can_be_read()
            && (self.dependents.contains(role) || (!self.is_template && named()))
    }
}
