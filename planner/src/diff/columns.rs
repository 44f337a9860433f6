//! Column privileges: a managed role has none of its own; tables are what is desired.

use super::gap::gap;
use super::schemas::Place;
use super::{Context, Findings, authority};
use crate::plan::{Phase, Statement, Target};
use crate::privilege::Privileges;
use crate::quote::path_part;

pub(super) fn diff(context: &Context<'_>, place: &Place<'_>, out: &mut Findings) {
    for column in &place.schema.columns {
        let owner = place
            .schema
            .relations
            .iter()
            .find(|g| g.names.binary_search(&column.relation).is_ok())
            .map(|g| &g.owner);
        let Some(owner) = owner else { continue };
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
            out.unsatisfiable(
                subject,
                format!(
                    "the role passed on {}, which would go with it",
                    found.dependents.join(" and ")
                ),
            );
            continue;
        }
        for extra in &found.extra {
            match authority::to_revoke(context.graph, context.admin(), owner, &extra.grantor) {
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
