//! From catalog rows to a snapshot. The executor fetches rows; what they mean is decided here.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Acl, AclEntry, Catalog, ColumnAcl, Contents, Database, FORMAT, Grantee, Membership,
    ObjectGroup, RelationKind, Role, Schema, SequenceDefault,
};
use crate::ground::names::{ColumnName, DatabaseName, RelationName, RoleName, SchemaName};
use crate::ground::note::{Code, Note};
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::server::Server;

/// A PostgreSQL object identifier.
pub type Oid = u32;

/// One row of `aclexplode`: grantee 0 is PUBLIC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclRow {
    /// Who holds it.
    pub grantee: Oid,
    /// Who gave it.
    pub grantor: Oid,
    /// The keyword.
    pub privilege: String,
    /// WITH GRANT OPTION.
    pub grantable: bool,
}

/// One row of `pg_roles`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRow {
    /// `oid`; 10 is the bootstrap superuser.
    pub oid: Oid,
    /// `rolname`.
    pub name: String,
    /// The attributes.
    pub role: Role,
}

/// One row of `pg_auth_members`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipRow {
    /// `roleid`.
    pub role: Oid,
    /// `member`.
    pub member: Oid,
    /// `grantor`.
    pub grantor: Oid,
    /// `admin_option`.
    pub admin: bool,
    /// `inherit_option`; true before 16.
    pub inherit: bool,
    /// `set_option`; true before 16.
    pub set: bool,
}

/// One row of `pg_database`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseRow {
    /// `datname`.
    pub name: String,
    /// `datdba`.
    pub owner: Oid,
    /// `datacl`; `None` is NULL.
    pub acl: Option<Vec<AclRow>>,
    /// `datallowconn`.
    pub allow_connections: bool,
    /// `datistemplate`.
    pub is_template: bool,
    /// `datconnlimit`; -2 is an invalid database.
    pub connection_limit: i32,
    /// Roles that own or hold something in it, from `pg_shdepend`.
    pub dependents: Vec<Oid>,
}

/// What is read once a cluster, in one transaction of the maintenance database.
#[derive(Clone, Debug)]
pub struct ClusterRows {
    /// Identity and version.
    pub server: Server,
    /// `current_user`.
    pub taken_by: String,
    /// Roles.
    pub roles: Vec<RoleRow>,
    /// Memberships.
    pub memberships: Vec<MembershipRow>,
    /// Databases.
    pub databases: Vec<DatabaseRow>,
}

/// One row of `pg_namespace`.
#[derive(Clone, Debug)]
pub struct SchemaRow {
    /// `nspname`.
    pub name: String,
    /// `nspowner`.
    pub owner: Oid,
    /// `nspacl`.
    pub acl: Option<Vec<AclRow>>,
}

/// Objects of one schema that share kind, owner and ACL.
#[derive(Clone, Debug)]
pub struct ObjectRow {
    /// `nspname`.
    pub schema: String,
    /// `relkind`.
    pub kind: String,
    /// `relowner`.
    pub owner: Oid,
    /// `relacl`.
    pub acl: Option<Vec<AclRow>>,
    /// `relname`s.
    pub names: Vec<String>,
}

/// One column with an ACL.
#[derive(Clone, Debug)]
pub struct ColumnRow {
    /// `nspname`.
    pub schema: String,
    /// `relname`.
    pub relation: String,
    /// `attname`.
    pub column: String,
    /// `attacl`.
    pub acl: Vec<AclRow>,
}

/// One column whose default calls a sequence.
#[derive(Clone, Debug)]
pub struct DefaultRow {
    /// `nspname` of the table.
    pub schema: String,
    /// `relname` of the table.
    pub relation: String,
    /// `attname`.
    pub column: String,
    /// `nspname` of the sequence.
    pub sequence_schema: String,
    /// `relname` of the sequence.
    pub sequence: String,
}

