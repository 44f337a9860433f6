//! CREATE ROLE, ALTER ROLE and memberships.

use crate::access::{RoleGraph, nearest_first};
use crate::catalog::{Catalog, Membership, Role};
use crate::ground::names::RoleName;
use crate::step::{Attribute, MembershipOptions, Statement};

pub(super) fn run(
    before: &Catalog,
    after: &mut Catalog,
    user: &RoleName,
    statement: &Statement,
) -> Result<(), String> {
    match statement {
        Statement::CreateRole {
            role,
            login,
            parent,
            connection_limit,
            valid_until,
        } => {
            let made = Role {
                inherit: true,
                login: *login,
                connection_limit: connection_limit.filter(|limit| *limit != -1),
                valid_until: valid_until.clone(),
                ..Role::default()
            };
            create(before, after, user, role, made)?;
            match parent {
                Some(parent) => join(before, after, user, parent, role, None, None),
                None => Ok(()),
            }
        }
        Statement::AlterRole { role, attributes } => alter(after, role, attributes),
        Statement::GrantMembership {
            parent,
            member,
            options,
            granted_by,
        } => join(
            before,
            after,
            user,
            parent,
            member,
            *options,
            granted_by.as_ref(),
        ),
        Statement::RevokeMembership {
            parent,
            member,
            granted_by,
            admin_only,
            ..
        } => {
            // Before 16 a membership is one row, whoever granted it.
            let keyed = before.server.has_membership_options();
            let grantor = keyed.then(|| grantor(before, user, granted_by.as_ref()));
            leave(after, parent, member, grantor.as_ref(), *admin_only)
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
    made: Role,
) -> Result<(), String> {
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
    options: Option<MembershipOptions>,
    granted_by: Option<&RoleName>,
) -> Result<(), String> {
    if !after.roles.contains_key(parent) {
        return Err(format!("role \"{parent}\" does not exist"));
    }
    if RoleGraph::new(after).member_of(parent).contains(member) {
        return Err(format!(
            "role \"{parent}\" is a member of role \"{member}\""
        ));
    }
    let keyed = before.server.has_membership_options();
    let grantor = match granted_by {
        None if keyed => best_admin(before, user, parent),
        _ => grantor(before, user, granted_by),
    };
    let inherits = after.roles.get(member).is_some_and(|r| r.inherit);
    let existing = after
        .memberships
        .iter_mut()
        .find(|m| &m.role == parent && &m.member == member && (!keyed || m.grantor == grantor));
    match (existing, options) {
        (Some(m), Some(named)) if keyed => {
            m.admin |= named.admin;
            m.inherit = named.inherit.unwrap_or(m.inherit);
            // SET TRUE is not written out, and what is not named keeps its value.
            m.set &= named.set;
        }
        (Some(m), Some(named)) => m.admin |= named.admin,
        (Some(_), None) => {}
        (None, named) => after.memberships.push(Membership {
            member: member.clone(),
            role: parent.clone(),
            grantor,
            admin: named.is_some_and(|o| o.admin),
            inherit: !keyed || named.and_then(|o| o.inherit).unwrap_or(inherits),
            set: named.is_none_or(|o| o.set),
        }),
    }
    Ok(())
}

fn leave(
    after: &mut Catalog,
    parent: &RoleName,
    member: &RoleName,
    grantor: Option<&RoleName>,
    admin_only: bool,
) -> Result<(), String> {
    let hit = |m: &Membership| {
        &m.role == parent && &m.member == member && grantor.is_none_or(|g| g == &m.grantor)
    };
    if !after.memberships.iter().any(hit) {
        return Err("a warning that the role has not been granted that membership".to_owned());
    }
    if admin_only {
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

/// 16+: whom the server records as the grantor of a membership.
fn best_admin(before: &Catalog, user: &RoleName, parent: &RoleName) -> RoleName {
    if before.roles.get(user).is_some_and(|r| r.superuser) {
        return before.bootstrap.clone();
    }
    let has_admin = |role: &RoleName| {
        let mut rows = before.memberships.iter();
        rows.any(|m| m.admin && &m.member == role && &m.role == parent)
    };
    let mut roles = nearest_first(before, user).into_iter();
    roles.find(|r| has_admin(r)).unwrap_or(user).clone()
}

fn alter(after: &mut Catalog, role: &RoleName, attributes: &[Attribute]) -> Result<(), String> {
    let role = after
        .roles
        .get_mut(role)
        .ok_or_else(|| format!("role \"{role}\" does not exist"))?;
    attributes.iter().for_each(|a| set(role, a));
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
        Attribute::ValidUntil(until) => {
            role.valid_until = Some(until.clone());
            role.expired = false; // A plan names no moment that has passed.
        }
        Attribute::NoPassword => {} // The catalog does not tell.
    }
}
