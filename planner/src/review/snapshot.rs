//! A snapshot at a glance, and the names that completion offers.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::catalog::Database;
use crate::ground::kind::KINDS;
use crate::ground::names::{DatabaseName, ResourceName, RoleName, SchemaName};
use crate::ground::note::Note;
use crate::ground::privilege::{Privilege, Privileges};

/// A snapshot at a glance.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotSummary {
    /// The resource it was taken of, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceName>,
    /// `15.18`
    pub server_version: String,
    /// `pg_control_system().system_identifier`
    pub system_identifier: String,
    /// RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    /// The role that took it, and that a plan will act as.
    pub taken_by: RoleName,
    /// How many roles the cluster has.
    pub roles: usize,
    /// How many memberships.
    pub memberships: usize,
    /// Every database, in byte order.
    pub databases: Vec<DatabaseSummary>,
    /// What went wrong when it was taken.
    pub warnings: Vec<Note>,
}

/// What a plan was made on: which cluster, how it was then, and when.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedOn {
    /// The resource that the snapshot was taken of, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceName>,
    /// `15.18`
    pub server_version: String,
    /// `pg_control_system().system_identifier`
    pub system_identifier: String,
    /// RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    /// The role that the plan acts as.
    pub taken_by: RoleName,
}

impl PlannedOn {
    /// The catalog that a plan was made from.
    pub fn new(catalog: &Catalog) -> Self {
        Self {
            resource: catalog.resource.clone(),
            server_version: catalog.server.version(),
            system_identifier: catalog.server.system_identifier.clone(),
            taken_at: catalog.taken_at.clone(),
            taken_by: catalog.taken_by.clone(),
        }
    }
}

/// A database at a glance.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatabaseSummary {
    /// Its name.
    pub name: DatabaseName,
    /// Its owner.
    pub owner: RoleName,
    /// False where its contents are not in the snapshot.
    pub read: bool,
    /// Why it could not be read, where that was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreachable: Option<String>,
    /// How many schemas.
    pub schemas: usize,
    /// How many relations of each kind.
    pub relations: Vec<RelationCount>,
}

/// Relations of one kind.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelationCount {
    /// In words: `materialized view`.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// What completion offers.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Names {
    /// Every database with its schemas.
    pub databases: Vec<DatabaseNames>,
    /// Every role.
    pub roles: Vec<RoleName>,
    /// The privileges that an item can ask for on this server, and ALL.
    pub privileges: Vec<String>,
}

/// A database and its schemas, each as a scope spells it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatabaseNames {
    /// Its name.
    pub name: DatabaseName,
    /// Its schemas that a scope can name.
    pub schemas: Vec<SchemaName>,
}

impl SnapshotSummary {
    /// Counts what is there.
    pub fn new(catalog: &Catalog) -> Self {
        let databases = catalog.databases.iter();
        Self {
            resource: catalog.resource.clone(),
            server_version: catalog.server.version(),
            system_identifier: catalog.server.system_identifier.clone(),
            taken_at: catalog.taken_at.clone(),
            taken_by: catalog.taken_by.clone(),
            roles: catalog.roles.len(),
            memberships: catalog.memberships.len(),
            databases: databases.map(|(name, d)| summary(name, d)).collect(),
            warnings: catalog.warnings.clone(),
        }
    }
}

fn summary(name: &DatabaseName, database: &Database) -> DatabaseSummary {
    let schemas = || database.contents.iter().flat_map(|c| c.schemas.values());
    let mut relations: Vec<RelationCount> = Vec::new();
    for group in schemas().flat_map(|s| &s.objects) {
        let (kind, count) = (group.kind.words(), group.names.len());
        match relations.iter_mut().find(|known| known.kind == kind) {
            Some(known) => known.count += count,
            None => relations.push(RelationCount { kind, count }),
        }
    }
    DatabaseSummary {
        name: name.clone(),
        owner: database.owner.clone(),
        read: database.contents.is_some(),
        unreachable: database.unreachable.clone(),
        schemas: schemas().count(),
        relations,
    }
}

impl Names {
    /// Every name of the snapshot that a person may have to write.
    pub fn new(catalog: &Catalog) -> Self {
        let asked = KINDS
            .iter()
            .map(|row| row.kind.accepted(&catalog.server).intersection(row.asked));
        let asked = asked.fold(Privileges::NONE, Privileges::union);
        let words = asked.iter().map(Privilege::keyword).chain(["ALL"]);
        let databases = catalog.databases.iter();
        Self {
            databases: databases
                .filter(|(_, database)| database.can_be_read())
                .map(|(name, database)| DatabaseNames {
                    name: name.clone(),
                    schemas: database
                        .contents
                        .iter()
                        .flat_map(|contents| contents.schemas.keys())
                        .filter(|schema| !schema.is_system())
                        .cloned()
                        .collect(),
                })
                .collect(),
            roles: catalog.roles.keys().cloned().collect(),
            privileges: words.map(str::to_owned).collect(),
        }
    }
}
