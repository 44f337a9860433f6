//! Who reaches one object, and by which ways: as [`super::check`] decides it, for every role.

use serde::Serialize;

use super::access::{Judge, Key};
use super::parse::object_path;
use super::{Access, Name, Object, Spot};
use crate::access::{Follow, RoleGraph};
use crate::catalog::{Catalog, Objects};
use crate::ground::names::{RelationName, RoleName, SchemaName};
use crate::ground::privilege::{Privilege, Privileges};

/// What gives somebody a privilege, in the end.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// An entry in the object's ACL.
    Entry,
    /// It owns the object.
    Owner,
    /// An entry for PUBLIC.
    Public,
    /// A predefined role, which reaches every object of the kind.
    Predefined,
    /// It is a superuser.
    Superuser,
    /// Entries of some of its columns.
    Column,
}

/// One way to a privilege.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub by: By,
    /// The memberships that are followed, up to the role that `by` is about; none: the role itself.
    pub through: Vec<RoleName>,
    pub access: Access,
    /// What is missing, or has to be done first; empty where nothing is.
    pub why: String,
}

/// One object on one side of a plan.
pub(crate) struct Target<'a> {
    pub objects: Objects<'a>,
    pub accepted: Privileges,
    spot: Spot<'a>,
    judge: Judge<'a>,
    graph: &'a RoleGraph<'a>,
    database_owner: &'a RoleName,
    /// What everybody reaches.
    open: Privileges,
}

/// Stands for PUBLIC: no role has this name, and whoever has it is in no role.
fn everybody() -> RoleName {
    RoleName::new(String::new())
}

impl<'a> Target<'a> {
    /// Looks an object up by its path.
    ///
    /// # Errors
    /// The sentence that says why it cannot be found.
    pub fn new(path: &str, catalog: &'a Catalog, graph: &'a RoleGraph<'a>) -> Result<Self, String> {
        let object = object_path(path.trim())?;
        let name = object.database();
        let missing = || format!("`{}` is not on this cluster", path.trim());
        let known = catalog.databases.get_key_value(name);
        let (name, database) = known.ok_or_else(missing)?;
        let judge = Judge::new(catalog, graph, name)?;
        let exactly = |name: &Name| match name {
            Name::Any => Err("name one object: `*` stands for many".to_owned()),
            Name::Exactly(name) => Ok(name.clone()),
        };
        let schema = |wanted: &Name| {
            let wanted = SchemaName::new(exactly(wanted)?);
            let mut schemas = database.schemas();
            schemas
                .find(|(name, _)| **name == wanted)
                .ok_or_else(missing)
        };
        let spot = match &object {
            Object::Database(_) => Spot::Database,
            Object::Schema(_, wanted) => Spot::Schema(schema(wanted)?.0),
            Object::InSchema(_, wanted, relation) => {
                let (schema_name, schema) = schema(wanted)?;
                let wanted = RelationName::new(exactly(relation)?);
                let group = schema.group(&wanted).ok_or_else(missing)?;
                let mut names = group.names.iter();
                let name = names.find(|name| **name == wanted).ok_or_else(missing)?;
                Spot::InSchema(group.kind.object_kind(), schema_name, name)
            }
        };
        let objects = judge.objects(&spot).ok_or_else(missing)?;
        let mut target = Self {
            accepted: objects.kind.accepted(&catalog.server),
            objects,
            spot,
            judge,
            graph,
            database_owner: &database.owner,
            open: Privileges::NONE,
        };
        for privilege in target.accepted.iter() {
            let answer = target.judge.answer(&everybody(), privilege, &target.spot);
            if answer.access == Access::Yes {
                target.open = target.open.union(Privileges::only(privilege));
            }
        }
        Ok(target)
    }

    /// By which ways a role reaches a privilege; `None` is PUBLIC. What everybody has is PUBLIC's alone.
    pub fn ways(&self, role: Option<&RoleName>, privilege: Privilege) -> Vec<Way> {
        let nobody = everybody();
        let name = role.unwrap_or(&nobody);
        let answer = self.judge.answer(name, privilege, &self.spot);
        let way = |by, through| Way {
            by,
            through,
            access: answer.access,
            why: match answer.access {
                Access::Yes => String::new(),
                _ => answer.why.clone(),
            },
        };
        if let Some(other) = &answer.set_role {
            let mut through = self.graph.way(name, other, Follow::Set);
            let (by, rest) = self.first(other, privilege);
            through.extend(rest);
            return vec![way(by, through)];
        }
        let roles = self.judge.roles(name);
        let mut keys = self.judge.keys(name, &roles, privilege, &self.spot);
        if role.is_some() {
            let hidden = self.open.contains(privilege) || answer.access != Access::Yes;
            keys.retain(|key| *key != Key::Public || !hidden);
        }
        let found = keys.iter().map(|key| self.by(name, *key));
        let mut ways: Vec<_> = found.map(|(by, through)| way(by, through)).collect();
        if ways.is_empty() && answer.access == Access::Partly {
            let (by, through) = self.first(name, privilege);
            let mut way = way(by, through);
            if by == By::Owner {
                // The same for all that it lacks.
                way.why = "as its owner it can give that to itself".to_owned();
            }
            ways.push(way);
        }
        ways
    }

    /// The nearest way, where the privilege is not at hand: as the owner, or on columns.
    fn first(&self, role: &RoleName, privilege: Privilege) -> (By, Vec<RoleName>) {
        let roles = self.judge.roles(role);
        let keys = self.judge.keys(role, &roles, privilege, &self.spot);
        if let Some(key) = keys.first() {
            return self.by(role, *key);
        }
        if roles.contains(&self.objects.owner) {
            return (By::Owner, self.through(role, self.objects.owner));
        }
        (By::Column, Vec::new())
    }

    fn by(&self, role: &RoleName, key: Key<'_>) -> (By, Vec<RoleName>) {
        match key {
            Key::Superuser => (By::Superuser, Vec::new()),
            Key::Predefined(named) => (By::Predefined, self.through(role, named)),
            Key::Own { owner: true } => (By::Owner, Vec::new()),
            Key::Own { owner: false } => (By::Entry, Vec::new()),
            Key::Role(parent) if parent == self.objects.owner => {
                (By::Owner, self.through(role, parent))
            }
            Key::Role(parent) => (By::Entry, self.through(role, parent)),
            Key::Public => (By::Public, Vec::new()),
        }
    }

    fn through(&self, role: &RoleName, holder: &RoleName) -> Vec<RoleName> {
        let way = self.graph.way(role, holder, Follow::Inherit);
        if !way.is_empty() || role == holder {
            return way;
        }
        // `pg_database_owner`, which the owner of the database at hand is in though no row says so.
        let mut way = self.graph.way(role, self.database_owner, Follow::Inherit);
        way.push(holder.clone());
        way
    }
}
