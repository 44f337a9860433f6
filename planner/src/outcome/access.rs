//! Effective access to one object: yes, only partly, or no; and why.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::{Spot, predefined};
use crate::access::RoleGraph;
use crate::catalog::{Acl, Catalog, Contents, Database, Grantee, Objects, Schema};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RoleName};
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::path_part;

/// How far it reaches.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Not at all.
    No,
    /// Some columns only, or only after a step that the role can take itself.
    Partly,
    /// A query as the role would be let through.
    Yes,
}

/// An answer, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How far.
    pub access: Access,
    /// Through what, or what is missing.
    pub why: String,
    /// The role that it would have to become.
    pub set_role: Option<RoleName>,
}

impl Answer {
    fn new(access: Access, why: String) -> Self {
        Self {
            access,
            why,
            set_role: None,
        }
    }
}

/// What opens a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Superuser,
    /// A role that reaches every object of the kind.
    Predefined(&'a RoleName),
    /// An entry of the role's own; as the owner's it is there unless it was revoked.
    Own {
        owner: bool,
    },
    /// An entry of a role whose privileges it has.
    Role(&'a RoleName),
    Public,
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Superuser => f.write_str("as a superuser"),
            Self::Predefined(named) => write!(f, "through `{named}`"),
            Self::Own { owner: true } => f.write_str("by an entry of its own, as the owner"),
            Self::Own { owner: false } => f.write_str("by an entry of its own"),
            Self::Role(parent) => write!(f, "through role `{parent}`"),
            Self::Public => f.write_str("through PUBLIC"),
        }
    }
}

/// One door on the way to an object.
enum Door {
    Open(String),
    /// Closed, and what would open it is at hand: the role owns the object.
    Ajar(String),
    Closed(String),
}

/// Decides about objects of one database.
pub(super) struct Judge<'a> {
    catalog: &'a Catalog,
    graph: &'a RoleGraph<'a>,
    name: &'a DatabaseName,
    database: &'a Database,
}

impl<'a> Judge<'a> {
    pub fn new(
        catalog: &'a Catalog,
        graph: &'a RoleGraph<'a>,
        name: &'a DatabaseName,
    ) -> Result<Self, String> {
        let database = catalog
            .databases
            .get(name)
            .ok_or_else(|| format!("database `{name}` does not exist on this cluster"))?;
        Ok(Self {
            catalog,
            graph,
            name,
            database,
        })
    }

    /// The answer for one privilege on one object, SET ROLE included.
    pub fn answer(&self, role: &RoleName, privilege: Privilege, spot: &Spot<'_>) -> Answer {
        let own = self.without_set_role(role, privilege, spot);
        if own.access != Access::No {
            return own;
        }
        for other in self.graph.settable(role) {
            if other != role && self.without_set_role(other, privilege, spot).access != Access::No {
                let why = format!("not as it stands, but after SET ROLE to `{other}`");
                return Answer {
                    set_role: Some(other.clone()),
                    ..Answer::new(Access::Partly, why)
                };
            }
        }
        own
    }

    fn without_set_role(&self, role: &RoleName, wanted: Privilege, spot: &Spot<'_>) -> Answer {
        let mut doors = Vec::new();
        if !matches!((spot, wanted), (Spot::Database, Privilege::Connect)) {
            doors.push(self.door(role, Privilege::Connect, &Spot::Database));
        }
        if let Spot::InSchema(_, schema, _) = spot {
            doors.push(self.door(role, Privilege::Usage, &Spot::Schema(schema)));
        }
        let ways_open = doors.iter().all(|d| matches!(d, Door::Open(_)));
        let last = self.door(role, wanted, spot);
        if ways_open
            && let (Door::Closed(_), Some(columns)) = (&last, self.columns(role, wanted, spot))
        {
            return Answer::new(Access::Partly, format!("only on column {columns}"));
        }
        doors.push(last);
        let mut closed = Vec::new();
        let mut shut = false;
        let mut through = String::new();
        for door in doors {
            match door {
                Door::Open(how) => through = how,
                Door::Ajar(why) => closed.push(why),
                Door::Closed(why) => {
                    shut = true;
                    closed.push(why);
                }
            }
        }
        if closed.is_empty() {
            return Answer::new(Access::Yes, format!("it has it {through}"));
        }
        let access = if shut { Access::No } else { Access::Partly };
        Answer::new(access, closed.join("; "))
    }

