//! What differs between the desired role and the snapshot, as typed steps in order of execution.
//!
//! Only direct ACL entries count (grantee = the role): what reaches it through PUBLIC, a membership
//! or ownership is advice, never a REVOKE that cannot converge. `objects` is the one loop over all kinds; what is
//! special about a kind has a file of its own.

mod attributes;
mod columns;
mod databases;
mod gap;
mod logins;
mod memberships;
mod objects;
mod own_branch;
mod schemas;

pub(crate) use logins::{Login, Use, logins};
pub use memberships::is_provider_role;

use crate::access::{Actors, Authority, RoleGraph, carries_everything};
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
    pub fn new(config: &'a RoleConfig, catalog: &'a Catalog, graph: &'a RoleGraph<'a>) -> Self {
        Self {
            config,
            catalog,
            graph,
        }
    }

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
    /// Until when a login works that is taken out of use, where one is.
    pub retire_at: Option<String>,
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
        let risk = statement.risk();
        self.steps.push(Step {
            phase,
            database: database.cloned(),
            acting_as: authority.acting_as(),
            statement,
            reason,
            risk,
        });
    }

    /// The last step makes or ends a membership in `parent`, or a role in it: how grave that is depends
    /// on what the parent carries.
    pub fn in_role(&mut self, parent: &RoleName, context: &Context<'_>) {
        if let Some(step) = self.steps.last_mut()
            && carries_everything(parent, context.catalog, context.graph).is_some()
        {
            step.risk = Risk::Destructive;
        }
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
    let itself = context.role() == context.admin()
        || (context.config.has_two_logins()
            && context.config.login_names().contains(context.admin()));
    if itself {
        let admin = context.admin();
        out.error(
            Code::AdminItself,
            admin.to_string(),
            format!("`{admin}` is the admin account that the plan would be applied with: it cannot take from itself what it acts by"),
            "plan with another admin account, or give the role another label",
        );
        return out;
    }
    attributes::diff(context, &mut out);
    memberships::diff(context, &mut out);
    logins::diff(context, &mut out);
    let two = context.config.has_two_logins();
    if context.config.rotates_password() && context.exists() && !two {
        logins::new_password(
            context.role(),
            "A new password was asked for; it is generated at apply.".to_owned(),
            &mut out,
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
