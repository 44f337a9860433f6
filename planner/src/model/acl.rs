//! GRANT and REVOKE on one object, after PostgreSQL's `aclchk.c` and `acl.c` as documented: the
//! grantor is the owner for whoever acts as the owner, else a role the user has the privileges of
//! that holds the grant options.

use crate::access::RoleGraph;
use crate::access::{best_grantor, has_usage};
use crate::catalog::{Acl, AclEntry, Catalog, ColumnAcl, Grantee, ObjectGroup, Schema, effective};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{ColumnName, RelationName, RoleName, SchemaName};
use crate::ground::privilege::Privileges;
use crate::ground::server::Server;

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

impl Change<'_> {
    fn privileges(&self) -> Privileges {
        let (Self::Grant { privileges, .. } | Self::Revoke { privileges, .. }) = self;
        *privileges
    }
}

pub(super) struct Actor<'a> {
    pub graph: &'a RoleGraph<'a>,
    /// Roles and memberships as the statement's session sees them.
    pub roles: &'a Catalog,
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
        let acl = effective(slot.as_ref(), kind, owner, server).into_owned();
        let grantor = self.grantor(owner, &acl, change.privileges())?;
        *slot = Some(changed(acl, owner, grantor, change)?);
        Ok(())
    }

    /// What stands in a schema is found by whoever has USAGE on it.
    pub fn may_look_up(
        &self,
        name: &SchemaName,
        schema: &Schema,
        server: &Server,
    ) -> Result<(), String> {
        if has_usage(self.graph, self.user, &schema.object(server).acl) {
            Ok(())
        } else {
            Err(format!("permission denied for schema {name}"))
        }
    }

    /// On a column a grant option on the whole table counts as well.
    pub fn run_on_column(
        &self,
        server: &Server,
        owner: &RoleName,
        table: &Acl,
        slot: &mut Option<Acl>,
        change: &Change<'_>,
    ) -> Result<(), String> {
        let acl = effective(slot.as_ref(), ObjectKind::Column, owner, server).into_owned();
        let both = Acl(acl.0.iter().chain(&table.0).cloned().collect());
        let grantor = self.grantor(owner, &both, change.privileges())?;
        *slot = Some(changed(acl, owner, grantor, change)?);
        Ok(())
    }

    /// A column, which may have had no ACL so far.
    pub fn column(
        &self,
        server: &Server,
        schema: &mut Schema,
        table: &RelationName,
        column: &ColumnName,
        change: &Change<'_>,
    ) -> Result<(), String> {
        let group = schema
            .group(table)
            .ok_or_else(|| format!("relation \"{table}\" does not exist"))?;
        let (owner, no_entries) = (group.owner.clone(), Acl::default());
        let of_table = group.acl.clone().unwrap_or(no_entries);
        let is_it = |c: &&mut ColumnAcl| &c.relation == table && &c.column == column;
        let entry = schema.columns.iter_mut().find(is_it);
        let mut acl = entry.map(|c| std::mem::take(&mut c.acl));
        let result = self.run_on_column(server, &owner, &of_table, &mut acl, change);
        let acl = acl.unwrap_or_default();
        match schema.columns.iter_mut().find(is_it) {
            Some(entry) => entry.acl = acl,
            None => schema.columns.push(ColumnAcl {
                relation: table.clone(),
                column: column.clone(),
                acl,
            }),
        }
        result
    }

    fn grantor(
        &self,
        owner: &RoleName,
        acl: &Acl,
        privileges: Privileges,
    ) -> Result<RoleName, String> {
        best_grantor(self.roles, self.user, owner, acl, privileges).ok_or_else(|| {
            "permission denied, or a warning that no privileges could be granted or revoked"
                .to_owned()
        })
    }

    /// A table-level REVOKE takes the same privileges of the same grantor from the columns too.
    pub fn wipe_columns(
        &self,
        schema: &mut Schema,
        names: &[RelationName],
        server: &Server,
        change: &Change<'_>,
    ) -> Result<(), String> {
        let Change::Revoke {
            privileges,
            role,
            grant_option_only,
        } = change
        else {
            return Ok(());
        };
        let privileges = privileges.intersection(ObjectKind::Column.accepted(server));
        let change = Change::Revoke {
            privileges,
            role,
            grant_option_only: *grant_option_only,
        };
        for column in schema
            .columns
            .iter_mut()
            .filter(|c| !privileges.is_empty() && names.contains(&c.relation))
        {
            let mut groups = schema.objects.iter();
            let Some(table) = groups.find(|g| g.names.contains(&column.relation)) else {
                continue;
            };
            let acl = effective(table.acl.as_ref(), ObjectKind::Table, &table.owner, server);
            let mut slot = Some(std::mem::take(&mut column.acl));
            self.run_on_column(server, &table.owner, &acl, &mut slot, &change)?;
            column.acl = slot.unwrap_or_default();
        }
        Ok(())
    }
}

/// The ACL after a statement of this grantor.
fn changed(
    mut acl: Acl,
    owner: &RoleName,
    grantor: RoleName,
    change: &Change<'_>,
) -> Result<Acl, String> {
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
    Ok(acl)
}

/// RESTRICT: what the role passed on must still have a grant option behind it.
fn check_dependents(acl: &Acl, role: &RoleName, losing: Privileges) -> Result<(), String> {
    let lost = losing.minus(acl.grantable_by(role));
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
    groups: &'a mut Vec<ObjectGroup>,
    name: &RelationName,
) -> Option<&'a mut ObjectGroup> {
    let group = groups.iter_mut().find(|g| g.names.contains(name))?;
    if group.names.len() > 1 {
        group.names.retain(|n| n != name);
        let alone = ObjectGroup {
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
