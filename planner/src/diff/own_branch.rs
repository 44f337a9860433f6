//! The branch the admin account sits on: what the plan takes from the role, where somebody acts
//! through the role or as it.

use super::Context;
use crate::catalog::Catalog;
use crate::step::{Attribute, Statement, Step};

/// The catalog with the role's attributes and memberships as the steps leave them, where somebody
/// acts through the role or as it: transactions that begin later, and an undo, see them so.
pub(super) fn roles_after(context: &Context<'_>, steps: &[Step]) -> Option<Catalog> {
    let role = context.role();
    let mut members = context.catalog.memberships.iter();
    let acts = steps.iter().any(|s| s.acting_as.as_ref() == Some(role));
    if !acts && !members.any(|m| &m.role == role) {
        return None;
    }
    let mut after = context.catalog.clone();
    for step in steps {
        match &step.statement {
            Statement::AlterRole { attributes, .. } => {
                let alters = |a| attributes.contains(&a);
                if let Some(r) = after.roles.get_mut(role) {
                    r.inherit |= alters(Attribute::Inherit(true));
                    r.superuser &= !alters(Attribute::Superuser(false));
                }
            }
            Statement::RevokeMembership {
                parent,
                admin_only: false,
                ..
            } => after
                .memberships
                .retain(|m| &m.member != role || &m.role != parent),
            _ => {}
        }
    }
    Some(after)
}
