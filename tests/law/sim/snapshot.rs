//! A [`World`] as the planner's [`Catalog`].

use std::collections::BTreeSet;

use planner::catalog::{
    self, AclEntry, Catalog, ColumnAcl, Contents, FORMAT, Grantee, ObjectGroup, SequenceDefault,
};
use planner::names::RoleName;
use planner::server::Server;

use super::acl::Acl;
use super::world::{BOOTSTRAP, Database, NOW, RoleId, Schema, World};

impl World {
    fn name(&self, role: RoleId) -> RoleName {
        RoleName::new(self.roles[role].name.clone())
    }

    fn acl(&self, acl: &Acl) -> catalog::Acl {
        let entries = acl.0.iter().map(|((grantee, grantor), held)| AclEntry {
            grantee: grantee.map_or(Grantee::Public, |g| Grantee::Role(self.name(g))),
            grantor: self.name(*grantor),
            privileges: held.privileges,
            grantable: held.options,
        });
        catalog::Acl(entries.collect())
    }

    /// The snapshot that the admin account would take.
    pub fn snapshot(&self) -> Catalog {
        let memberships = self.memberships.iter().map(|m| catalog::Membership {
            member: self.name(m.member),
            role: self.name(m.role),
            grantor: self.name(m.grantor),
            admin: m.admin,
            inherit: m.inherit,
            set: m.set,
        });
        let mut catalog = Catalog {
            format: FORMAT.to_owned(),
            resource: None,
            taken_at: Some(NOW.to_owned()),
            server: Server {
                version_num: self.major * 10_000 + 3,
                system_identifier: "7312345678901234567".to_owned(),
            },
            taken_by: self.name(self.admin),
            bootstrap: self.name(BOOTSTRAP),
            roles: self
                .roles
                .iter()
                .map(|r| (RoleName::new(r.name.clone()), r.attributes.clone()))
                .collect(),
            memberships: memberships.collect(),
            databases: self
                .databases
                .iter()
                .map(|d| (d.name.as_str().into(), self.database_facts(d)))
                .collect(),
            warnings: Vec::new(),
        };
        catalog.normalise();
        catalog
    }

    fn database_facts(&self, d: &Database) -> catalog::Database {
        let schemas = d
            .schemas
            .iter()
            .map(|s| (s.name.as_str().into(), self.schema_facts(d, s)));
        catalog::Database {
            owner: self.name(d.owner),
            acl: d.acl.as_ref().map(|a| self.acl(a)),
            allow_connections: d.allow_connections,
            is_template: d.is_template,
            invalid: d.invalid,
            dependents: self.dependents(d),
            unreachable: None,
            contents: d.read.then(|| Contents {
                unplanned: Default::default(),
                schemas: schemas.collect(),
            }),
        }
    }

    fn schema_facts(&self, d: &Database, s: &Schema) -> catalog::Schema {
        let group = |r: &super::Relation| ObjectGroup {
            kind: r.kind,
            owner: self.name(r.owner),
            acl: r.acl.as_ref().map(|a| self.acl(a)),
            names: vec![r.name.as_str().into()],
        };
        let columns = s.relations.iter().flat_map(|r| {
            r.columns
                .iter()
                .filter(|(_, acl)| !acl.0.is_empty())
                .map(|(name, acl)| ColumnAcl {
                    relation: r.name.as_str().into(),
                    column: name.as_str().into(),
                    acl: self.acl(acl),
                })
        });
        let defaults = s.relations.iter().flat_map(|r| {
            r.defaults.iter().map(|(column, to, sequence)| {
                let to = &d.schemas[*to];
                SequenceDefault {
                    relation: r.name.as_str().into(),
                    column: r.columns[*column].0.as_str().into(),
                    sequence_schema: (to.name != s.name).then(|| to.name.as_str().into()),
                    sequence: to.relations[*sequence].name.as_str().into(),
                }
            })
        });
        catalog::Schema {
            owner: self.name(s.owner),
            acl: s.acl.as_ref().map(|a| self.acl(a)),
            objects: s.relations.iter().map(group).collect(),
            columns: columns.collect(),
            defaults: defaults.collect(),
        }
    }

    /// The bootstrap superuser and predefined roles are pinned: `pg_shdepend` has none of them.
    fn dependents(&self, d: &Database) -> BTreeSet<RoleName> {
        let relations = d.schemas.iter().flat_map(|s| &s.relations);
        let owners = d
            .schemas
            .iter()
            .map(|s| s.owner)
            .chain(relations.clone().map(|r| r.owner));
        let schema_acls = d.schemas.iter().filter_map(|s| s.acl.as_ref());
        let acls = schema_acls
            .chain(relations.clone().filter_map(|r| r.acl.as_ref()))
            .chain(relations.flat_map(|r| r.columns.iter().map(|(_, acl)| acl)));
        let named = acls.flat_map(|a| {
            a.0.keys()
                .flat_map(|(to, by)| to.iter().copied().chain([*by]))
        });
        let pinned = if self.major >= 14 { 1 } else { 0 };
        owners
            .chain(named)
            .filter(|r| *r > pinned)
            .map(|r| self.name(r))
            .collect()
    }
}
