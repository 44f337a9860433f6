//! The way back: each step's inverse, last step first, from the same snapshot.

use super::Plan;
use crate::access::RoleGraph;
use crate::access::best_grantor;
use crate::access::roles_inside;
use crate::catalog::{Acl, Catalog, Membership, Role};
use crate::ground::kind::{Container, ObjectKind};
use crate::ground::names::{DatabaseName, RoleName, SchemaName};
use crate::ground::ordered::set;
use crate::ground::privilege::Privileges;
use crate::sql;
use crate::step::{At, Attribute, MembershipOptions, Phase, Risk, Statement, Step, Target};

/// The SQL that returns the role to the state before the steps; a password cannot be brought back,
/// and the text says so.
impl Plan {
    /// What returns the role to the state before, given the snapshot that the plan was made from.
    pub fn undo_sql(&self, catalog: &Catalog) -> String {
        let mut text = sql::render(self.config.role_name.as_str(), &self.undo_steps(catalog));
        let loses_password = |s: &Step| match &s.statement {
            Statement::SetPassword { .. } => true,
            Statement::AlterRole { attributes, .. } => attributes.contains(&Attribute::NoPassword),
            _ => false,
        };
        if self.steps.iter().any(loses_password) {
            text.push_str(
                "-- The password before cannot be brought back: no server gives it out.\n",
            );
        }
        text
    }

    /// The steps of [`Plan::undo_sql`].
    pub fn undo_steps(&self, catalog: &Catalog) -> Vec<Step> {
        undo_steps(&self.steps, catalog)
    }
}

fn undo_steps(steps: &[Step], catalog: &Catalog) -> Vec<Step> {
    let revokes = steps
        .iter()
        .filter(|step| matches!(step.statement, Statement::Revoke { .. }));
    let revoked = set(revokes.filter_map(column));
    let mut undo = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let mut back = inverse(step, catalog);
        if matches!(step.statement, Statement::Grant { .. }) {
            // A column that the plan revoked by itself comes back by that step's own inverse.
            back.retain(|b| column(b).is_none_or(|c| revoked.binary_search(&c).is_err()));
        }
        undo.append(&mut back);
    }
    for of_one_schema in undo.chunk_by_mut(|a, b| schema(a).is_some() && schema(a) == schema(b)) {
        // A stable sort for three ranks, without the code of one.
        for last in 0..2 {
            let mut end = 0;
            for at in 0..of_one_schema.len() {
                if of_one_schema.get(at).is_some_and(|step| rank(step) <= last) {
                    if let Some(moved) = of_one_schema.get_mut(end..=at) {
                        moved.rotate_right(1);
                    }
                    end += 1;
                }
            }
        }
    }
    undo
}

/// Where a privilege step is.
fn schema(step: &Step) -> Option<(&Option<DatabaseName>, &SchemaName)> {
    let schema = step.statement.target()?.schema()?;
    Some((&step.database, schema))
}

/// The column that a step is about.
fn column(step: &Step) -> Option<(&Option<DatabaseName>, &Target)> {
    let target = step.statement.target()?;
    (target.kind == ObjectKind::Column).then_some((&step.database, target))
}

/// A REVOKE on a table takes the column privileges too, so those are given back after it; and the
/// schema is closed last.
fn rank(step: &Step) -> u8 {
    let container = |on: &Target| on.kind.row().container;
    match &step.statement {
        Statement::Grant { on, .. } if container(on) == Container::Table => 1,
        Statement::Revoke { on, .. } if container(on) == Container::Database => 2,
        _ => 0,
    }
}

/// The steps that take one back.
fn inverse(step: &Step, catalog: &Catalog) -> Vec<Step> {
    let (phase, risk) = match step.statement {
        Statement::CreateRole { .. } => (Phase::Role, Risk::Destructive),
        _ if step.risk == Risk::Destructive => (step.phase, Risk::Destructive),
        _ => (step.phase, Risk::Revokes),
    };
    let back = |statement: Statement| Step {
        phase,
        database: step.database.clone(),
        acting_as: step.acting_as.clone(),
        statement,
        reason: format!("Undo: {}", step.reason),
        risk,
    };
    let statements = statements_back(step, catalog);
    statements.into_iter().map(back).collect()
}

