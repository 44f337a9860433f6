//! What differs between the desired role and the snapshot, as typed steps in order of execution.
//!
//! Only direct ACL entries count (grantee = the role): what reaches it through PUBLIC, a membership
//! or ownership is advice, never a REVOKE that cannot converge. `objects` is the one loop over all kinds; what is
//! special about a kind has a file of its own.

mod attributes;
mod columns;
mod databases;
mod gap;
mod memberships;
mod objects;
mod own_branch;
mod schemas;

pub use memberships::is_provider_role;

use crate::access::{Actors, Authority, RoleGraph};
use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::ground::names::{DatabaseName, RoleName};
use crate::ground::note::{Code, Note};
use crate::step::{Phase, Risk, Statement, Step};

/// What every part of the diff looks at.
pub(crate) struct Context<'a> {
    pub config: &'a RoleConfig,
    pub catalog: &'a Catalog,
    pub graph: &'a RoleGraph<'a>,
}

impl<'a> Context<'a> {
    pub fn role(&self) -> &'a RoleName {
        &self.config.role_name
    }

    pub fn admin(&self) -> &'a RoleName {
        &self.catalog.taken_by
    }

    pub fn actors(&self) -> Actors<'a> {
        Actors {
            graph: self.graph,
            admin: self.admin(),
            role: self.role(),
        }
    }

    pub fn exists(&self) -> bool {
        self.catalog.roles.contains_key(self.role())
    }
}

/// What was found: steps, or why there can be none.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub steps: Vec<Step>,
    pub errors: Vec<Note>,
}

impl Findings {
    pub fn step(
        &mut self,
        phase: Phase,
        database: Option<&DatabaseName>,
        authority: &Authority,
        statement: Statement,
        reason: String,
    ) {
        let risk = match &statement {
            Statement::Grant { .. } | Statement::GrantMembership { .. } => Risk::Grants,
            Statement::Revoke { .. } | Statement::RevokeMembership { .. } => Risk::Revokes,
            Statement::CreateRole { .. } | Statement::SetPassword { .. } => Risk::Credentials,
            Statement::AlterRole { attributes, .. } => attributes::risk(attributes),
            Statement::DropRole { .. } => Risk::Destructive,
        };
        self.steps.push(Step {
            phase,
            database: database.cloned(),
            acting_as: authority.acting_as(),
            statement,
            reason,
            risk,
        });
    }

    pub fn error(&mut self, code: Code, subject: impl Into<String>, message: String, help: &str) {
        self.errors.push(Note::new(code, subject, message, help));
    }

    /// A GRANT that nobody at hand can run.
    pub fn ungrantable(&mut self, subject: impl Into<String>, message: String) {
        self.error(
            Code::Unsatisfiable,
            subject,
            message,
            "plan with an admin account that is the owner or a member of it, have the owner grant it WITH GRANT OPTION, or leave the object out of the scopes",
        );
    }

    /// A REVOKE that would take from others what the role passed on.
    pub fn dependents(&mut self, subject: String, dependents: &[String]) {
        let dependents = dependents.join(" and ");
        self.unsatisfiable(
            subject,
            format!("the role passed on {dependents}, which would go with it"),
        );
    }

    /// A REVOKE that nobody at hand can run.
    pub fn unsatisfiable(&mut self, subject: impl Into<String>, message: String) {
        self.error(
            Code::Unsatisfiable,
            subject,
            message,
            "plan with an admin account that can act as the one named, revoke it by hand, or set `mode: additive` to leave it",
        );
    }
}

/// Everything that has to change, in order.
pub(crate) fn diff(context: &Context<'_>) -> Findings {
    let mut out = Findings::default();
    if context.role() == context.admin() {
        out.error(
            Code::AdminItself,
            context.role().to_string(),
            format!("`{}` is the admin account that the plan would be applied with: it cannot take from itself what it acts by", context.role()),
            "plan with another admin account, or give the role another label",
        );
        return out;
    }
    attributes::diff(context, &mut out);
    memberships::diff(context, &mut out);
    if context.config.rotates_password() && context.exists() {
        out.step(
            Phase::Password,
            None,
            &Authority::Plain,
            Statement::SetPassword {
                role: context.role().clone(),
            },
            "A new password was asked for; it is generated at apply.".to_owned(),
        );
    }
    let of_the_role = out.steps.len();
    databases::diff(context, &mut out);
    if let Some(after) = own_branch::roles_after(context, &out.steps) {
        let graph = RoleGraph::new(&after);
        let context = Context {
            catalog: &after,
            graph: &graph,
            ..*context
        };
        let mut then = Findings::default();
        databases::diff(&context, &mut then);
        let same =
            then.errors.is_empty() && out.steps.get(of_the_role..) == Some(then.steps.as_slice());
        if out.errors.is_empty() && !same {
            out.unsatisfiable(
                context.role().to_string(),
                format!(
                    "`{}`, or a role it would act as, reaches an object through the role itself, by a membership or attribute that the plan takes away",
                    context.admin()
                ),
            );
        }
    }
    out
}
