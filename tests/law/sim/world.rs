//! One cluster.

use planner::catalog::RelationKind;

use super::acl::Acl;
use super::members::Members;

/// Position in [`World::roles`], which is also the order of creation, and so of the OIDs.
pub type RoleId = usize;

/// The bootstrap superuser.
pub const BOOTSTRAP: RoleId = 0;
/// `pg_database_owner` on 14 and newer, any role before.
pub const DATABASE_OWNER: RoleId = 1;

/// When every snapshot was taken, a moment long before, and one after that: so late that no server's
/// clock has passed it.
pub const NOW: &str = "2999-01-01T00:00:00Z";
pub const BEFORE: &str = "2020-01-31T00:00:00Z";
pub const LATER: &str = "2999-01-31T00:00:00Z";

#[derive(Clone, Debug)]
pub struct World {
    pub major: u32,
    pub admin: RoleId,
    pub roles: Vec<Role>,
    pub memberships: Vec<Membership>,
    pub databases: Vec<Database>,
}

#[derive(Clone, Debug)]
pub struct Role {
    pub name: String,
    pub attributes: planner::catalog::Role,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    pub role: RoleId,
    pub member: RoleId,
    pub grantor: RoleId,
    pub admin: bool,
    pub inherit: bool,
    pub set: bool,
}

#[derive(Clone, Debug)]
pub struct Database {
    pub name: String,
    pub owner: RoleId,
    pub acl: Option<Acl>,
    pub allow_connections: bool,
    pub is_template: bool,
    pub invalid: bool,
    /// The snapshot holds its contents.
    pub read: bool,
    pub schemas: Vec<Schema>,
}

#[derive(Clone, Debug)]
pub struct Schema {
    pub name: String,
    pub owner: RoleId,
    pub acl: Option<Acl>,
    pub relations: Vec<Relation>,
}

#[derive(Clone, Debug)]
pub struct Relation {
    pub name: String,
    pub kind: RelationKind,
    pub owner: RoleId,
    pub acl: Option<Acl>,
    /// Each with its ACL; empty is NULL.
    pub columns: Vec<(String, Acl)>,
    /// The columns whose default calls a sequence: the column, and the sequence's schema and position.
    pub defaults: Vec<(usize, usize, usize)>,
    /// Of an identity column's sequence: the table and the column.
    pub identity: Option<(usize, usize)>,
}

impl Relation {
    pub fn is_sequence(&self) -> bool {
        self.kind == RelationKind::Sequence
    }
}

impl Schema {
    /// The positions of what `ALL TABLES`, or `ALL SEQUENCES`, covers.
    pub fn all(&self, sequences: bool) -> Vec<usize> {
        let positions = 0..self.relations.len();
        positions
            .filter(|r| self.relations[*r].is_sequence() == sequences)
            .collect()
    }
}

impl World {
    /// The memberships as a session in this database sees them.
    pub fn members(&self, inside: Option<usize>) -> Members<'_> {
        let owner = inside.map_or(BOOTSTRAP, |d| self.databases[d].owner);
        Members {
            major: self.major,
            roles: &self.roles,
            memberships: &self.memberships,
            database_owner: (self.major >= 14).then_some(owner),
        }
    }

    /// The role of this name.
    pub fn role(&self, name: &str) -> Option<RoleId> {
        self.roles.iter().position(|r| r.name == name)
    }

    /// The database of this name.
    pub fn database(&self, name: &str) -> Option<usize> {
        self.databases.iter().position(|d| d.name == name)
    }
}
