//! Roles, their attributes and memberships, and who may act as whom.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Catalog;
use crate::names::RoleName;
use crate::ordered::sort;

/// A role's attributes, as in `pg_roles`. `false` is left out of the file.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Role {
    /// SUPERUSER.
    #[serde(skip_serializing_if = "is_false")]
    pub superuser: bool,
    /// INHERIT.
    #[serde(skip_serializing_if = "is_false")]
    pub inherit: bool,
    /// CREATEROLE.
    #[serde(skip_serializing_if = "is_false")]
    pub createrole: bool,
    /// CREATEDB.
    #[serde(skip_serializing_if = "is_false")]
    pub createdb: bool,
    /// LOGIN.
    #[serde(skip_serializing_if = "is_false")]
    pub login: bool,
    /// REPLICATION.
    #[serde(skip_serializing_if = "is_false")]
    pub replication: bool,
    /// BYPASSRLS.
    #[serde(skip_serializing_if = "is_false")]
    pub bypassrls: bool,
    /// CONNECTION LIMIT; absent is unlimited (-1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_limit: Option<i32>,
    /// VALID UNTIL (RFC 3339, UTC, or `infinity`); absent is never set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
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

/// `member` is a member of `role`, by `grantor`. Sorted by member, role, grantor.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Who is in.
    pub member: RoleName,
    /// The role it is in.
    pub role: RoleName,
    /// Who granted it; before 16 only informational.
    pub grantor: RoleName,
    /// WITH ADMIN.
    #[serde(default, skip_serializing_if = "is_false")]
    pub admin: bool,
    /// WITH INHERIT (16+; before, the member's own INHERIT attribute decides).
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub inherit: bool,
    /// WITH SET (16+; before, always).
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub set: bool,
}

/// Who may act as whom, for one snapshot.
#[derive(Debug)]
pub struct RoleGraph<'a> {
    catalog: &'a Catalog,
    /// Sorted, the member first.
    memberships: Vec<&'a Membership>,
}

impl<'a> RoleGraph<'a> {
    /// Indexes the memberships by member.
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut memberships = catalog.memberships.iter().collect();
        sort(&mut memberships);
        Self {
            catalog,
            memberships,
        }
    }

    /// True where the role is in the snapshot.
    pub fn exists(&self, role: &RoleName) -> bool {
        self.catalog.roles.contains_key(role)
    }

    /// True for a superuser.
    pub fn is_superuser(&self, role: &RoleName) -> bool {
        self.catalog.roles.get(role).is_some_and(|r| r.superuser)
    }

    /// The role and every role whose privileges it has without SET ROLE, superuser aside.
    pub fn inherited<'b>(&'b self, role: &'b RoleName) -> BTreeSet<&'b RoleName> {
        let options = self.catalog.server.has_membership_options();
        self.reach(role, |m| {
            if options {
                m.inherit
            } else {
                self.catalog.roles.get(&m.member).is_some_and(|r| r.inherit)
            }
        })
    }

    /// The roles it may become with SET ROLE, superuser aside.
    pub fn settable<'b>(&'b self, role: &'b RoleName) -> BTreeSet<&'b RoleName> {
        let options = self.catalog.server.has_membership_options();
        self.reach(role, |m| !options || m.set)
    }

    /// The role and every role it is a member of, in any way.
    pub fn member_of<'b>(&'b self, role: &'b RoleName) -> BTreeSet<&'b RoleName> {
        self.reach(role, |_| true)
    }

    /// PostgreSQL's `has_privs_of_role`.
    pub fn has_privileges_of(&self, role: &RoleName, of: &RoleName) -> bool {
        self.is_superuser(role) || self.inherited(role).contains(of)
    }

    fn of_member(&self, role: &RoleName) -> impl Iterator<Item = &'a Membership> {
        let first = self.memberships.partition_point(|m| &m.member < role);
        let rest = self.memberships.get(first..).unwrap_or_default();
        rest.iter().copied().take_while(move |m| &m.member == role)
    }

    fn reach<'b>(
        &'b self,
        from: &'b RoleName,
        follow: impl Fn(&Membership) -> bool,
    ) -> BTreeSet<&'b RoleName> {
        let mut seen = BTreeSet::from([from]);
        let mut queue = vec![from];
        while let Some(role) = queue.pop() {
            for m in self.of_member(role) {
                if follow(m) && seen.insert(&m.role) {
                    queue.push(&m.role);
                }
            }
        }
        seen
    }
}
