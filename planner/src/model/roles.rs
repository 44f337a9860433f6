//! CREATE ROLE, ALTER ROLE and memberships.

use crate::catalog::{Catalog, Membership, Role};
use crate::names::RoleName;
use crate::plan::{Attribute, Statement};

pub(super) fn run(
    before: &Catalog,
    after: &mut Catalog,
    user: &RoleName,
    statement: &Statement,
) -> Result<(), String> {
    match statement {
        Statement::CreateRole {
            role,
            parent,
            connection_limit,
            valid_until,
        } => {
            create(
                before,
                after,
                user,
                role,
                *connection_limit,
                valid_until.as_ref(),
            )?;
            if let Some(parent) = parent {
                join(before, after, user, parent, role, true, None)?;
            }
            Ok(())
        }
        Statement::AlterRole { role, attributes } => {
            let role = after
                .roles
                .get_mut(role)
                .ok_or_else(|| format!("role \"{role}\" does not exist"))?;
            attributes.iter().for_each(|a| set(role, a));
            Ok(())
        }
        Statement::GrantMembership {
            parent,
            member,
            options,
            granted_by,
        } => {
            let inherit = options.map_or_else(
                || after.roles.get(member).is_some_and(|r| r.inherit),
                |o| o.inherit,
            );
            join(
                before,
                after,
                user,
                parent,
                member,
                inherit,
                granted_by.as_ref(),
            )
        }
        Statement::RevokeMembership {
            parent,
            member,
            granted_by,
            admin_only,
            ..
        } => {
            let keyed = before.server.has_membership_options();
            let grantor = if keyed {
                Some(grantor(before, user, granted_by.as_ref()))
            } else {
                None
            };
            let hit = |m: &Membership| {
                &m.role == parent
                    && &m.member == member
                    && grantor.as_ref().is_none_or(|g| g == &m.grantor)
            };
            if !after.memberships.iter().any(hit) {
                return Err(
                    "a warning that the role has not been granted that membership".to_owned(),
                );
            }
            if *admin_only {
                after
                    .memberships
                    .iter_mut()
                    .filter(|m| hit(m))
                    .for_each(|m| m.admin = false);
            } else {
                after.memberships.retain(|m| !hit(m));
            }
            Ok(())
        }
        Statement::SetPassword { .. } => Ok(()),
        Statement::DropRole { role } => {
            after.roles.remove(role);
            after
                .memberships
                .retain(|m| &m.member != role && &m.role != role);
            Ok(())
        }
        Statement::Grant { .. } | Statement::Revoke { .. } => {
            Err("not reached: privileges are done elsewhere".to_owned())
        }
    }
}

fn create(
    before: &Catalog,
    after: &mut Catalog,
    user: &RoleName,
    role: &RoleName,
    connection_limit: Option<i32>,
    valid_until: Option<&String>,
) -> Result<(), String> {
    let made = Role {
        inherit: true,
        login: true,
        connection_limit: connection_limit.filter(|limit| *limit != -1),
        valid_until: valid_until.cloned(),
        ..Role::default()
    };
    if after.roles.insert(role.clone(), made).is_some() {
        return Err(format!("role \"{role}\" already exists"));
    }
    let by_superuser = before.roles.get(user).is_some_and(|r| r.superuser);
    if before.server.has_membership_options() && !by_superuser {
        after.memberships.push(Membership {
            member: user.clone(),
            role: role.clone(),
            grantor: before.bootstrap.clone(),
            admin: true,
            inherit: false,
            set: false,
        });
    }
    Ok(())
}

fn grantor(before: &Catalog, user: &RoleName, granted_by: Option<&RoleName>) -> RoleName {
    let superuser = before.roles.get(user).is_some_and(|r| r.superuser);
    granted_by.cloned().unwrap_or_else(|| {
        if before.server.has_membership_options() && superuser {
            before.bootstrap.clone()
        } else {
            user.clone()
        }
    })
}

fn join(
    before: &Catalog,
    after: &mut Catalog,
    user: &RoleName,
    parent: &RoleName,
    member: &RoleName,
    inherit: bool,
    granted_by: Option<&RoleName>,
) -> Result<(), String> {
    if !after.roles.contains_key(parent) {
        return Err(format!("role \"{parent}\" does not exist"));
    }
    let grantor = grantor(before, user, granted_by);
    let keyed = before.server.has_membership_options();
    let existing = after
        .memberships
        .iter_mut()
        .find(|m| &m.role == parent && &m.member == member && (!keyed || m.grantor == grantor));
    match existing {
        Some(m) => {
            m.inherit = inherit || !keyed;
            m.set = true;
        }
        None => after.memberships.push(Membership {
            member: member.clone(),
            role: parent.clone(),
            grantor,
            admin: false,
            inherit: inherit || !keyed,
            set: true,
        }),
    }
    Ok(())
}

fn set(role: &mut Role, attribute: &Attribute) {
    match attribute {
        Attribute::BypassRls(on) => role.bypassrls = *on,
        Attribute::CreateDb(on) => role.createdb = *on,
        Attribute::CreateRole(on) => role.createrole = *on,
        Attribute::Inherit(on) => role.inherit = *on,
        Attribute::Login(on) => role.login = *on,
        Attribute::Replication(on) => role.replication = *on,
        Attribute::Superuser(on) => role.superuser = *on,
        Attribute::ConnectionLimit(n) => role.connection_limit = Some(*n).filter(|n| *n != -1),
        Attribute::ValidUntil(until) => role.valid_until = Some(until.clone()),
    }
}
