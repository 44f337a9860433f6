//! Column privileges: a managed role has none of its own; tables are what is desired.

use super::gap::gap;
use super::schemas::Place;
use super::{Context, Findings};
use crate::access::{self, Object};
use crate::catalog::effective;
use crate::ground::kind::ObjectKind;
use crate::ground::privilege::Privileges;
use crate::ground::quote::path_part;
use crate::step::{Phase, Statement, Target};

/// `own`: what the role gave to itself, which goes before the table's grant option that it may stand
/// on; else all the rest.
pub(super) fn diff(context: &Context<'_>, place: &Place<'_>, own: bool, out: &mut Findings) {
    for column in &place.schema.columns {
        let mut groups = place.schema.relations.iter();
        let table = groups.find(|g| g.names.binary_search(&column.relation).is_ok());
        let Some(table) = table else { continue };
        let owner = &table.owner;
        let table = effective(
            table.acl.as_ref(),
            ObjectKind::Relation,
            owner,
            &context.catalog.server,
        );
        let on = Object {
            table: Some(&table),
            ..Object::new(owner, &column.acl)
        };
        let found = gap(
            context.role(),
            owner,
            &column.acl,
            Privileges::NONE,
            context.config.is_authoritative(),
        );
        let subject = format!(
            "column {}.{}.{}",
            place.describe(),
            path_part(column.relation.as_str()),
            path_part(column.column.as_str())
        );
        if !found.dependents.is_empty() {
            if own {
                continue; // Said once, with the rest.
            }
            out.unsatisfiable(
                subject,
                format!(
                    "the role passed on {}, which would go with it",
                    found.dependents.join(" and ")
                ),
            );
            continue;
        }
        for extra in found.extra.iter().filter(|e| e.not_own != own) {
            match access::to_revoke(context.actors(), &on, &extra.grantor, extra.privileges) {
                Ok(authority) => out.step(
                    Phase::Revoke,
                    Some(place.database),
                    &authority,
                    Statement::Revoke {
                        privileges: extra.privileges,
                        on: Target::Column(
                            place.name.clone(),
                            column.relation.clone(),
                            column.column.clone(),
                        ),
                        role: context.role().clone(),
                        grant_option_only: extra.option_only,
                        grantable: extra.grantable,
                    },
                    format!("The role holds {} on {subject} alone; a managed role's privileges are on whole tables.", extra.privileges),
                ),
                Err(why) => out.unsatisfiable(subject.clone(), format!("{} cannot be revoked: {why}", extra.privileges)),
            }
        }
    }
}
