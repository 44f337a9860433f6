//! A pure model of what PostgreSQL does with a plan's statements: the catalog as it would be after.
//!
//! It follows the server, not the planner: who is recorded as grantor, what a REVOKE finds to
//! remove, which statements are only a warning or an error. So "plan, model, plan again is empty" is
//! a real question, and `can:`/`cannot:` of a case are answered without a database.

mod acl;
mod roles;

use crate::access::RoleGraph;
use crate::catalog::{Catalog, Database, Schema};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RelationName, SchemaName};
use crate::step::{At, Statement, Step, Target};

/// The server would refuse the statement, or run it with a warning that nothing happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{sql}`: {message}")]
pub struct ModelError {
    /// The statement.
    pub sql: String,
    /// What the server would say.
    pub message: String,
}

/// The catalog after the steps. Every step sees the memberships and attributes from before it, as
/// transactions that are open side by side do.
///
/// # Errors
/// The first statement that would not do what it says.
pub fn apply(catalog: &Catalog, steps: &[Step]) -> Result<Catalog, ModelError> {
    let graph = RoleGraph::new(catalog);
    let mut after = catalog.clone();
    for step in steps {
        run(&graph, catalog, &mut after, step).map_err(|message| ModelError {
            sql: crate::sql::statement(&step.statement, crate::sql::PASSWORD_PLACEHOLDER),
            message,
        })?;
    }
    after.normalise();
    Ok(after)
}

fn run(
    graph: &RoleGraph<'_>,
    before: &Catalog,
    after: &mut Catalog,
    step: &Step,
) -> Result<(), String> {
    let database = step.database.as_ref().and_then(|d| before.databases.get(d));
    let roles = database.and_then(|d| crate::access::roles_inside(before, d));
    let inside = roles.as_ref().map(RoleGraph::new);
    let graph = inside.as_ref().unwrap_or(graph);
    let user = match &step.acting_as {
        None => &before.taken_by,
        Some(role) => {
            let may = graph.exists(role)
                && (graph.is_superuser(&before.taken_by)
                    || graph.settable(&before.taken_by).contains(role));
            if !may {
                return Err(format!("permission denied to set role \"{role}\""));
            }
            role
        }
    };
    let change = match &step.statement {
        Statement::Grant {
            privileges,
            role,
            grant_option,
            on,
        } => (
            acl::Change::Grant {
                privileges: *privileges,
                role,
                grant_option: *grant_option,
            },
            on,
        ),
        Statement::Revoke {
            privileges,
            role,
            grant_option_only,
            on,
            ..
        } => (
            acl::Change::Revoke {
                privileges: *privileges,
                role,
                grant_option_only: *grant_option_only,
            },
            on,
        ),
        other => return roles::run(before, after, user, other),
    };
    let (change, on) = change;
    let actor = acl::Actor {
        graph,
        roles: roles.as_ref().unwrap_or(before),
        user,
    };
    privileges(&actor, after, step.database.as_ref(), on, &change)
}

fn privileges(
    actor: &acl::Actor<'_>,
    after: &mut Catalog,
    inside: Option<&DatabaseName>,
    on: &Target,
    change: &acl::Change<'_>,
) -> Result<(), String> {
    let Catalog {
        server, databases, ..
    } = after;
    if let At::Database(name) = &on.at {
        let database = databases
            .get_mut(name)
            .ok_or_else(|| format!("database \"{name}\" does not exist"))?;
        let (owner, acl) = (&database.owner, &mut database.acl);
        return actor.run(on.kind, server, owner, acl, change);
    }
    let database = inside.and_then(|name| databases.get_mut(name));
    let (schema_name, schema) = schema_of(database, on)?;
    if !matches!(on.at, At::Schema(_)) {
        actor.may_look_up(schema_name, schema, server)?;
    }
    let names: Vec<RelationName> = match &on.at {
        At::Database(_) | At::Schema(_) => {
            return actor.run(on.kind, server, &schema.owner, &mut schema.acl, change);
        }
        At::Column(_, table, column) => {
            return actor.column(server, schema, table, column, change);
        }
        At::All(_) => {
            let groups = schema.objects.iter_mut();
            let mut names = Vec::new();
            for group in groups.filter(|g| g.kind.object_kind() == on.kind) {
                actor.run(on.kind, server, &group.owner, &mut group.acl, change)?;
                names.extend(group.names.iter().cloned());
            }
            names
        }
        At::Named(_, names) => {
            for name in names {
                let group = acl::split(&mut schema.objects, name)
                    .filter(|group| group.kind.object_kind() == on.kind)
                    .ok_or_else(|| format!("relation \"{schema_name}.{name}\" does not exist"))?;
                actor.run(on.kind, server, &group.owner, &mut group.acl, change)?;
            }
            names.clone()
        }
    };
    if on.kind == ObjectKind::Table {
        actor.wipe_columns(schema, &names, server, change)?;
    }
    Ok(())
}

/// The schema that the statement is about.
fn schema_of<'a>(
    database: Option<&'a mut Database>,
    on: &'a Target,
) -> Result<(&'a SchemaName, &'a mut Schema), String> {
    let contents = database
        .and_then(|d| d.contents.as_mut())
        .ok_or_else(|| "the statement has no database to run in".to_owned())?;
    let name = on
        .schema()
        .ok_or_else(|| "the statement has no schema".to_owned())?;
    let schema = contents
        .schemas
        .get_mut(name)
        .ok_or_else(|| format!("schema \"{name}\" does not exist"))?;
    Ok((name, schema))
}
