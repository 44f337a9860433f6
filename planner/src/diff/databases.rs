//! Databases: CONNECT where a scope is, nothing anywhere else; and the schemas inside.

use super::gap::{Gap, gap};
use super::{Context, Findings, schemas};
use crate::access::{self, Authority, Object, RoleGraph, roles_inside};
use crate::catalog::{Acl, Database, effective};
use crate::desired::RoleType;
use crate::ground::kind::ObjectKind;
use crate::ground::names::DatabaseName;
use crate::ground::note::Code;
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::{connect_argument, path_part};
use crate::step::{Phase, Statement, Target};

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    if context.config.role_type == RoleType::External {
        return;
    }
    for scope in &context.config.scopes {
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
        let found = database_gap(context, name, database);
        revokes(context, name, database, &found, false, out);
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
    let found = database_gap(context, name, database);
    if !found.missing.is_empty() {
        let acl = effective(
            database.acl.as_ref(),
            ObjectKind::Database,
            &database.owner,
            &context.catalog.server,
        );
        let on = Object::new(&database.owner, &acl);
        match access::to_grant(context.actors(), &on, found.missing) {
            Ok(authority) => out.step(
                Phase::Connect,
                Some(name),
                &authority,
                Statement::Grant {
                    privileges: found.missing,
                    on: Target::Database(name.clone()),
                    role: context.role().clone(),
                    grant_option: false,
                },
                format!(
                    "A scope is in database {}, and the role holds no CONNECT of its own on it.",
                    path_part(name.as_str())
                ),
            ),
            Err(why) => out.ungrantable(format!("database {}", path_part(name.as_str())), why),
        }
    }
    let roles = roles_inside(context.catalog, database);
    let graph = roles.as_ref().map(RoleGraph::new);
    let inside = Context {
        config: context.config,
        catalog: context.catalog,
        graph: graph.as_ref().unwrap_or(context.graph),
    };
    schemas::diff(&inside, name, database, out);
    revokes(context, name, database, &found, true, out);
}

fn has_scope(context: &Context<'_>, name: &DatabaseName) -> bool {
    context.config.scopes.iter().any(|s| &s.database == name)
}

fn database_gap(context: &Context<'_>, name: &DatabaseName, database: &Database) -> Gap {
    let desired = if has_scope(context, name) {
        Privileges::only(Privilege::Connect)
    } else {
        Privileges::NONE
    };
    let acl: std::borrow::Cow<'_, Acl> = effective(
        database.acl.as_ref(),
        ObjectKind::Database,
        &database.owner,
        &context.catalog.server,
    );
    gap(
        context.role(),
        &database.owner,
        &acl,
        desired,
        context.config.is_authoritative(),
    )
}

fn revokes(
    context: &Context<'_>,
    name: &DatabaseName,
    database: &Database,
    found: &Gap,
    inside: bool,
    out: &mut Findings,
) {
    let subject = format!("database {}", path_part(name.as_str()));
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
    let acl = effective(
        database.acl.as_ref(),
        ObjectKind::Database,
        &database.owner,
        &context.catalog.server,
    );
    let on = Object::new(&database.owner, &acl);
    for extra in &found.extra {
        let revoke = access::to_revoke(context.actors(), &on, &extra.grantor, extra.privileges);
        let authority: Authority = match revoke {
            Ok(authority) => authority,
            Err(why) => {
                out.unsatisfiable(
                    subject.clone(),
                    format!("{} cannot be revoked: {why}", extra.privileges),
                );
                continue;
            }
        };
        let reason = if extra.option_only {
            format!(
                "The role may pass on {} on {subject} (GRANT OPTION).",
                extra.privileges
            )
        } else if has_scope(context, name) {
            format!(
                "The role holds {} on {subject}, which is not desired.",
                extra.privileges
            )
        } else {
            format!(
                "The role holds {} on {subject}, where it has no scope.",
                extra.privileges
            )
        };
        out.step(
            if inside {
                Phase::RevokeConnect
            } else {
                Phase::SharedRevokes
            },
            inside.then_some(name),
            &authority,
            Statement::Revoke {
                privileges: extra.privileges,
                on: Target::Database(name.clone()),
                role: context.role().clone(),
                grant_option_only: extra.option_only,
                grantable: extra.grantable,
            },
            reason,
        );
    }
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
    if connect_argument(name.as_str()).is_none() {
        out.error(Code::DatabaseName, subject, "the database's name has a control character, which no \\connect line of a plan can carry".to_owned(), "rename the database with ALTER DATABASE … RENAME TO");
        return;
    }
    if database.invalid {
        out.error(Code::DatabaseInvalid, subject, "the database is invalid: a DROP DATABASE was interrupted, and the server lets nobody in".to_owned(), "finish with DROP DATABASE, or remove the scope");
        return;
    }
    if !database.allow_connections {
        out.error(
            Code::DatabaseClosed,
            subject,
            "the database does not allow connections".to_owned(),
            "ALTER DATABASE … ALLOW_CONNECTIONS true, or remove the scope",
        );
        return;
    }
    let Some(contents) = &database.contents else {
        let why = database
            .unreachable
            .clone()
            .unwrap_or_else(|| "the snapshot does not hold its contents".to_owned());
        out.error(Code::DatabaseUnread, subject, format!("database `{name}` could not be read: {why}"), "make it reachable for the admin account and take the snapshot again, or remove the scope");
        return;
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