    fn door(&self, role: &RoleName, wanted: Privilege, spot: &Spot<'_>) -> Door {
        let subject = self.describe(spot);
        if matches!(spot, Spot::Database) && !self.database.can_be_read() {
            return Door::Closed(format!("{subject} lets nobody in"));
        }
        let roles = self.roles(role);
        if let Some(key) = self.keys(role, &roles, wanted, spot).first() {
            return Door::Open(key.to_string());
        }
        let Some(Objects { owner, .. }) = self.objects(spot) else {
            return Door::Closed(format!("{subject} is not there"));
        };
        if roles.contains(&owner) {
            return Door::Ajar(format!(
                "no {wanted} on {subject} now, but as its owner it can give that to itself"
            ));
        }
        Door::Closed(format!(
            "no {wanted} on {subject}, neither by an entry of its own nor through a role or PUBLIC"
        ))
    }

    /// All that gives a role the privilege, the nearest first; `roles` are those that it has the
    /// privileges of.
    pub fn keys<'b>(
        &self,
        role: &RoleName,
        roles: &[&'b RoleName],
        wanted: Privilege,
        spot: &Spot<'_>,
    ) -> Vec<Key<'b>> {
        if self.graph.is_superuser(role) {
            return vec![Key::Superuser];
        }
        let named = |r: &&&RoleName| predefined(wanted, spot.kind()).any(|n| r.as_str() == n);
        let everywhere = roles.iter().filter(named);
        let mut keys: Vec<_> = everywhere.map(|r| Key::Predefined(r)).collect();
        let Some(Objects { acl, owner, .. }) = self.objects(spot) else {
            return keys;
        };
        let entries = acl.0.iter().filter(|e| e.privileges.contains(wanted));
        let entries: Vec<_> = entries.map(|e| &e.grantee).collect();
        let held_by = |r: &RoleName| entries.iter().any(|grantee| grantee.is(r));
        if held_by(role) {
            keys.push(Key::Own {
                owner: owner == role,
            });
        }
        let others = roles.iter().filter(|r| **r != role && held_by(r));
        keys.extend(others.map(|r| Key::Role(r)));
        if entries.contains(&&Grantee::Public) {
            keys.push(Key::Public);
        }
        keys
    }

    /// The role and all that it has the privileges of, in this database.
    pub fn roles<'b>(&'b self, role: &'b RoleName) -> Vec<&'b RoleName> {
        let mut roles: BTreeSet<&RoleName> = self.graph.inherited(role);
        if roles.contains(&self.database.owner) {
            // Its members are whoever owns the database at hand: no row says so.
            let implicit = self.catalog.roles.get_key_value("pg_database_owner");
            roles.extend(implicit.map(|(name, _)| name));
        }
        roles.into_iter().collect()
    }

    pub fn objects(&self, spot: &Spot<'_>) -> Option<Objects<'a>> {
        let server = &self.catalog.server;
        Some(match spot {
            Spot::Database => self.database.object(server),
            Spot::Schema(name) => self.schema(name)?.object(server),
            Spot::InSchema(_, schema, name) => self.schema(schema)?.group(name)?.objects(server),
        })
    }

    fn schema(&self, name: &crate::ground::names::SchemaName) -> Option<&'a Schema> {
        let contents: &Contents = self.database.contents.as_ref()?;
        contents.schemas.get(name)
    }

    /// The columns that the role reaches though it does not reach the relation.
    fn columns(&self, role: &RoleName, wanted: Privilege, spot: &Spot<'_>) -> Option<String> {
        let Spot::InSchema(ObjectKind::Table, schema, relation) = spot else {
            return None;
        };
        let roles = self.roles(role);
        let reaches = |acl: &Acl| {
            acl.0.iter().any(|e| {
                let for_role = roles.iter().any(|r| e.grantee.is(r));
                let for_all = e.grantee == Grantee::Public;
                (for_role || for_all) && e.privileges.covers(Privileges::only(wanted))
            })
        };
        let columns: Vec<_> = self
            .schema(schema)?
            .columns
            .iter()
            .filter(|c| &c.relation == *relation && reaches(&c.acl))
            .map(|c| path_part(c.column.as_str()))
            .collect();
        (!columns.is_empty()).then(|| columns.join(", "))
    }

    fn describe(&self, spot: &Spot<'_>) -> String {
        let database = path_part(self.name.as_str());
        match spot {
            Spot::Database => format!("database {database}"),
            Spot::Schema(schema) => format!("schema {database}.{}", path_part(schema.as_str())),
            Spot::InSchema(..) => "it".to_owned(),
        }
    }
}