fn statements_back(step: &Step, catalog: &Catalog) -> Vec<Statement> {
    match &step.statement {
        Statement::CreateRole { role, .. } => vec![Statement::DropRole { role: role.clone() }],
        Statement::AlterRole { role, attributes } => {
            let before = catalog.roles.get(role);
            let attributes = attributes.iter().filter_map(|a| restore(a, before));
            let attributes = attributes.collect();
            vec![Statement::AlterRole {
                role: role.clone(),
                attributes,
            }]
        }
        Statement::GrantMembership {
            parent,
            member,
            granted_by,
            ..
        } => vec![left(catalog, parent, member, granted_by.as_ref())],
        Statement::RevokeMembership {
            parent,
            member,
            granted_by,
            was,
            ..
        } => vec![rejoined(parent, member, granted_by.as_ref(), *was)],
        Statement::Grant {
            privileges,
            on,
            role,
            ..
        } => {
            let mut statements = vec![Statement::Revoke {
                privileges: *privileges,
                on: on.clone(),
                role: role.clone(),
                grant_option_only: false,
                grantable: Privileges::NONE,
            }];
            statements.append(&mut columns_wiped(step, catalog, role, on, *privileges));
            statements
        }
        Statement::Revoke {
            privileges,
            on,
            role,
            grantable,
            ..
        } => {
            let mut statements = Vec::new();
            give(&mut statements, role, on, *privileges, *grantable);
            statements
        }
        Statement::SetPassword { .. } | Statement::DropRole { .. } => Vec::new(),
    }
}

/// The GRANTs after which the role holds the privileges, and `grantable` of them with grant option.
fn give(
    out: &mut Vec<Statement>,
    role: &RoleName,
    on: &Target,
    privileges: Privileges,
    grantable: Privileges,
) {
    for (privileges, grant_option) in [(privileges.minus(grantable), false), (grantable, true)] {
        if !privileges.is_empty() {
            out.push(Statement::Grant {
                privileges,
                on: on.clone(),
                role: role.clone(),
                grant_option,
            });
        }
    }
}

/// What undoes a GRANT of membership: the membership as it was, or none.
fn left(
    catalog: &Catalog,
    parent: &RoleName,
    member: &RoleName,
    granted_by: Option<&RoleName>,
) -> Statement {
    let (parent, member, granted_by) = (parent.clone(), member.clone(), granted_by.cloned());
    let options = |inherit| MembershipOptions {
        admin: false,
        inherit: Some(inherit),
        set: true,
    };
    match changed_membership(catalog, &parent, &member) {
        // What is not named keeps its value.
        Some(was) => Statement::GrantMembership {
            options: Some(options(was.inherit)),
            parent,
            member,
            granted_by,
        },
        None => Statement::RevokeMembership {
            parent,
            member,
            granted_by,
            admin_only: false,
            was: options(true),
        },
    }
}

/// What undoes a REVOKE of membership.
fn rejoined(
    parent: &RoleName,
    member: &RoleName,
    granted_by: Option<&RoleName>,
    was: MembershipOptions,
) -> Statement {
    Statement::GrantMembership {
        parent: parent.clone(),
        member: member.clone(),
        // Before 16 there is no grantor to name, and only ADMIN to say.
        options: match granted_by {
            Some(_) => Some(was),
            None => was.admin.then_some(MembershipOptions {
                inherit: None,
                ..was
            }),
        },
        granted_by: granted_by.cloned(),
    }
}

