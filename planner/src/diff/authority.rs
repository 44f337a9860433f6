//! Who has to act: the grantor PostgreSQL would record for a GRANT or look for in a REVOKE, and
//! whether the admin account can be that one, directly or with SET ROLE.

use crate::catalog::{Acl, RoleGraph};
use crate::names::RoleName;
use crate::privilege::Privileges;

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

/// Can this admin account become that role?
fn can_set(graph: &RoleGraph<'_>, admin: &RoleName, role: &RoleName) -> bool {
    graph.exists(role) && (graph.is_superuser(admin) || graph.settable(admin).contains(role))
}

fn may_grant(acl: &Acl, role: &RoleName, privileges: Privileges) -> bool {
    let grantable = acl
        .of(role)
        .fold(Privileges::NONE, |set, entry| set.union(entry.grantable));
    grantable.covers(privileges)
}

/// Who can grant these privileges on an object of this owner.
///
/// # Errors
/// The sentence that says why nobody the admin account can be may do it.
pub fn to_grant(
    graph: &RoleGraph<'_>,
    admin: &RoleName,
    owner: &RoleName,
    acl: &Acl,
    privileges: Privileges,
) -> Result<Authority, String> {
    if graph.has_privileges_of(admin, owner) {
        return Ok(Authority::Plain);
    }
    if graph
        .inherited(admin)
        .into_iter()
        .any(|role| may_grant(acl, role, privileges))
    {
        return Ok(Authority::Plain);
    }
    if can_set(graph, admin, owner) {
        return Ok(Authority::As(owner.clone()));
    }
    let by_option = graph
        .settable(admin)
        .into_iter()
        .find(|role| !graph.has_privileges_of(role, owner) && may_grant(acl, role, privileges));
    by_option.map(|role| Authority::As(role.clone())).ok_or_else(|| {
        format!("`{admin}` may not grant {privileges}: the owner is `{owner}`, and `{admin}` is neither a member of it nor holds a grant option")
    })
}

/// Who can revoke what `grantor` gave on an object of this owner.
///
/// # Errors
/// The sentence that says why nobody the admin account can be may do it.
pub fn to_revoke(
    graph: &RoleGraph<'_>,
    admin: &RoleName,
    owner: &RoleName,
    grantor: &RoleName,
) -> Result<Authority, String> {
    let owns = graph.has_privileges_of(admin, owner);
    if grantor == owner {
        if owns {
            return Ok(Authority::Plain);
        }
        return if can_set(graph, admin, owner) {
            Ok(Authority::As(owner.clone()))
        } else {
            Err(format!(
                "only the owner `{owner}` can revoke it, and `{admin}` is not a member of `{owner}`"
            ))
        };
    }
    if !graph.exists(grantor) {
        return Err(format!("it was granted by {grantor}"));
    }
    if graph.has_privileges_of(grantor, owner) {
        // A REVOKE as this grantor would act as the owner, and leave the grantor's entry alone.
        return Err(format!(
            "it was granted by `{grantor}`, which has since come to act as the owner `{owner}`"
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
