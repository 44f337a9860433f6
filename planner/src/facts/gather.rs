//! The walk over a snapshot that finds the facts a plan of one role reads, in their order.

use std::borrow::Cow;

use super::fact::{Attributes, Entry, Fact, Public, RoleState};
use super::field::Field;
use crate::catalog::{Acl, Catalog, Database, Schema};
use crate::desired::{RoleConfig, RoleType};
use crate::ground::names::{DatabaseName, SchemaName};
use crate::ground::ordered::{Groups, sort};
use crate::ground::privilege::Privileges;

struct Gather<'a> {
    config: &'a RoleConfig,
    catalog: &'a Catalog,
    text: String,
}

/// The facts of the snapshot that a plan of this role reads, in the encoding of this module.
pub fn facts(config: &RoleConfig, catalog: &Catalog) -> String {
    let mut gather = Gather {
        config,
        catalog,
        text: String::new(),
    };
    gather.cluster();
    if config.role_type == RoleType::Managed {
        for (name, database) in &catalog.databases {
            gather.database(name, database);
        }
    }
    gather.text
}

fn encoded(field: &impl Field) -> String {
    let mut text = String::new();
    field.write(&mut text);
    text
}

impl<'a> Gather<'a> {
    fn add(&mut self, fact: &Fact<'_>) {
        fact.write(&mut self.text);
    }

    /// The role's own entries.
    fn entries<'b>(&self, acl: &'b Acl) -> Vec<Entry<'b>>
    where
        'a: 'b,
    {
        let own = acl.of(&self.config.role_name).map(|entry| Entry {
            grantor: Cow::Borrowed(&entry.grantor),
            privileges: entry.privileges,
            grantable: entry.grantable,
        });
        own.collect()
    }

    fn cluster(&mut self) {
        let (config, catalog) = (self.config, self.catalog);
        self.add(&Fact::Cluster {
            resource: Cow::Borrowed(&config.resource),
            system_identifier: Cow::Borrowed(&catalog.server.system_identifier),
            major: catalog.server.major(),
        });
        let role = catalog.roles.get(&config.role_name);
        self.add(&Fact::Role {
            name: Cow::Borrowed(&config.role_name),
            state: role.map(|role| RoleState {
                attributes: Attributes::of(role),
                connection_limit: role.connection_limit,
                valid_until: role.valid_until.as_deref().map(Cow::Borrowed),
            }),
        });
        let all = catalog.memberships.iter();
        for m in all.filter(|m| m.member == config.role_name) {
            self.add(&Fact::Membership {
                role: Cow::Borrowed(&m.role),
                grantor: Cow::Borrowed(&m.grantor),
                admin: m.admin,
                inherit: m.inherit,
                set: m.set,
            });
        }
        if let Some(source) = &config.source_role {
            self.add(&Fact::Source {
                name: Cow::Borrowed(source),
                exists: catalog.roles.contains_key(source),
            });
        }
    }

    fn database(&mut self, name: &DatabaseName, database: &Database) {
        let in_scope = self.config.scopes.iter().any(|s| &s.database == name);
        if !in_scope && !self.config.reads_current_privileges() {
            return;
        }
        let object = database.object(&self.catalog.server);
        let entries = self.entries(&object.acl);
        if in_scope || !entries.is_empty() {
            self.add(&Fact::Database {
                name: Cow::Borrowed(name),
                owner: Cow::Borrowed(&database.owner),
                entries,
                public: Public(in_scope.then(|| object.acl.public())),
            });
        }
        for (schema_name, schema) in database.schemas() {
            self.schema(name, schema_name, schema);
        }
    }

    fn schema(&mut self, database: &DatabaseName, name: &SchemaName, schema: &Schema) {
        let in_scope = self.config.covers(database, name);
        if !in_scope && !self.config.reads_current_privileges() {
            return;
        }
        let object = schema.object(&self.catalog.server);
        let entries = self.entries(&object.acl);
        if in_scope || !entries.is_empty() {
            self.add(&Fact::Schema {
                database: Cow::Borrowed(database),
                name: Cow::Borrowed(name),
                owner: Cow::Borrowed(&schema.owner),
                entries,
                public: Public(in_scope.then(|| object.acl.public())),
            });
        }
        self.objects(database, name, schema, in_scope);
        for column in &schema.columns {
            let entries = self.entries(&column.acl);
            if !entries.is_empty() {
                self.add(&Fact::Column {
                    database: Cow::Borrowed(database),
                    schema: Cow::Borrowed(name),
                    relation: Cow::Borrowed(&column.relation),
                    column: Cow::Borrowed(&column.column),
                    entries,
                });
            }
        }
    }

    fn objects(
        &mut self,
        database: &DatabaseName,
        name: &SchemaName,
        schema: &Schema,
        in_scope: bool,
    ) {
        // Groups that differ only in what other roles hold are one here. Their order is that of
        // the text, which a checksum has fixed.
        let mut merged = Groups::new();
        for group in &schema.objects {
            let objects = group.objects(&self.catalog.server);
            let entries = self.entries(&objects.acl);
            if !in_scope && entries.is_empty() {
                continue;
            }
            let public = match in_scope {
                true => objects.acl.public().keywords().join(" "),
                false => String::new(),
            };
            let key = (group.kind, &group.owner, encoded(&entries), public);
            merged.extend(key, [objects]);
        }
        for ((kind, owner, ..), alike) in merged {
            let Some(first) = alike.first() else {
                continue;
            };
            let names = alike.iter().flat_map(|objects| objects.names.iter());
            let mut names: Vec<_> = names.collect();
            sort(&mut names);
            let public = match in_scope {
                true => first.acl.public(),
                false => Privileges::NONE,
            };
            self.add(&Fact::Objects {
                database: Cow::Borrowed(database),
                schema: Cow::Borrowed(name),
                kind: Cow::Borrowed(kind.word()),
                owner: Cow::Borrowed(owner),
                entries: self.entries(&first.acl),
                public,
                names: names.into_iter().map(Cow::Borrowed).collect(),
            });
        }
    }
}
