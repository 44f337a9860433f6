//! GRANT and REVOKE on one object, after PostgreSQL's `aclchk.c` and `acl.c` as documented: the
//! grantor is the owner for whoever acts as the owner, else a role the user has the privileges of
//! that holds the grant options.

use crate::catalog::{Acl, AclEntry, Grantee, RelationGroup, RoleGraph, Schema, effective};
use crate::names::{RelationName, RoleName};
use crate::privilege::{ObjectKind, Privileges};
use crate::server::Server;

pub(super) enum Change<'a> {
    Grant {
        privileges: Privileges,
        role: &'a RoleName,
        grant_option: bool,
    },
    Revoke {
        privileges: Privileges,
        role: &'a RoleName,
        grant_option_only: bool,
    },
}

pub(super) struct Actor<'a> {
    pub graph: &'a RoleGraph<'a>,
    pub user: &'a RoleName,
}

impl Actor<'_> {
    pub fn run(
        &self,
        kind: ObjectKind,
        server: &Server,
        owner: &RoleName,
        slot: &mut Option<Acl>,
        change: &Change<'_>,
    ) -> Result<(), String> {
        let mut acl = effective(slot.as_ref(), kind, owner, server).into_owned();
        let (Change::Grant { privileges, .. } | Change::Revoke { privileges, .. }) = change;
        let grantor = self.grantor(owner, &acl, *privileges)?;
        match change {
            Change::Grant {
                privileges,
                role,
                grant_option,
            } => {
                let grantable = if *grant_option {
                    *privileges
                } else {
                    Privileges::NONE
                };
                acl.0.push(AclEntry {
                    grantee: Grantee::Role((*role).clone()),
                    grantor,
                    privileges: *privileges,
                    grantable,
                });
                acl.normalise();
            }
            Change::Revoke {
                privileges,
                role,
                grant_option_only,
            } => {
                let mut losing = Privileges::NONE;
                for entry in &mut acl.0 {
                    if entry.grantee.is(role) && entry.grantor == grantor {
                        losing = losing.union(entry.grantable.intersection(*privileges));
                        entry.grantable = entry.grantable.minus(*privileges);
                        if !grant_option_only {
                            entry.privileges = entry.privileges.minus(*privileges);
                        }
                    }
                }
                acl.normalise();
                if *role != owner {
                    check_dependents(&acl, role, losing)?;
                }
            }
        }
        *slot = Some(acl);
        Ok(())
    }

    fn grantor(
        &self,
        owner: &RoleName,
        acl: &Acl,
        privileges: Privileges,
    ) -> Result<RoleName, String> {
        if self.graph.has_privileges_of(self.user, owner) {
            return Ok(owner.clone());
        }
        let can = |role: &RoleName| {
            acl.of(role)
                .fold(Privileges::NONE, |set, e| set.union(e.grantable))
                .covers(privileges)
        };
        if can(self.user) {
            return Ok(self.user.clone());
        }
        self.graph
            .inherited(self.user)
            .into_iter()
            .find(|r| can(r))
            .cloned()
            .ok_or_else(|| {
                "permission denied, or a warning that no privileges could be granted or revoked"
                    .to_owned()
            })
    }

    /// A table-level REVOKE takes the same privileges of the same grantor from the columns too.
    pub fn wipe_columns(&self, schema: &mut Schema, names: &[RelationName], change: &Change<'_>) {
        let Change::Revoke {
            privileges,
            role,
            grant_option_only,
        } = change
        else {
            return;
        };
        for column in schema
            .columns
            .iter_mut()
            .filter(|c| names.contains(&c.relation))
        {
            let owner = schema
                .relations
                .iter()
                .find(|g| g.names.contains(&column.relation));
            let Some(owner) = owner.map(|g| &g.owner) else {
                continue;
            };
            let grantor = if self.graph.has_privileges_of(self.user, owner) {
                owner
            } else {
                self.user
            };
            for entry in &mut column.acl.0 {
                if entry.grantee.is(role) && &entry.grantor == grantor {
                    entry.grantable = entry.grantable.minus(*privileges);
                    if !grant_option_only {
                        entry.privileges = entry.privileges.minus(*privileges);
                    }
                }
            }
            column.acl.normalise();
        }
    }
}

/// RESTRICT: what the role passed on must still have a grant option behind it.
fn check_dependents(acl: &Acl, role: &RoleName, losing: Privileges) -> Result<(), String> {
    let still = acl
        .of(role)
        .fold(Privileges::NONE, |set, e| set.union(e.grantable));
    let lost = losing.minus(still);
    let depends = acl
        .0
        .iter()
        .any(|e| &e.grantor == role && !e.privileges.intersection(lost).is_empty());
    if depends {
        Err("dependent privileges exist".to_owned())
    } else {
        Ok(())
    }
}

/// Takes one relation out of its group, into one of its own, and gives that.
pub(super) fn split<'a>(
    groups: &'a mut Vec<RelationGroup>,
    name: &RelationName,
) -> Option<&'a mut RelationGroup> {
    let group = groups.iter_mut().find(|g| g.names.contains(name))?;
    if group.names.len() > 1 {
        group.names.retain(|n| n != name);
        let alone = RelationGroup {
            kind: group.kind,
            owner: group.owner.clone(),
            acl: group.acl.clone(),
            names: vec![name.clone()],
        };
        groups.push(alone);
        return groups.last_mut();
    }
    groups.iter_mut().find(|g| g.names.contains(name))
}
