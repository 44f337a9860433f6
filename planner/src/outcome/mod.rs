//! Outcomes: what a role can and cannot do, stated in a line and decided on a catalog.
//!
//! ```text
//! ro SELECT analytics.public.*             every relation of the schema
//! ro SELECT,INSERT app.*.audit             that relation in every schema of the database
//! analytics/ro USAGE app.public            a schema: USAGE, CREATE
//! hoopdev_analytics_ro_6075a443 CONNECT app    a database: CONNECT, CREATE, TEMPORARY
//! ```
//!
//! First the role: a label of plan.yaml, `resource/label` where several resources have the label, or
//! the name of any role of the cluster. Parts are SQL-quoted where they hold a dot, a blank, a quote
//! or a `*` of their own; an unquoted `*` stands for every schema or every relation.
//!
//! What is decided is **effective access**, as the server decides it at the moment of a query:
//! superuser, direct entries, PUBLIC, inherited memberships, `pg_read_all_data` and its like, and for
//! a relation also CONNECT on the database and USAGE on the schema. Two doors away from that are
//! neither `can` nor `cannot`: access to some columns only, and access that the role can give itself
//! (it owns the object, or may SET ROLE to one that has it). Row-level security, and what a view or a
//! function reads with its owner's rights, are not looked at.

mod access;
mod explain;
mod parse;
#[cfg(test)]
mod tests;

use crate::access::RoleGraph;
use crate::catalog::Catalog;
use crate::ground::kind::ObjectKind;
use crate::ground::names::{RelationName, RoleName, SchemaName};
use crate::ground::ordered::sort;
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::path_part;

use access::Judge;
pub use access::{Access, Answer};
pub use explain::{Answers, ObjectAnswer, Question, explain};
pub use parse::{Name, Object, Outcome, Subject};

/// What is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// Each privilege on each object matched.
    Can,
    /// No privilege on any object matched.
    Cannot,
}

impl Claim {
    /// `can` or `cannot`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Can => "can",
            Self::Cannot => "cannot",
        }
    }
}

/// Decides a claim about a role: the sentences that contradict it, none where it holds.
///
/// # Errors
/// The sentence that says why it cannot be decided: nothing matches, no such role, or a privilege
/// that the object does not take on this server.
pub fn check(
    claim: Claim,
    outcome: &Outcome,
    role: &RoleName,
    catalog: &Catalog,
) -> Result<Vec<String>, String> {
    if !catalog.roles.contains_key(role) {
        return Err(format!("role `{role}` does not exist on this cluster"));
    }
    let graph = RoleGraph::new(catalog);
    let (database, places) = places(outcome, catalog)?;
    let kind = outcome.object.kind();
    let lacking = outcome.privileges.minus(kind.accepted(&catalog.server));
    if !lacking.is_empty() {
        return Err(format!(
            "privilege {lacking} does not exist on PostgreSQL {}",
            catalog.server.version()
        ));
    }
    let judge = Judge::new(catalog, &graph, database)?;
    let mut contradictions = Vec::new();
    for place in &places {
        for privilege in outcome.privileges.iter() {
            let answer = judge.answer(role, privilege, place);
            let wanted = match claim {
                Claim::Can => Access::Yes,
                Claim::Cannot => Access::No,
            };
            if answer.access != wanted {
                contradictions.push(format!(
                    "{privilege} on {}: {}",
                    describe(outcome, place),
                    answer.why
                ));
            }
        }
    }
    Ok(contradictions)
}

/// One object, inside its database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    Database,
    Schema(&'a SchemaName),
    Relation(&'a SchemaName, &'a RelationName),
}

impl Place<'_> {
    fn kind(&self) -> ObjectKind {
        match self {
            Self::Database => ObjectKind::Database,
            Self::Schema(_) => ObjectKind::Schema,
            Self::Relation(..) => ObjectKind::Table,
        }
    }
}

fn describe(outcome: &Outcome, place: &Place<'_>) -> String {
    let database = path_part(outcome.object.database().as_str());
    match place {
        Place::Database => database,
        Place::Schema(schema) => format!("{database}.{}", path_part(schema.as_str())),
        Place::Relation(schema, relation) => format!(
            "{database}.{}.{}",
            path_part(schema.as_str()),
            path_part(relation.as_str())
        ),
    }
}

/// The objects that the pattern matches, in byte order.
fn places<'a>(
    outcome: &'a Outcome,
    catalog: &'a Catalog,
) -> Result<(&'a crate::ground::names::DatabaseName, Vec<Place<'a>>), String> {
    let name = outcome.object.database();
    let database = catalog
        .databases
        .get(name)
        .ok_or_else(|| format!("database `{name}` does not exist on this cluster"))?;
    let (schema, relation) = match &outcome.object {
        Object::Database(_) => return Ok((name, vec![Place::Database])),
        Object::Schema(_, schema) => (schema, None),
        Object::Relation(_, schema, relation) => (schema, Some(relation)),
    };
    let contents = database.contents.as_ref().ok_or_else(|| {
        let why = database.unreachable.as_deref();
        format!(
            "database `{name}` was not read: {}",
            why.unwrap_or("the snapshot does not hold its contents")
        )
    })?;
    let mut places = Vec::new();
    for (schema_name, found) in &contents.schemas {
        if !schema.matches(schema_name.as_str()) {
            continue;
        }
        let Some(relation) = relation else {
            places.push(Place::Schema(schema_name));
            continue;
        };
        let names = found.objects.iter().flat_map(|g| &g.names);
        let mut names: Vec<_> = names.filter(|n| relation.matches(n.as_str())).collect();
        sort(&mut names);
        places.extend(names.into_iter().map(|n| Place::Relation(schema_name, n)));
    }
    if places.is_empty() {
        return Err("it matches nothing in the catalog, so it says nothing".to_owned());
    }
    Ok((name, places))
}

impl Object {
    /// The kind, for what privileges it takes.
    pub fn kind(&self) -> ObjectKind {
        match self {
            Self::Database(_) => ObjectKind::Database,
            Self::Schema(..) => ObjectKind::Schema,
            Self::Relation(..) => ObjectKind::Table,
        }
    }

    /// What the kind takes on some server.
    pub(crate) fn accepts(&self) -> Privileges {
        self.kind().accepted_somewhere()
    }

    /// The kind, for people.
    pub(crate) fn words(&self) -> &'static str {
        match self {
            Self::Database(_) => "a database (one part)",
            Self::Schema(..) => "a schema (two parts)",
            Self::Relation(..) => "a relation (three parts)",
        }
    }
}

/// The predefined roles that reach every object of a kind without an entry of their own.
pub(crate) fn predefined(
    privilege: Privilege,
    kind: ObjectKind,
) -> impl Iterator<Item = &'static str> {
    let rows = kind.row().predefined.iter();
    rows.filter(move |(_, reached)| reached.contains(privilege))
        .map(|(role, _)| *role)
}
