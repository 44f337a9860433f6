//! Databases: CONNECT where a scope is, nothing anywhere else; and the schemas inside.

use super::objects::{Found, Site, grants, revokes, survey};
use super::{Context, Findings, schemas};
use crate::access::{RoleGraph, roles_inside};
use crate::catalog::{Contents, Database};
use crate::desired::{RoleType, Wanted};
use crate::ground::names::DatabaseName;
use crate::ground::note::Code;
use crate::ground::quote::{connect_argument, path_part};

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    if context.config.role_type() == RoleType::External {
        return;
    }
    for scope in context.config.scopes() {
        check_scope(context, scope, out);
    }
    if !out.errors.is_empty() {
        return;
    }
    // What runs in the maintenance database comes before every database's own transaction.
    let (inside, shared): (Vec<_>, Vec<_>) = context
        .catalog
        .databases
        .iter()
        .partition(|(name, d)| enters(context, name, d));
    for (name, database) in shared {
        let site = site(context, name, false);
        let found = itself(context, &site, database, out);
        revokes(context, &site, &found, out);
    }
    for (name, database) in inside {
        one(context, name, database, out);
    }
}

/// True where statements can run inside the database.
fn enters(context: &Context<'_>, name: &DatabaseName, database: &Database) -> bool {
    database.concerns(name, context.config)
        && database.contents.is_some()
        && connect_argument(name.as_str()).is_some()
}

fn one(context: &Context<'_>, name: &DatabaseName, database: &Database, out: &mut Findings) {
    let site = site(context, name, true);
    let found = itself(context, &site, database, out);
    grants(context, &site, &found, out);
    let roles = roles_inside(context.catalog, database);
    let graph = roles.as_ref().map(RoleGraph::new);
    let inside = Context {
        config: context.config,
        catalog: context.catalog,
        graph: graph.as_ref().unwrap_or(context.graph),
    };
    schemas::diff(&inside, name, database, out);
    revokes(context, &site, &found, out);
}

fn site<'a>(context: &Context<'_>, database: &'a DatabaseName, inside: bool) -> Site<'a> {
    Site {
        database,
        schema: None,
        in_scope: context.config.has_scope_in(database),
        inside,
        needs: None,
    }
}

/// The database itself, compared.
fn itself<'a>(
    context: &Context<'_>,
    site: &Site<'_>,
    database: &'a Database,
    out: &mut Findings,
) -> Vec<Found<'a>> {
    let server = &context.catalog.server;
    let wanted = Wanted::new(context.config, server).on_database(site.database);
    let object = std::iter::once((database.object(server), wanted));
    survey(context, site, object, out)
}

/// A scope has to exist and be readable: never widened, never dropped.
fn check_scope(context: &Context<'_>, scope: &crate::desired::Scope, out: &mut Findings) {
    let name = &scope.database;
    let subject = scope.to_string();
    let Some(database) = context.catalog.databases.get(name) else {
        let known: Vec<_> = context
            .catalog
            .databases
            .iter()
            .filter(|(_, d)| d.can_be_read() && !d.is_template)
            .map(|(n, _)| path_part(n.as_str()))
            .take(20)
            .collect();
        out.error(
            Code::UnknownDatabase,
            subject,
            format!("database `{name}` does not exist on this cluster"),
            &format!(
                "create it or correct the scope; databases here: {}",
                known.join(", ")
            ),
        );
        return;
    };
    let contents = match contents(name, database) {
        Ok(contents) => contents,
        Err((code, message, remedy)) => return out.error(code, subject, message, remedy),
    };
    if let Some(schema) = &scope.schema
        && !contents.schemas.contains_key(schema)
    {
        let known: Vec<_> = contents
            .schemas
            .keys()
            .map(|s| path_part(s.as_str()))
            .take(20)
            .collect();
        out.error(
            Code::UnknownSchema,
            subject,
            format!("schema `{schema}` does not exist in database `{name}`"),
            &format!(
                "create it or correct the scope; schemas there: {}",
                known.join(", ")
            ),
        );
    }
}

/// What is inside a database, or why a scope cannot be there: the finding, and the remedy.
fn contents<'a>(
    name: &DatabaseName,
    database: &'a Database,
) -> Result<&'a Contents, (Code, String, &'static str)> {
    if connect_argument(name.as_str()).is_none() {
        return Err((
            Code::DatabaseName,
            "the database's name has a control character, which no \\connect line of a plan can carry".to_owned(),
            "rename the database with ALTER DATABASE … RENAME TO",
        ));
    }
    if database.invalid {
        return Err((
            Code::DatabaseInvalid,
            "the database is invalid: a DROP DATABASE was interrupted, and the server lets nobody in".to_owned(),
            "finish with DROP DATABASE, or remove the scope",
        ));
    }
    if !database.allow_connections {
        return Err((
            Code::DatabaseClosed,
            "the database does not allow connections".to_owned(),
            "ALTER DATABASE … ALLOW_CONNECTIONS true, or remove the scope",
        ));
    }
    database.contents.as_ref().ok_or_else(|| {
        let why = database
            .unreachable
            .clone()
            .unwrap_or_else(|| "the snapshot does not hold its contents".to_owned());
        (
            Code::DatabaseUnread,
            format!("database `{name}` could not be read: {why}"),
            "make it reachable for the admin account and take the snapshot again, or remove the scope",
        )
    })
}
