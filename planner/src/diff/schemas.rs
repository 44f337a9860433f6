//! Schemas: USAGE where a scope is, nothing anywhere else; and what stands in them.

use super::gap::gap;
use super::{Context, Findings, columns, relations};
use crate::access::{self, Object, has_usage};
use crate::catalog::{Acl, Database, Schema, effective};
use crate::desired::expand;
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, SchemaName};
use crate::ground::note::Code;
use crate::ground::ordered::set;
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::path_part;
use crate::step::{Phase, Statement, Target};

/// One schema and what is desired there.
pub(super) struct Place<'a> {
    pub database: &'a DatabaseName,
    pub name: &'a SchemaName,
    pub schema: &'a Schema,
    pub in_scope: bool,
    /// On relations.
    pub desired: Privileges,
}

impl Place<'_> {
    pub fn describe(&self) -> String {
        format!(
            "{}.{}",
            path_part(self.database.as_str()),
            path_part(self.name.as_str())
        )
    }
}

pub(super) fn diff(
    context: &Context<'_>,
    database_name: &DatabaseName,
    database: &Database,
    out: &mut Findings,
) {
    let relation_privileges = match expand(
        &context.config.privileges,
        ObjectKind::Relation,
        &context.catalog.server,
    ) {
        Ok(privileges) => privileges,
        Err(message) => {
            // The same for every schema: said once.
            if !out.errors.iter().any(|e| e.code == Code::PrivilegeVersion) {
                out.error(
                    Code::PrivilegeVersion,
                    context.role().to_string(),
                    message,
                    "",
                );
            }
            return;
        }
    };
    for (name, schema) in database.contents.iter().flat_map(|c| &c.schemas) {
        let in_scope = context.config.covers(database_name, name);
        let desired = if in_scope {
            relation_privileges
        } else {
            Privileges::NONE
        };
        let place = Place {
            database: database_name,
            name,
            schema,
            in_scope,
            desired,
        };
        one(context, &place, out);
    }
}

fn one(context: &Context<'_>, place: &Place<'_>, out: &mut Findings) {
    let Place {
        database,
        name,
        schema,
        in_scope,
        ..
    } = place;
    let server = &context.catalog.server;
    let usage = if *in_scope {
        Privileges::only(Privilege::Usage)
    } else {
        Privileges::NONE
    };
    let acl = effective(
        schema.acl.as_ref(),
        ObjectKind::Schema,
        &schema.owner,
        server,
    );
    let found = gap(
        context.role(),
        &schema.owner,
        &acl,
        usage,
        context.config.is_authoritative(),
    );
    let on = Object::new(&schema.owner, &acl);
    let subject = format!("schema {}", place.describe());
    if !found.missing.is_empty() {
        match access::to_grant(context.actors(), &on, found.missing) {
            Ok(authority) => out.step(
                Phase::Usage,
                Some(database),
                &authority,
                Statement::Grant {
                    privileges: found.missing,
                    on: Target::Schema((*name).clone()),
                    role: context.role().clone(),
                    grant_option: false,
                },
                format!("The role holds no USAGE of its own on {subject}, without which nothing in it can be reached."),
            ),
            Err(why) => out.ungrantable(subject.clone(), why),
        }
    }
    let before = out.steps.len();
    relations::diff(context, place, out);
    columns::diff(context, place, false, out);
    may_look_up(context, place, &acl, before, out);
    if !found.dependents.is_empty() {
        out.unsatisfiable(
            subject,
            format!(
                "the role passed on {}, which would go with it",
                found.dependents.join(" and ")
            ),
        );
        return;
    }
    for extra in &found.extra {
        match access::to_revoke(context.actors(), &on, &extra.grantor, extra.privileges) {
            Ok(authority) => out.step(
                Phase::RevokeUsage,
                Some(database),
                &authority,
                Statement::Revoke {
                    privileges: extra.privileges,
                    on: Target::Schema((*name).clone()),
                    role: context.role().clone(),
                    grant_option_only: extra.option_only,
                    grantable: extra.grantable,
                },
                if extra.option_only {
                    format!(
                        "The role may pass on {} on {subject} (GRANT OPTION).",
                        extra.privileges
                    )
                } else if *in_scope {
                    format!(
                        "The role holds {} on {subject}, which is not desired.",
                        extra.privileges
                    )
                } else {
                    format!(
                        "The role holds {} on {subject}, which no scope names.",
                        extra.privileges
                    )
                },
            ),
            Err(why) => out.unsatisfiable(
                subject.clone(),
                format!("{} cannot be revoked: {why}", extra.privileges),
            ),
        }
    }
}

/// Statements on tables name them, so whoever runs one needs USAGE on the schema: an owner or grantor
/// that is acted as may have lost it.
fn may_look_up(
    context: &Context<'_>,
    place: &Place<'_>,
    acl: &Acl,
    before: usize,
    out: &mut Findings,
) {
    let new_steps = out.steps.iter().skip(before);
    let acting = set(new_steps.map(|s| s.acting_as.as_ref().unwrap_or(context.admin()).clone()));
    for role in acting {
        // The role itself has been given USAGE by then where it is to have it.
        let given = place.in_scope && &role == context.role();
        if !given && !has_usage(context.graph, &role, acl) {
            let place = place.describe();
            out.error(
                Code::Unsatisfiable,
                format!("schema {place}"),
                format!("`{role}` has to act on tables of schema {place}, and has no USAGE on it"),
                "grant it USAGE on the schema, or plan with a superuser's account",
            );
        }
    }
}
