//! GRANT and REVOKE of memberships: `user.c`.

use super::world::{BOOTSTRAP, DATABASE_OWNER, Membership, RoleId, World};

/// One GRANT of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Join {
    pub role: RoleId,
    pub member: RoleId,
    pub admin: bool,
    /// 16+; `None` is not named.
    pub inherit: Option<bool>,
    /// 16+; `None` is not named.
    pub set: Option<bool>,
    /// GRANTED BY.
    pub by: Option<RoleId>,
}

impl World {
    fn may_hand_out(&self, user: RoleId, role: RoleId) -> Result<(), String> {
        let members = self.members(None);
        if members.is_superuser(role) && !members.is_superuser(user) {
            return Err("must be superuser to alter superusers".to_owned());
        }
        let createrole = self.major < 16 && self.roles[user].attributes.createrole;
        if members.is_superuser(user) || createrole || members.is_admin_of(user, role) {
            Ok(())
        } else {
            Err("must have admin option on the role".to_owned())
        }
    }

    /// # Errors
    /// What the server says; nothing is changed then.
    pub fn join(&mut self, user: RoleId, join: Join) -> Result<(), String> {
        self.may_hand_out(user, join.role)?;
        let members = self.members(None);
        if self.major >= 14 && [join.role, join.member].contains(&DATABASE_OWNER) {
            return Err("pg_database_owner has one implicit member".to_owned());
        }
        let grantor = self.membership_grantor(user, join)?;
        if members.is_member(join.role, join.member) {
            return Err("the role is a member of the other".to_owned());
        }
        if self.major < 16 {
            self.join_before_16(grantor, join);
            return Ok(());
        }
        if join.admin && grantor != BOOTSTRAP {
            self.check_admin_circularity(grantor, join)?;
        }
        let inherits = self.roles[join.member].attributes.inherit;
        let row = self
            .memberships
            .iter_mut()
            .find(|m| m.role == join.role && m.member == join.member && m.grantor == grantor);
        match row {
            Some(m) => {
                m.admin |= join.admin;
                m.inherit = join.inherit.unwrap_or(m.inherit);
                m.set = join.set.unwrap_or(m.set);
            }
            None => self.memberships.push(Membership {
                role: join.role,
                member: join.member,
                grantor,
                admin: join.admin,
                inherit: join.inherit.unwrap_or(inherits),
                set: join.set.unwrap_or(true),
            }),
        }
        Ok(())
    }

    fn membership_grantor(&self, user: RoleId, join: Join) -> Result<RoleId, String> {
        let members = self.members(None);
        if self.major < 16 {
            return Ok(user);
        }
        match join.by {
            None if members.is_superuser(user) => Ok(BOOTSTRAP),
            None => members
                .best_admin(user, join.role)
                .ok_or_else(|| "no possible grantors".to_owned()),
            Some(by) => {
                let may = members.has_privileges_of(user, by)
                    && (by == BOOTSTRAP || members.best_admin(by, join.role) == Some(by));
                if may {
                    Ok(by)
                } else {
                    Err("permission denied to grant as that role".to_owned())
                }
            }
        }
    }

    fn join_before_16(&mut self, grantor: RoleId, join: Join) {
        let row = self
            .memberships
            .iter_mut()
            .find(|m| m.role == join.role && m.member == join.member);
        match row {
            Some(m) if join.admin && !m.admin => {
                m.admin = true;
                m.grantor = grantor;
            }
            Some(_) => {}
            None => self.memberships.push(Membership {
                role: join.role,
                member: join.member,
                grantor,
                admin: join.admin,
                inherit: true,
                set: true,
            }),
        }
    }

    /// The grantor must keep ADMIN without what comes through the new member.
    fn check_admin_circularity(&self, grantor: RoleId, join: Join) -> Result<(), String> {
        let refused = Err("ADMIN option cannot be granted back to your own grantor".to_owned());
        if join.member == BOOTSTRAP {
            return refused;
        }
        let mut rows: Vec<_> = self
            .memberships
            .iter()
            .filter(|m| m.role == join.role)
            .collect();
        let mut gone = vec![join.member];
        while let Some(member) = gone.pop() {
            rows.retain(|m| m.member != member);
            let lost: Vec<_> = rows
                .iter()
                .filter(|m| m.grantor == member)
                .map(|m| m.member)
                .collect();
            rows.retain(|m| m.grantor != member);
            gone.extend(
                lost.into_iter()
                    .filter(|l| !rows.iter().any(|m| m.member == *l && m.admin)),
            );
        }
        if rows.iter().any(|m| m.member == grantor && m.admin) {
            Ok(())
        } else {
            refused
        }
    }

    /// REVOKE of a whole row, or of its ADMIN option alone.
    ///
    /// # Errors
    /// What the server says, a warning that nothing was revoked included.
    pub fn leave(
        &mut self,
        user: RoleId,
        role: RoleId,
        member: RoleId,
        by: Option<RoleId>,
        admin_only: bool,
    ) -> Result<(), String> {
        self.may_hand_out(user, role)?;
        let members = self.members(None);
        let keyed = self.major >= 16;
        let grantor = match by {
            _ if !keyed => None,
            Some(by) if members.has_privileges_of(user, by) => Some(by),
            Some(_) => return Err("permission denied to revoke as that role".to_owned()),
            None if members.is_superuser(user) => Some(BOOTSTRAP),
            None => Some(
                members
                    .best_admin(user, role)
                    .ok_or("no possible grantors")?,
            ),
        };
        let hit = |m: &Membership| {
            m.role == role && m.member == member && grantor.is_none_or(|g| g == m.grantor)
        };
        if !self.memberships.iter().any(hit) {
            return Err("a warning: not a member".to_owned());
        }
        let others = self
            .memberships
            .iter()
            .filter(|m| m.role == role && !hit(m));
        let still = others.clone().any(|m| m.member == member && m.admin);
        let had = self.memberships.iter().any(|m| hit(m) && m.admin);
        if keyed && had && !still && others.clone().any(|m| m.grantor == member) {
            return Err("dependent privileges exist".to_owned());
        }
        if admin_only {
            self.memberships
                .iter_mut()
                .filter(|m| hit(m))
                .for_each(|m| m.admin = false);
        } else {
            self.memberships.retain(|m| !hit(m));
        }
        Ok(())
    }
}
