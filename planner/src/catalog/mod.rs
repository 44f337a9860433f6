//! The catalog snapshot: raw facts of one PostgreSQL cluster, for any role.
//!
//! It is a JSON file, format `rolewright/catalog/2`: sorted, deterministic, without secrets.
//! Relations that share kind, owner and ACL share one entry. A NULL ACL is absent (the built-in
//! default applies); an empty ACL is an empty list (nobody holds anything).

mod acl;
mod builder;
mod databases;
mod fingerprint;
mod groups;
mod objects;
mod roles;

use serde::{Deserialize, Serialize};

pub(crate) use acl::effective;
pub use acl::{Acl, AclEntry, Grantee};
pub use builder::{
    AclRow, CatalogBuilder, ClusterRows, ColumnRow, DatabaseRow, DatabaseRows, DefaultRow,
    MembershipRow, ObjectRow, Oid, RoleRow, SchemaRow, UnplannedRow,
};
pub use databases::{Contents, Database, Schema};
pub use fingerprint::fingerprint;
pub use groups::{ColumnAcl, ObjectGroup, RelationKind, SequenceDefault};
pub use objects::{Objects, schema_path};
pub use roles::{Membership, Role};

use crate::ground::map::Map;
use crate::ground::names::{DatabaseName, ResourceName, RoleName};
use crate::ground::note::Note;
use crate::ground::ordered::sort;
use crate::ground::server::Server;

/// The tag of the format this module writes.
pub const FORMAT: &str = "rolewright/catalog/2";

/// The tag of the format before, which is still read: it holds no sequences.
pub const FORMAT_1: &str = "rolewright/catalog/1";

/// A snapshot of one cluster.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// [`FORMAT`], or [`FORMAT_1`].
    pub format: String,
    /// The resource it was taken of, where that is known: roles of another one have no place on it.
    /// Outside of every checksum, as it says nothing about the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceName>,
    /// When it was taken (RFC 3339, UTC). Outside of every checksum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    /// Identity and version.
    pub server: Server,
    /// The role that took the snapshot, and that a plan made from it will act as.
    pub taken_by: RoleName,
    /// The bootstrap superuser (oid 10): the recorded grantor of memberships on 16 and newer.
    pub bootstrap: RoleName,
    /// Every role with its attributes.
    pub roles: Map<RoleName, Role>,
    /// Every membership, sorted by member, role, grantor.
    #[serde(default)]
    pub memberships: Vec<Membership>,
    /// Every database; contents only of those that were read.
    pub databases: Map<DatabaseName, Database>,
    /// What went wrong without failing the snapshot: a database that could not be reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Note>,
}

/// Why a snapshot file was refused.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// Not JSON, or not this shape.
    #[error("the catalog snapshot cannot be read: {}", crate::ground::quote::message(.0))]
    Json(#[from] serde_json::Error),
    /// A picture, an archive, or text in another encoding.
    #[error("the catalog snapshot cannot be read: line {line} is not UTF-8, so this is no JSON")]
    NotText {
        /// From 1.
        line: usize,
    },
    /// Another format or a future one.
    #[error("the catalog snapshot says format `{found}`, this planner reads `{FORMAT}`")]
    Format {
        /// What the file says.
        found: String,
    },
    /// Facts that contradict each other.
    #[error("the catalog snapshot contradicts itself: {0}")]
    Inconsistent(String),
    /// Too old a server.
    #[error("the server is PostgreSQL {0}; 13 and newer can be planned for")]
    TooOld(String),
}

impl Catalog {
    /// As [`Catalog::from_json`], from bytes that may be anything.
    ///
    /// # Errors
    /// [`CatalogError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CatalogError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from_json(text),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                Err(CatalogError::NotText {
                    line: good.iter().filter(|b| **b == b'\n').count() + 1,
                })
            }
        }
    }

    /// Reads a snapshot file, puts it in canonical order and checks that it makes sense.
    ///
    /// # Errors
    /// [`CatalogError`], with line and column where the JSON is at fault.
    pub fn from_json(text: &str) -> Result<Self, CatalogError> {
        #[derive(Deserialize)]
        struct Tag {
            format: Option<String>,
        }
        let read = serde_json::from_str::<Self>(text);
        let found = match &read {
            Ok(catalog) => Some(catalog.format.clone()),
            // Of another version perhaps, which says more than what does not fit in it.
            Err(_) => serde_json::from_str(text)
                .ok()
                .and_then(|tag: Tag| tag.format),
        };
        if let Some(found) = found.filter(|found| found != FORMAT && found != FORMAT_1) {
            return Err(CatalogError::Format {
                found: crate::ground::quote::brief(&found),
            });
        }
        let mut catalog = read?;
        catalog.normalise();
        catalog.check()?;
        Ok(catalog)
    }

    /// True where the snapshot holds the cluster's sequences.
    pub fn has_sequences(&self) -> bool {
        self.format != FORMAT_1
    }

    /// The file's text: pretty enough to read and to diff, one final newline.
    ///
    /// # Errors
    /// None in practice: every value here can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// Canonical order everywhere, whatever the file's order was.
    pub fn normalise(&mut self) {
        sort(&mut self.memberships);
        self.memberships.dedup();
        sort(&mut self.warnings);
        for database in self.databases.values_mut() {
            database.normalise();
        }
    }

    fn check(&self) -> Result<(), CatalogError> {
        if self.server.major() < Server::OLDEST {
            return Err(CatalogError::TooOld(self.server.version()));
        }
        for (what, role) in [
            ("`taken_by`", &self.taken_by),
            ("`bootstrap`", &self.bootstrap),
        ] {
            if !self.roles.contains_key(role) {
                return Err(CatalogError::Inconsistent(format!(
                    "{what} is `{role}`, which is not among its roles"
                )));
            }
        }
        for m in &self.memberships {
            for role in [&m.role, &m.member] {
                if !self.roles.contains_key(role) {
                    return Err(CatalogError::Inconsistent(format!(
                        "a membership names role `{role}`, which is not among its roles"
                    )));
                }
            }
        }
        for (name, database) in &self.databases {
            database.check(name).map_err(CatalogError::Inconsistent)?;
        }
        Ok(())
    }
}
