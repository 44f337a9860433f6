//! Schemas, and what stands in them: containers are opened first and closed last.

use super::columns::Columns;
use super::objects::{Found, Site, grants, revokes, survey};
use super::{Context, Findings};
use crate::access::has_usage;
use crate::catalog::{Acl, Database, Schema};
use crate::desired::{Needs, Wanted, check_words};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, SchemaName};
use crate::ground::note::Code;
use crate::ground::ordered::set;

pub(super) fn diff(
    context: &Context<'_>,
    database_name: &DatabaseName,
    database: &Database,
    out: &mut Findings,
) {
    let server = &context.catalog.server;
    if let Err(message) = check_words(context.config.privileges(), server) {
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
    let wanted = Wanted::new(context.config, server);
    let needs = Needs::new(&wanted, database_name, database);
    for (name, schema) in database.schemas() {
        let site = Site {
            database: database_name,
            schema: Some(name),
            in_scope: context.config.covers(database_name, name),
            inside: true,
            needs: Some(&needs),
        };
        one(context, &site, (name, schema), (&wanted, &needs), out);
    }
}

fn one(
    context: &Context<'_>,
    site: &Site<'_>,
    (name, schema): (&SchemaName, &Schema),
    (wanted, needs): (&Wanted<'_>, &Needs<'_>),
    out: &mut Findings,
) {
    let server = &context.catalog.server;
    let desired = |kind| wanted.on(kind, site.database, name);
    let itself = std::iter::once((schema.object(server), desired(ObjectKind::Schema)));
    let itself = survey(context, site, itself, out);
    grants(context, site, &itself, out);
    let before = out.steps.len();
    let mut kinds: Vec<(ObjectKind, Vec<Found<'_>>)> = Vec::new();
    for kind in ObjectKind::in_schemas() {
        let objects = schema.objects_of(kind, server);
        let by_scope = desired(kind);
        let objects = objects.flat_map(|on| needs.split(name, on, by_scope));
        let found = survey(context, site, objects, out);
        grants(context, site, &found, out);
        kinds.push((kind, found));
    }
    for (kind, found) in kinds.iter().rev() {
        if *kind == ObjectKind::Table {
            // Around their tables' own; see `columns`.
            let columns = Columns::survey(context, site, schema, out);
            columns.revokes(context, site, name, true, out);
            revokes(context, site, found, out);
            columns.revokes(context, site, name, false, out);
        } else {
            revokes(context, site, found, out);
        }
    }
    if let Some(Found { on, .. }) = itself.first() {
        may_look_up(context, site, &on.acl, before, out);
    }
    revokes(context, site, &itself, out);
}

/// Statements on what stands in a schema name it, so whoever runs one needs USAGE on the schema: an
/// owner or grantor that is acted as may have lost it.
fn may_look_up(
    context: &Context<'_>,
    site: &Site<'_>,
    acl: &Acl,
    before: usize,
    out: &mut Findings,
) {
    let new_steps = out.steps.iter().skip(before);
    let acting = set(new_steps.map(|s| s.acting_as.as_ref().unwrap_or(context.admin()).clone()));
    for role in acting {
        // The role itself has been given USAGE by then where it is to have it.
        let given = site.in_scope && &role == context.role();
        if !given && !has_usage(context.graph, &role, acl) {
            let path = site.path();
            out.error(
                Code::Unsatisfiable,
                format!("schema {path}"),
                format!("`{role}` has to act on objects of schema {path}, and has no USAGE on it"),
                "grant it USAGE on the schema, or plan with a superuser's account",
            );
        }
    }
}
