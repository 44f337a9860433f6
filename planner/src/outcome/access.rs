//! Effective access to one object: yes, only partly, or no; and why.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Place, predefined};
use crate::access::RoleGraph;
use crate::catalog::{Acl, Catalog, Contents, Database, Objects, Schema};
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
    pub fn answer(&self, role: &RoleName, privilege: Privilege, place: &Place<'_>) -> Answer {
        let own = self.without_set_role(role, privilege, place);
        if own.access != Access::No {
            return own;
        }
        for other in self.graph.settable(role) {
            if other != role && self.without_set_role(other, privilege, place).access != Access::No
            {
                return Answer {
                    access: Access::Partly,
                    why: format!("not as it stands, but after SET ROLE to `{other}`"),
                };
            }
        }
        own
    }

    fn without_set_role(&self, role: &RoleName, wanted: Privilege, place: &Place<'_>) -> Answer {
        let mut doors = Vec::new();
        if !matches!((place, wanted), (Place::Database, Privilege::Connect)) {
            doors.push(self.door(role, Privilege::Connect, &Place::Database));
        }
        if let Place::Relation(schema, _) = place {
            doors.push(self.door(role, Privilege::Usage, &Place::Schema(schema)));
        }
        let ways_open = doors.iter().all(|d| matches!(d, Door::Open(_)));
        let last = self.door(role, wanted, place);
        if ways_open
            && let (Door::Closed(_), Some(columns)) = (&last, self.columns(role, wanted, place))
        {
            return Answer {
                access: Access::Partly,
                why: format!("only on column {columns}"),
            };
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
            return Answer {
                access: Access::Yes,
                why: format!("it has it {through}"),
            };
        }
        Answer {
            access: if shut { Access::No } else { Access::Partly },
            why: closed.join("; "),
        }
    }

    fn door(&self, role: &RoleName, wanted: Privilege, place: &Place<'_>) -> Door {
        let subject = self.describe(place);
        if matches!(place, Place::Database) && !self.database.can_be_read() {
            return Door::Closed(format!("{subject} lets nobody in"));
        }
        if self.graph.is_superuser(role) {
            return Door::Open("as a superuser".to_owned());
        }
        let roles = self.roles(role);
        if let Some(named) = predefined(wanted, place.kind())
            .find(|named| roles.iter().any(|r| r.as_str() == *named))
        {
            return Door::Open(format!("through `{named}`"));
        }
        let Some(Objects { acl, owner, .. }) = self.objects(place) else {
            return Door::Closed(format!("{subject} is not there"));
        };
        let holds = |entry: &&crate::catalog::AclEntry| entry.privileges.contains(wanted);
        let entries: Vec<_> = acl.0.iter().filter(holds).collect();
        if entries.iter().any(|e| e.grantee.is(role)) {
            let as_owner = if owner == role { ", as the owner" } else { "" };
            return Door::Open(format!("by an entry of its own{as_owner}"));
        }
        let parent = |r: &&RoleName| entries.iter().any(|e| e.grantee.is(r));
        if let Some(parent) = roles.iter().copied().find(|r| parent(r)) {
            return Door::Open(format!("through role `{parent}`"));
        }
        if entries
            .iter()
            .any(|e| e.grantee == crate::catalog::Grantee::Public)
        {
            return Door::Open("through PUBLIC".to_owned());
        }
        if roles.contains(&owner) {
            return Door::Ajar(format!(
                "no {wanted} on {subject} now, but as its owner it can give that to itself"
            ));
        }
        Door::Closed(format!(
            "no {wanted} on {subject}, neither by an entry of its own nor through a role or PUBLIC"
        ))
    }

    /// The role and all that it has the privileges of, in this database.
    fn roles<'b>(&'b self, role: &'b RoleName) -> Vec<&'b RoleName> {
        let mut roles: BTreeSet<&RoleName> = self.graph.inherited(role);
        if roles.contains(&self.database.owner) {
            // Its members are whoever owns the database at hand: no row says so.
            let implicit = self.catalog.roles.get_key_value("pg_database_owner");
            roles.extend(implicit.map(|(name, _)| name));
        }
        roles.into_iter().collect()
    }

    fn objects<'b>(&'b self, place: &Place<'_>) -> Option<Objects<'b>> {
        let server = &self.catalog.server;
        Some(match place {
            Place::Database => self.database.object(server),
            Place::Schema(name) => self.schema(name)?.object(server),
            Place::Relation(schema, name) => self.schema(schema)?.group(name)?.objects(server),
        })
    }

    fn schema(&self, name: &crate::ground::names::SchemaName) -> Option<&'a Schema> {
        let contents: &Contents = self.database.contents.as_ref()?;
        contents.schemas.get(name)
    }

    /// The columns that the role reaches though it does not reach the relation.
    fn columns(&self, role: &RoleName, wanted: Privilege, place: &Place<'_>) -> Option<String> {
        let Place::Relation(schema, relation) = place else {
            return None;
        };
        let roles = self.roles(role);
        let reaches = |acl: &Acl| {
            acl.0.iter().any(|e| {
                let for_role = roles.iter().any(|r| e.grantee.is(r));
                let for_all = e.grantee == crate::catalog::Grantee::Public;
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

    fn describe(&self, place: &Place<'_>) -> String {
        let database = path_part(self.name.as_str());
        match place {
            Place::Database => format!("database {database}"),
            Place::Schema(schema) => format!("schema {database}.{}", path_part(schema.as_str())),
            Place::Relation(..) => "it".to_owned(),
        }
    }
}
