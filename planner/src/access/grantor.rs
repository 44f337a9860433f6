//! Who has to act: the grantor PostgreSQL would record for a GRANT or look for in a REVOKE, and
//! whether the admin account can be that one, directly or with SET ROLE.
//!
//! The server takes the first of the user's roles that holds all the grant options, the user
//! itself first, and the owner where it comes across it: so a member of the owner that holds grant
//! options of its own does not act as the owner. Superusers always do.

use super::RoleGraph;
use crate::catalog::{Acl, Catalog, Grantee, Objects};
use crate::ground::names::RoleName;
use crate::ground::privilege::{Privilege, Privileges};

/// How a statement has to be run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authority {
    /// As the admin account.
    Plain,
    /// With SET ROLE around it.
    As(RoleName),
}

impl Authority {
    /// The role to set, if any.
    pub fn acting_as(&self) -> Option<RoleName> {
        match self {
            Self::Plain => None,
            Self::As(role) => Some(role.clone()),
        }
    }
}

/// Who is who where somebody has to act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Actors<'a> {
    pub graph: &'a RoleGraph<'a>,
    /// The account that the plan is applied with.
    pub admin: &'a RoleName,
    /// The role that is planned.
    pub role: &'a RoleName,
}

/// USAGE on a schema, by any way there is: what it takes to name what stands in it.
pub(crate) fn has_usage(graph: &RoleGraph<'_>, role: &RoleName, schema: &Acl) -> bool {
    graph.is_superuser(role)
        || schema.0.iter().any(|entry| {
            entry.privileges.contains(Privilege::Usage)
                && match &entry.grantee {
                    Grantee::Public => true,
                    Grantee::Role(held_by) => graph.has_privileges_of(role, held_by),
                }
        })
}

/// Can this admin account become that role?
fn can_set(graph: &RoleGraph<'_>, admin: &RoleName, role: &RoleName) -> bool {
    graph.exists(role) && (graph.is_superuser(admin) || graph.settable(admin).contains(role))
}

/// Who can grant these privileges, or some of them.
///
/// # Errors
/// The sentence that says why nobody the admin account can be may do it.
pub(crate) fn to_grant(
    actors: Actors<'_>,
    on: &Objects<'_>,
    privileges: Privileges,
) -> Result<Authority, String> {
    let Actors { graph, admin, role } = actors;
    let owner = on.owner;
    let may = |role: &RoleName| on.grantable_by(role).covers(privileges);
    // What the role would give to itself counts for nothing.
    let from_itself = role != owner
        && !graph.is_superuser(admin)
        && graph.inherited(admin).contains(role)
        && !on.grantable_by(role).intersection(privileges).is_empty();
    let by_right = acts_as_owner(graph, admin, on, privileges) || may(admin);
    if by_right && !from_itself {
        return Ok(Authority::Plain);
    }
    // Rather as the owner than by an option that some role the admin account is in happens to hold:
    // what that role gave would go, or stay for ever, with its option.
    if can_set(graph, admin, owner) {
        return Ok(Authority::As(owner.clone()));
    }
    let plain =
        graph.has_privileges_of(admin, owner) || graph.inherited(admin).into_iter().any(may);
    if plain && !from_itself {
        return Ok(Authority::Plain);
    }
    let by_option = graph
        .settable(admin)
        .into_iter()
        .find(|other| *other != role && may(other));
    match by_option {
        Some(role) if role == admin => Ok(Authority::Plain),
        Some(role) => Ok(Authority::As(role.clone())),
        None if plain => Err(format!(
            "`{admin}` is a member of the role and would grant {privileges} as the role itself; the owner is `{owner}`"
        )),
        None => Err(format!(
            "`{admin}` may not grant {privileges}: the owner is `{owner}`, and `{admin}` is neither a member of it nor holds a grant option"
        )),
    }
}

/// Who can revoke these privileges, or some of them, that `grantor` gave.
///
/// # Errors
/// The sentence that says why nobody the admin account can be may do it.
pub(crate) fn to_revoke(
    actors: Actors<'_>,
    on: &Objects<'_>,
    grantor: &RoleName,
    privileges: Privileges,
) -> Result<Authority, String> {
    let Actors { graph, admin, .. } = actors;
    let owner = on.owner;
    if grantor == owner {
        return if acts_as_owner(graph, admin, on, privileges) {
            Ok(Authority::Plain)
        } else if can_set(graph, admin, owner) {
            Ok(Authority::As(owner.clone()))
        } else if graph.has_privileges_of(admin, owner) {
            Err(format!(
                "only the owner `{owner}` can revoke it, and `{admin}` would act by a grant option instead and cannot SET ROLE to `{owner}`"
            ))
        } else {
            Err(format!(
                "only the owner `{owner}` can revoke it, and `{admin}` is not a member of `{owner}`"
            ))
        };
    }
    if !graph.exists(grantor) {
        return Err(format!("it was granted by {grantor}"));
    }
    if graph.is_superuser(grantor) {
        // A REVOKE as this grantor would act as the owner, and leave the grantor's entry alone.
        return Err(format!(
            "it was granted by `{grantor}`, which has since come to act as the owner `{owner}`"
        ));
    }
    if !on.grantable_by(grantor).covers(privileges) {
        // The server would refuse, or look for another grantor's entry.
        return Err(format!(
            "it was granted by `{grantor}`, which no longer holds the grant option that revoking it takes"
        ));
    }
    if grantor == admin {
        return Ok(Authority::Plain);
    }
    if can_set(graph, admin, grantor) {
        Ok(Authority::As(grantor.clone()))
    } else {
        Err(format!(
            "it was granted by `{grantor}`, and `{admin}` cannot SET ROLE to it"
        ))
    }
}

/// True where a REVOKE of any of these by the admin account is the owner's.
fn acts_as_owner(
    graph: &RoleGraph<'_>,
    admin: &RoleName,
    on: &Objects<'_>,
    privileges: Privileges,
) -> bool {
    if graph.is_superuser(admin) || admin == on.owner {
        return true;
    }
    let roles = graph.inherited(admin);
    roles.contains(on.owner)
        && roles
            .into_iter()
            .filter(|role| *role != on.owner)
            .all(|role| on.grantable_by(role).intersection(privileges).is_empty())
}

/// Whom the server takes as the grantor: the nearest role of the user's that is the owner or holds
/// all the grant options.
pub(crate) fn best_grantor(
    roles: &Catalog,
    user: &RoleName,
    owner: &RoleName,
    acl: &Acl,
    privileges: Privileges,
) -> Option<RoleName> {
    if roles.roles.get(user).is_some_and(|r| r.superuser) {
        return Some(owner.clone());
    }
    let can = |role: &RoleName| role == owner || acl.grantable_by(role).covers(privileges);
    let mut nearest = nearest_first(roles, user).into_iter();
    nearest.find(|r| can(r)).cloned()
}

/// The user, then the roles whose privileges it has, nearest first; those equally near by name,
/// where the server goes by age.
pub(crate) fn nearest_first<'a>(roles: &'a Catalog, user: &'a RoleName) -> Vec<&'a RoleName> {
    let by_option = roles.server.has_membership_options();
    let mut list = vec![user];
    let mut at = 0;
    while let Some(member) = list.get(at).copied() {
        at += 1;
        let inherits = roles.roles.get(member).is_some_and(|r| r.inherit);
        // Memberships are sorted.
        for m in roles.memberships.iter().filter(|m| &m.member == member) {
            let follow = if by_option { m.inherit } else { inherits };
            if follow && !list.contains(&&m.role) {
                list.push(&m.role);
            }
        }
    }
    list
}