/// The membership that a GRANT of the admin account changed rather than made: the one with the
/// grantor that the server picks (16+).
fn changed_membership<'a>(
    catalog: &'a Catalog,
    parent: &RoleName,
    member: &RoleName,
) -> Option<&'a Membership> {
    let graph = RoleGraph::new(catalog);
    let admin = &catalog.taken_by;
    let has_admin = |role: &RoleName| {
        let mut rows = catalog.memberships.iter();
        rows.any(|m| m.admin && &m.member == role && &m.role == parent)
    };
    let grantor = if graph.is_superuser(admin) {
        &catalog.bootstrap
    } else if has_admin(admin) {
        admin
    } else {
        graph.inherited(admin).into_iter().find(|r| has_admin(r))?
    };
    catalog
        .memberships
        .iter()
        .find(|m| &m.role == parent && &m.member == member && &m.grantor == grantor)
}

/// Column privileges that the plan left alone and that undoing a GRANT on their table would take.
fn columns_wiped(
    step: &Step,
    catalog: &Catalog,
    role: &RoleName,
    on: &Target,
    privileges: Privileges,
) -> Vec<Statement> {
    let names = match &on.at {
        At::All(_) if on.kind == ObjectKind::Table => None,
        At::Named(_, names) if on.kind == ObjectKind::Table => Some(names),
        _ => return Vec::new(),
    };
    let user = step.acting_as.as_ref().unwrap_or(&catalog.taken_by);
    let database = step
        .database
        .as_ref()
        .and_then(|d| catalog.databases.get(d));
    let roles = database.and_then(|d| roles_inside(catalog, d));
    let roles = roles.as_ref().unwrap_or(catalog);
    let contents = database.and_then(|d| d.contents.as_ref());
    let Some((schema_name, schema)) = on
        .schema()
        .and_then(|name| contents?.schemas.get_key_value(name))
    else {
        return Vec::new();
    };
    let mut statements = Vec::new();
    let of_columns = privileges.intersection(ObjectKind::Column.accepted(&catalog.server));
    for (column, objects) in schema.columns_with_table(&catalog.server) {
        if names.is_some_and(|names| !names.contains(&column.relation)) {
            continue;
        }
        // The server looks for the grantor on each column, with the table's grant options in sight.
        let acls = std::iter::once(&objects.acl).chain(&objects.table);
        let acl = Acl(acls.flat_map(|acl| acl.0.clone()).collect());
        let grantor = best_grantor(roles, user, objects.owner, &acl, of_columns);
        let (relation, name) = (column.relation.clone(), column.column.clone());
        let on = Target {
            kind: ObjectKind::Column,
            at: At::Column(schema_name.clone(), relation, name),
        };
        for entry in column.acl.of(role) {
            if Some(&entry.grantor) != grantor.as_ref() {
                continue;
            }
            let lost = entry.privileges.intersection(privileges);
            let grantable = entry.grantable.intersection(lost);
            give(&mut statements, role, &on, lost, grantable);
        }
    }
    statements
}

fn restore(attribute: &Attribute, before: Option<&Role>) -> Option<Attribute> {
    Some(match attribute {
        Attribute::BypassRls(on) => Attribute::BypassRls(!on),
        Attribute::CreateDb(on) => Attribute::CreateDb(!on),
        Attribute::CreateRole(on) => Attribute::CreateRole(!on),
        Attribute::Inherit(on) => Attribute::Inherit(!on),
        Attribute::Login(on) => Attribute::Login(!on),
        Attribute::Replication(on) => Attribute::Replication(!on),
        Attribute::Superuser(on) => Attribute::Superuser(!on),
        Attribute::ConnectionLimit(_) => {
            Attribute::ConnectionLimit(before.and_then(|r| r.connection_limit).unwrap_or(-1))
        }
        Attribute::ValidUntil(_) => Attribute::ValidUntil(
            before
                .and_then(|r| r.valid_until.clone())
                .unwrap_or_else(|| "infinity".to_owned()),
        ),
        Attribute::NoPassword => return None,
    })
}
