//! Who has whose privileges: `roles_is_member_of` of `acl.c`.

use super::world::{DATABASE_OWNER, Membership, Role, RoleId};

#[derive(Clone, Copy)]
pub struct Members<'a> {
    pub major: u32,
    pub roles: &'a [Role],
    pub memberships: &'a [Membership],
    /// The owner of the session's database, where `pg_database_owner` exists.
    pub database_owner: Option<RoleId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Follow {
    Members,
    Privileges,
    SetRole,
}

impl Members<'_> {
    pub fn is_superuser(&self, role: RoleId) -> bool {
        self.roles[role].attributes.superuser
    }

    /// The role itself, then those whose privileges it has, in the server's order.
    pub fn privileges_list(&self, role: RoleId) -> Vec<RoleId> {
        self.walk(role, Follow::Privileges)
    }

    pub fn has_privileges_of(&self, role: RoleId, of: RoleId) -> bool {
        self.is_superuser(role) || self.privileges_list(role).contains(&of)
    }

    pub fn may_set_role(&self, session: RoleId, to: RoleId) -> bool {
        self.is_superuser(session) || self.walk(session, Follow::SetRole).contains(&to)
    }

    /// `is_member_of_role_nosuper`.
    pub fn is_member(&self, role: RoleId, of: RoleId) -> bool {
        self.walk(role, Follow::Members).contains(&of)
    }

    /// `is_admin_of_role`.
    pub fn is_admin_of(&self, member: RoleId, role: RoleId) -> bool {
        if self.is_superuser(member) {
            return true;
        }
        if member == role {
            return self.major < 15; // As the session's own user, as the histories always are.
        }
        self.admin_through(member, role, Follow::Members).is_some()
    }

    /// `select_best_admin` (16+): the nearest role it has the privileges of, with ADMIN on `role`.
    pub fn best_admin(&self, member: RoleId, role: RoleId) -> Option<RoleId> {
        if member == role {
            return None;
        }
        self.admin_through(member, role, Follow::Privileges)
    }

    fn admin_through(&self, member: RoleId, role: RoleId, follow: Follow) -> Option<RoleId> {
        let list = self.walk(member, follow);
        let has = |who: RoleId| {
            let mut rows = self.memberships.iter();
            rows.any(|m| m.member == who && m.role == role && m.admin)
        };
        list.into_iter().find(|who| {
            has(*who)
                && (follow != Follow::Privileges
                    || self.major >= 16
                    || self.roles[*who].attributes.inherit)
        })
    }

    fn walk(&self, from: RoleId, follow: Follow) -> Vec<RoleId> {
        let mut list = vec![from];
        let mut at = 0;
        while let Some(&member) = list.get(at) {
            at += 1;
            let by_option = self.major >= 16;
            if follow == Follow::Privileges && !by_option && !self.roles[member].attributes.inherit
            {
                continue;
            }
            let mut rows: Vec<_> = self
                .memberships
                .iter()
                .filter(|m| m.member == member)
                .collect();
            rows.sort_by_key(|m| (m.role, m.grantor));
            for m in rows {
                let follows = match follow {
                    Follow::Members => true,
                    Follow::Privileges => !by_option || m.inherit,
                    Follow::SetRole => !by_option || m.set,
                };
                if follows && !list.contains(&m.role) {
                    list.push(m.role);
                }
            }
            if self.database_owner == Some(member) && !list.contains(&DATABASE_OWNER) {
                list.push(DATABASE_OWNER);
            }
        }
        list
    }
}
