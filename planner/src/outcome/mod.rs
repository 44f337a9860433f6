//! Outcomes: what a role can and cannot do, stated in a line and decided on a catalog.
//!
//! ```text
//! ro SELECT analytics.public.*             every table of the schema
//! rw USAGE app.public.*                    every sequence of the schema
//! ro SELECT,INSERT app.*.audit             that relation in every schema of the database
//! analytics/ro USAGE app.public            a schema: USAGE, CREATE
//! hoopdev_analytics_ro_6075a443 CONNECT app    a database: CONNECT, CREATE, TEMPORARY
//! ```
//!
//! First the role: a label of plan.yaml, `resource/label` where several resources have the label, or
//! the name of any role of the cluster. Parts are SQL-quoted where they hold a dot, a blank, a quote
//! or a `*` of their own; an unquoted `*` stands for every schema, or for everything in one that the
//! privilege is for in an item: SELECT for tables, USAGE for sequences. A name is any kind's.
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
mod reach;
#[cfg(test)]
mod tests;

use crate::access::RoleGraph;
use crate::catalog::{Catalog, Schema};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RelationName, RoleName, SchemaName};
use crate::ground::ordered::sort;
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::path_part;
use crate::ground::server::Server;

use access::Judge;
pub use access::{Access, Answer};
pub use explain::{Answers, ObjectAnswer, Question, explain};
pub use parse::{Name, Object, Outcome, Subject};
pub use reach::By;
pub(crate) use reach::{Target, Way};

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
    let (database, spots) = spots(outcome, catalog)?;
    let lacking = outcome
        .privileges
        .minus(outcome.object.accepted(&catalog.server));
    if !lacking.is_empty() {
        return Err(format!(
            "privilege {lacking} does not exist on PostgreSQL {}",
            catalog.server.version()
        ));
    }
    let judge = Judge::new(catalog, &graph, database)?;
    let mut contradictions = Vec::new();
    for (spot, asked) in &spots {
        for privilege in asked.iter() {
            let answer = judge.answer(role, privilege, spot);
            let wanted = match claim {
                Claim::Can => Access::Yes,
                Claim::Cannot => Access::No,
            };
            if answer.access != wanted {
                contradictions.push(format!(
                    "{privilege} on {}: {}",
                    describe(outcome, spot),
                    answer.why
                ));
            }
        }
    }
    Ok(contradictions)
}

/// One object, inside its database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spot<'a> {
    Database,
    Schema(&'a SchemaName),
    InSchema(ObjectKind, &'a SchemaName, &'a RelationName),
}

impl Spot<'_> {
    fn kind(&self) -> ObjectKind {
        match self {
            Self::Database => ObjectKind::Database,
            Self::Schema(_) => ObjectKind::Schema,
            Self::InSchema(kind, ..) => *kind,
        }
    }
}

fn describe(outcome: &Outcome, spot: &Spot<'_>) -> String {
    let database = path_part(outcome.object.database().as_str());
    match spot {
        Spot::Database => database,
        Spot::Schema(schema) => format!("{database}.{}", path_part(schema.as_str())),
        Spot::InSchema(_, schema, name) => format!(
            "{database}.{}.{}",
            path_part(schema.as_str()),
            path_part(name.as_str())
        ),
    }
}

/// A database, and objects in it with what is asked about each.
type Found<'a> = (&'a DatabaseName, Vec<(Spot<'a>, Privileges)>);

/// The objects that the pattern matches, in byte order, each with what is asked about it.
fn spots<'a>(outcome: &'a Outcome, catalog: &'a Catalog) -> Result<Found<'a>, String> {
    let name = outcome.object.database();
    let database = catalog
        .databases
        .get(name)
        .ok_or_else(|| format!("database `{name}` does not exist on this cluster"))?;
    let all = outcome.privileges;
    let (schema, object) = match &outcome.object {
        Object::Database(_) => return Ok((name, vec![(Spot::Database, all)])),
        Object::Schema(_, schema) => (schema, None),
        Object::InSchema(_, schema, object) => (schema, Some(object)),
    };
    let contents = database.contents.as_ref().ok_or_else(|| {
        let why = database.unreachable.as_deref();
        format!(
            "database `{name}` was not read: {}",
            why.unwrap_or("the snapshot does not hold its contents")
        )
    })?;
    let mut spots = Vec::new();
    for (schema_name, found) in &contents.schemas {
        if !schema.matches(schema_name.as_str()) {
            continue;
        }
        match object {
            None => spots.push((Spot::Schema(schema_name), all)),
            Some(object) => in_schema((schema_name, found), object, all, &mut spots)?,
        }
    }
    if spots.is_empty() {
        return Err("it matches nothing in the catalog, so it says nothing".to_owned());
    }
    Ok((name, spots))
}

/// `*` stands for the kinds that an item's word would be for: SELECT for tables. A name is any kind's.
fn in_schema<'a>(
    (schema_name, schema): (&'a SchemaName, &'a Schema),
    object: &Name,
    privileges: Privileges,
    spots: &mut Vec<(Spot<'a>, Privileges)>,
) -> Result<(), String> {
    let mut found = Vec::new();
    for group in &schema.objects {
        let kind = group.kind.object_kind();
        let names = group.names.iter().filter(|n| object.matches(n.as_str()));
        let asked = match object {
            Name::Any => privileges.intersection(kind.row().asked),
            Name::Exactly(_) => privileges,
        };
        found.extend(names.map(|name| (name, kind, asked)));
    }
    sort(&mut found);
    for (name, kind, asked) in found {
        let wrong = asked.minus(kind.accepted_somewhere());
        if !wrong.is_empty() {
            return Err(format!(
                "privilege {wrong} does not apply to {} `{name}`, which takes {}",
                kind.row().word,
                kind.accepted_somewhere()
            ));
        }
        if !asked.is_empty() {
            spots.push((Spot::InSchema(kind, schema_name, name), asked));
        }
    }
    Ok(())
}

impl Object {
    /// The kinds that a path of so many parts can be about.
    fn kinds(&self) -> Vec<ObjectKind> {
        match self {
            Self::Database(_) => vec![ObjectKind::Database],
            Self::Schema(..) => vec![ObjectKind::Schema],
            Self::InSchema(..) => ObjectKind::in_schemas().collect(),
        }
    }

    /// What they take on some server.
    pub(crate) fn accepts(&self) -> Privileges {
        let kinds = self.kinds().into_iter();
        kinds
            .map(ObjectKind::accepted_somewhere)
            .fold(Privileges::NONE, Privileges::union)
    }

    /// What they take on this server.
    fn accepted(&self, server: &Server) -> Privileges {
        let kinds = self.kinds().into_iter();
        kinds
            .map(|kind| kind.accepted(server))
            .fold(Privileges::NONE, Privileges::union)
    }

    /// What it is, for people.
    pub(crate) fn words(&self) -> &'static str {
        match self {
            Self::Database(_) => "a database (one part)",
            Self::Schema(..) => "a schema (two parts)",
            Self::InSchema(..) => "a relation (three parts)",
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