/// Roles that hold privileges on one kind of object that no plan covers yet.
#[derive(Clone, Debug)]
pub struct UnplannedRow {
    /// In words, plural: `sequences`.
    pub kind: String,
    /// The roles.
    pub holders: Vec<Oid>,
}

/// What is read in each database, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct DatabaseRows {
    /// The database's own row as this transaction sees it: its owner and ACL. It wins over the
    /// cluster's, so that a read inside an open transaction sees that transaction's own GRANTs.
    pub own: Option<(Oid, Option<Vec<AclRow>>)>,
    /// Schemas.
    pub schemas: Vec<SchemaRow>,
    /// What stands in them, of every kind.
    pub objects: Vec<ObjectRow>,
    /// Columns.
    pub columns: Vec<ColumnRow>,
    /// Columns whose default calls a sequence.
    pub defaults: Vec<DefaultRow>,
    /// Who holds something that no plan covers.
    pub unplanned: Vec<UnplannedRow>,
}

/// Assembles a [`Catalog`].
#[derive(Clone, Debug)]
pub struct CatalogBuilder {
    catalog: Catalog,
    names: BTreeMap<Oid, RoleName>,
}

impl CatalogBuilder {
    /// Starts from the cluster's rows; no database has contents yet.
    pub fn new(rows: ClusterRows) -> Self {
        let names: BTreeMap<Oid, RoleName> = rows
            .roles
            .iter()
            .map(|r| (r.oid, RoleName::new(r.name.clone())))
            .collect();
        let name = |oid: Oid| name_of(&names, oid);
        let databases = rows
            .databases
            .into_iter()
            .map(|d| {
                let database = Database {
                    owner: name(d.owner),
                    acl: d.acl.map(|acl| build_acl(&names, acl)),
                    allow_connections: d.allow_connections,
                    is_template: d.is_template,
                    invalid: d.connection_limit == -2,
                    dependents: d.dependents.into_iter().map(name).collect(),
                    unreachable: None,
                    contents: None,
                };
                (DatabaseName::new(d.name), database)
            })
            .collect();
        let memberships = rows
            .memberships
            .into_iter()
            .map(|m| Membership {
                member: name(m.member),
                role: name(m.role),
                grantor: name(m.grantor),
                admin: m.admin,
                inherit: m.inherit,
                set: m.set,
            })
            .collect();
        let catalog = Catalog {
            format: FORMAT.to_owned(),
            resource: None,
            taken_at: None,
            server: rows.server,
            taken_by: RoleName::new(rows.taken_by),
            bootstrap: name(10),
            roles: rows
                .roles
                .into_iter()
                .map(|r| (RoleName::new(r.name), r.role))
                .collect(),
            memberships,
            databases,
            warnings: Vec::new(),
        };
        Self { catalog, names }
    }

    /// The cluster part as it stands, to ask which databases to read.
    pub fn cluster(&self) -> &Catalog {
        &self.catalog
    }

    /// Adds the contents of one database. Schemas of PostgreSQL's own are left out.
    pub fn database(&mut self, name: &DatabaseName, mut rows: DatabaseRows) {
        let names = &self.names;
        let own = rows.own.take();
        if let Some(database) = self.catalog.databases.get_mut(name) {
            database.contents = Some(build_contents(names, rows));
            database.unreachable = None;
            if let Some((owner, acl)) = own {
                database.owner = name_of(names, owner);
                database.acl = acl.map(|acl| build_acl(names, acl));
            }
        }
    }

    /// Notes that one database could not be read, and why; the snapshot stands all the same.
    pub fn unreachable(&mut self, name: &DatabaseName, why: &str) {
        if let Some(database) = self.catalog.databases.get_mut(name) {
            database.unreachable = Some(why.to_owned());
            self.catalog.warnings.push(Note::new(
                Code::DatabaseUnreachable,
                name.to_string(),
                format!("could not be read: {why}"),
                "plans that name it as a scope are refused; others go on without it",
            ));
        }
    }

    /// The finished snapshot, in canonical order.
    pub fn finish(mut self, taken_at: Option<String>) -> Catalog {
        self.catalog.taken_at = taken_at;
        self.catalog.normalise();
        self.catalog
    }
}

