//! The way back: each step's inverse, last step first, from the same snapshot.

use super::{Attribute, MembershipOptions, Phase, Plan, Risk, Statement, Step};
use crate::catalog::{Catalog, Role};
use crate::privilege::Privileges;
use crate::sql;

/// The SQL that returns the role to the state before the steps; a password cannot be brought back,
/// and the text says so.
pub(super) fn undo_sql(role: &str, steps: &[Step], catalog: &Catalog) -> String {
    let mut text = sql::render(role, &undo_steps(role, steps, catalog));
    if steps
        .iter()
        .any(|s| matches!(s.statement, Statement::SetPassword { .. }))
    {
        text.push_str("-- The password before cannot be brought back: no server gives it out.\n");
    }
    text
}

impl Plan {
    /// The steps of `undo_sql`, given the snapshot that the plan was made from.
    pub fn undo_steps(&self, catalog: &Catalog) -> Vec<Step> {
        undo_steps(self.config.role_name.as_str(), &self.steps, catalog)
    }
}

fn undo_steps(role: &str, steps: &[Step], catalog: &Catalog) -> Vec<Step> {
    let before = catalog.roles.get(role);
    steps
        .iter()
        .rev()
        .flat_map(|step| inverse(step, before))
        .collect()
}

fn inverse(step: &Step, before: Option<&Role>) -> Vec<Step> {
    let back = |statement: Statement| Step {
        phase: step.phase,
        database: step.database.clone(),
        acting_as: step.acting_as.clone(),
        statement,
        reason: format!("Undo: {}", step.reason),
        risk: Risk::Revokes,
    };
    match &step.statement {
        Statement::CreateRole { role, .. } => vec![Step {
            phase: Phase::Role,
            risk: Risk::Destructive,
            ..back(Statement::DropRole { role: role.clone() })
        }],
        Statement::AlterRole { role, attributes } => {
            let attributes = attributes.iter().map(|a| restore(a, before)).collect();
            vec![back(Statement::AlterRole {
                role: role.clone(),
                attributes,
            })]
        }
        Statement::GrantMembership {
            parent,
            member,
            granted_by,
            ..
        } => {
            vec![back(Statement::RevokeMembership {
                parent: parent.clone(),
                member: member.clone(),
                granted_by: granted_by.clone(),
                admin_only: false,
                was: MembershipOptions {
                    admin: false,
                    inherit: true,
                    set: true,
                },
            })]
        }
        Statement::RevokeMembership {
            parent,
            member,
            granted_by,
            was,
            ..
        } => {
            vec![back(Statement::GrantMembership {
                parent: parent.clone(),
                member: member.clone(),
                // Before 16 there is no grantor to name, and only ADMIN to say.
                options: (granted_by.is_some()).then_some(*was),
                granted_by: granted_by.clone(),
            })]
        }
        Statement::Grant {
            privileges,
            on,
            role,
            ..
        } => vec![back(Statement::Revoke {
            privileges: *privileges,
            on: on.clone(),
            role: role.clone(),
            grant_option_only: false,
            grantable: Privileges::NONE,
        })],
        Statement::Revoke {
            privileges,
            on,
            role,
            grantable,
            ..
        } => {
            let grant = |privileges, grant_option| {
                back(Statement::Grant {
                    privileges,
                    on: on.clone(),
                    role: role.clone(),
                    grant_option,
                })
            };
            let plain = privileges.minus(*grantable);
            let mut steps = Vec::new();
            if !plain.is_empty() {
                steps.push(grant(plain, false));
            }
            if !grantable.is_empty() {
                steps.push(grant(*grantable, true));
            }
            steps
        }
        Statement::SetPassword { .. } | Statement::DropRole { .. } => Vec::new(),
    }
}

fn restore(attribute: &Attribute, before: Option<&Role>) -> Attribute {
    match attribute {
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
    }
}
