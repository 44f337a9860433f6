//! The walk over a snapshot that finds the facts a plan of one role reads, in their order.

use std::borrow::Cow;

use super::fact::{Attributes, Entry, Fact, Public, RoleState};
use super::field::Field;
use crate::catalog::{Acl, Catalog, Database, Schema};
use crate::desired::{Needs, RoleConfig, RoleType, Wanted};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RoleName, SchemaName};
use crate::ground::ordered::{Groups, merge};
use crate::ground::privilege::{Privilege, Privileges};

/// What is desired in one database.
struct Wants<'a> {
    wanted: Wanted<'a>,
    needs: Needs<'a>,
}

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
    if config.role_type() == RoleType::Managed {
        gather.logins();
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
            resource: Cow::Borrowed(config.resource()),
            system_identifier: Cow::Borrowed(&catalog.server.system_identifier),
            major: catalog.server.major(),
        });
        self.add(&Fact::Role {
            name: Cow::Borrowed(&config.role_name),
            state: self.state(&config.role_name),
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
        if let Some(source) = config.source_role() {
            self.add(&Fact::Source {
                name: Cow::Borrowed(source),
                exists: catalog.roles.contains_key(source),
            });
        }
    }

    /// What a role is like, where it exists.
    fn state(&self, role: &RoleName) -> Option<RoleState<'a>> {
        self.catalog.roles.get(role).map(|role| RoleState {
            attributes: Attributes::of(role),
            connection_limit: role.connection_limit,
            valid_until: role.valid_until.as_deref().map(Cow::Borrowed),
        })
    }

    /// Who logs in for the role, where there are to be two, or were.
    fn logins(&mut self) {
        let (config, catalog) = (self.config, self.catalog);
        let there = |name: &RoleName| catalog.roles.get(name);
        let names = config.login_names();
        if !config.has_two_logins() && names.iter().all(|name| there(name).is_none()) {
            return;
        }
        for name in &names {
            self.add(&Fact::Login {
                name: Cow::Borrowed(name),
                state: self.state(name),
            });
            for m in catalog.memberships.iter().filter(|m| &m.member == name) {
                self.add(&Fact::LoginMembership {
                    login: Cow::Borrowed(name),
                    role: Cow::Borrowed(&m.role),
                    grantor: Cow::Borrowed(&m.grantor),
                    admin: m.admin,
                    inherit: m.inherit,
                    set: m.set,
                });
            }
        }
        for name in &config.sign_in_names() {
            if there(name).is_some_and(|role| role.expired) {
                self.add(&Fact::Over {
                    name: Cow::Borrowed(name),
                });
            }
        }
    }

    fn database(&mut self, name: &DatabaseName, database: &Database) {
        let in_scope = self.config.has_scope_in(name);
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
        let wanted = Wanted::new(self.config, &self.catalog.server);
        let wants = Wants {
            needs: Needs::new(&wanted, name, database),
            wanted,
        };
        for (schema_name, schema) in database.schemas() {
            self.schema(name, schema_name, schema, &wants);
        }
    }

    fn schema(
        &mut self,
        database: &DatabaseName,
        name: &SchemaName,
        schema: &Schema,
        wants: &Wants<'_>,
    ) {
        let in_scope = self.config.covers(database, name);
        let needed = wants.needs.any_in(name);
        if !in_scope && !needed && !self.config.reads_current_privileges() {
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
        self.objects(database, name, schema, wants);
        let on_tables = wants.wanted.on(ObjectKind::Table, database, name);
        let inserts = on_tables.contains(Privilege::Insert);
        for by in schema.defaults.iter().filter(|_| inserts) {
            self.add(&Fact::Default {
                database: Cow::Borrowed(database),
                schema: Cow::Borrowed(name),
                relation: Cow::Borrowed(&by.relation),
                column: Cow::Borrowed(&by.column),
                sequence_schema: Cow::Borrowed(by.sequence_schema.as_ref().unwrap_or(name)),
                sequence: Cow::Borrowed(&by.sequence),
            });
        }
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
        wants: &Wants<'_>,
    ) {
        let in_scope = self.config.covers(database, name);
        // Groups that differ only in what other roles hold are one here. Their order is that of
        // the text, which a checksum has fixed.
        let mut merged = Groups::new();
        let all = schema.objects.iter().flat_map(|group| {
            let objects = group.objects(&self.catalog.server);
            let by_scope = match in_scope {
                true => wants.wanted.in_scope(objects.kind),
                false => Privileges::NONE,
            };
            let parts = wants.needs.split(name, objects, by_scope);
            parts.map(move |part| (group, part))
        });
        for (group, (objects, desired)) in all {
            let entries = self.entries(&objects.acl);
            let of_scope = in_scope && objects.kind == ObjectKind::Table;
            if !of_scope && desired.is_empty() && entries.is_empty() {
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
            let names = merge(alike.iter().map(|objects| objects.names.iter().collect()));
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