/// A dangling OID (its role is gone) keeps a name no role can be reached by: it is over 63 bytes.
fn name_of(names: &BTreeMap<Oid, RoleName>, oid: Oid) -> RoleName {
    names.get(&oid).cloned().unwrap_or_else(|| {
        RoleName::new(format!(
            "oid {oid}, which no role has any more (its role was dropped by hand)"
        ))
    })
}

fn build_contents(names: &BTreeMap<Oid, RoleName>, rows: DatabaseRows) -> Contents {
    let mut schemas: crate::ground::map::Map<SchemaName, Schema> = rows
        .schemas
        .into_iter()
        .map(|s| {
            let schema = Schema {
                owner: name_of(names, s.owner),
                acl: s.acl.map(|acl| build_acl(names, acl)),
                objects: Vec::new(),
                columns: Vec::new(),
                defaults: Vec::new(),
            };
            (SchemaName::new(s.name), schema)
        })
        .filter(|(name, _)| !name.is_system())
        .collect();
    for r in rows.objects {
        if let (Some(schema), Some(kind)) = (
            schemas.get_mut(r.schema.as_str()),
            RelationKind::from_relkind(&r.kind),
        ) {
            schema.objects.push(ObjectGroup {
                kind,
                owner: name_of(names, r.owner),
                acl: r.acl.map(|acl| build_acl(names, acl)),
                names: r.names.into_iter().map(RelationName::new).collect(),
            });
        }
    }
    for c in rows.columns {
        if let Some(schema) = schemas.get_mut(c.schema.as_str()) {
            schema.columns.push(ColumnAcl {
                relation: RelationName::new(c.relation),
                column: ColumnName::new(c.column),
                acl: build_acl(names, c.acl),
            });
        }
    }
    for d in rows.defaults {
        if let Some(schema) = schemas.get_mut(d.schema.as_str()) {
            let elsewhere = d.sequence_schema != d.schema;
            schema.defaults.push(SequenceDefault {
                relation: RelationName::new(d.relation),
                column: ColumnName::new(d.column),
                sequence_schema: elsewhere.then(|| SchemaName::new(d.sequence_schema)),
                sequence: RelationName::new(d.sequence),
            });
        }
    }
    let unplanned = rows.unplanned.into_iter().map(|row| {
        let holders = row.holders.into_iter().map(|oid| name_of(names, oid));
        (row.kind, holders.collect())
    });
    let unplanned = unplanned.collect();
    Contents { schemas, unplanned }
}

fn build_acl(names: &BTreeMap<Oid, RoleName>, rows: Vec<AclRow>) -> Acl {
    let mut entries: BTreeMap<(Oid, Oid), (Privileges, Privileges)> = BTreeMap::new();
    for row in rows {
        // A privilege this planner does not know (a later server's) is not one it may decide on.
        let Ok(p) = row.privilege.parse::<Privilege>() else {
            continue;
        };
        let (held, grantable) = entries.entry((row.grantee, row.grantor)).or_default();
        *held = held.union(Privileges::only(p));
        if row.grantable {
            *grantable = grantable.union(Privileges::only(p));
        }
    }
    let mut acl = Acl(entries
        .into_iter()
        .map(|((grantee, grantor), (privileges, grantable))| AclEntry {
            grantee: match grantee {
                0 => Grantee::Public,
                oid => Grantee::Role(name_of(names, oid)),
            },
            grantor: name_of(names, grantor),
            privileges,
            grantable,
        })
        .collect());
    acl.normalise();
    acl
}

impl Catalog {
    /// The databases a whole-cluster snapshot reads: every one a session can enter, templates aside.
    pub fn readable_databases(&self) -> BTreeSet<DatabaseName> {
        self.databases
            .iter()
            .filter(|(_, d)| d.can_be_read() && !d.is_template)
            .map(|(name, _)| name.clone())
            .collect()
    }
}
