//! What differs between the desired role and the snapshot, as typed steps in order of execution.
//!
//! Only direct ACL entries count (grantee = the role): what reaches it through PUBLIC, a membership
//! or ownership is advice, never a REVOKE that cannot converge. One file per object kind.

mod attributes;
mod authority;
mod columns;
mod databases;
mod gap;
mod memberships;
mod relations;
mod schemas;

pub use authority::Authority;
pub use memberships::is_provider_role;

use crate::catalog::{Catalog, RoleGraph};
use crate::desired::RoleConfig;
use crate::names::{DatabaseName, RoleName};
use crate::note::{Note, Severity};
use crate::plan::{Phase, Risk, Statement, Step};

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

    pub fn error(&mut self, code: &str, subject: impl Into<String>, message: String, help: &str) {
        self.errors
            .push(Note::new(Severity::Error, code, subject, message, help));
    }

    /// A REVOKE or GRANT that nobody at hand can run.
    pub fn unsatisfiable(&mut self, subject: impl Into<String>, message: String) {
        self.error(
            "unsatisfiable",
            subject,
            message,
            "plan with an admin account that can act as the one named, revoke it by hand, or set `mode: additive` to leave it",
        );
    }
}

/// Everything that has to change, in order.
pub(crate) fn diff(context: &Context<'_>) -> Findings {
    let mut out = Findings::default();
    attributes::diff(context, &mut out);
    memberships::diff(context, &mut out);
    if context.config.rotate_password && context.exists() {
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
    databases::diff(context, &mut out);
    out
}
