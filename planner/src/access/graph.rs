//! The graph of memberships: who has whose privileges, and who may become whom.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, Membership};
use crate::ground::names::RoleName;
use crate::ground::ordered::sort;

/// What a membership is followed for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Follow {
    /// To have the privileges of a role.
    Inherit,
    /// To become it.
    Set,
}

/// Who may act as whom, for one snapshot.
#[derive(Debug)]
pub struct RoleGraph<'a> {
    catalog: &'a Catalog,
    /// Few, in order.
    superusers: Vec<&'a RoleName>,
    /// Sorted, the member first.
    memberships: Vec<&'a Membership>,
}

impl<'a> RoleGraph<'a> {
    /// Indexes the memberships by member, and the superusers.
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut memberships = catalog.memberships.iter().collect();
        sort(&mut memberships);
        let roles = catalog.roles.iter();
        let superusers = roles.filter(|(_, role)| role.superuser);
        Self {
            catalog,
            superusers: superusers.map(|(name, _)| name).collect(),
            memberships,
        }
    }

    /// True where the role is in the snapshot.
    pub fn exists(&self, role: &RoleName) -> bool {
        self.catalog.roles.contains_key(role)
    }

    /// True for a superuser.
    pub fn is_superuser(&self, role: &RoleName) -> bool {
        self.superusers.binary_search(&role).is_ok()
    }

    /// The role and every role whose privileges it has without SET ROLE, superuser aside.
    pub fn inherited<'b>(&'b self, role: &'b RoleName) -> BTreeSet<&'b RoleName> {
        self.reach(role, |m| self.follows(m, Follow::Inherit))
    }

    /// The roles it may become with SET ROLE, superuser aside.
    pub fn settable<'b>(&'b self, role: &'b RoleName) -> BTreeSet<&'b RoleName> {
        self.reach(role, |m| self.follows(m, Follow::Set))
    }

    /// The memberships that lead from one role to another, as the roles that come after the first: as
    /// few as there can be, and none where there is no way.
    pub(crate) fn way(&self, from: &RoleName, to: &RoleName, follow: Follow) -> Vec<RoleName> {
        // Each with the place of the one before it.
        let mut found = vec![(from, 0)];
        let mut at = 0;
        while let Some((role, _)) = found.get(at).copied() {
            if role == to {
                break;
            }
            for m in self.of_member(role) {
                if self.follows(m, follow) && !found.iter().any(|(known, _)| *known == &m.role) {
                    found.push((&m.role, at));
                }
            }
            at += 1;
        }
        let mut way = Vec::new();
        while let (true, Some((role, before))) = (at > 0, found.get(at).copied()) {
            way.push(role.clone());
            at = before;
        }
        way.reverse();
        way
    }

    fn follows(&self, m: &Membership, how: Follow) -> bool {
        let options = self.catalog.server.has_membership_options();
        match how {
            Follow::Inherit if options => m.inherit,
            Follow::Inherit => self.catalog.roles.get(&m.member).is_some_and(|r| r.inherit),
            Follow::Set => !options || m.set,
        }
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
