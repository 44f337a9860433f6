//! The state a plan was made from, as text; its SHA-256 is the `state_checksum`.
//!
//! # Encoding
//!
//! One JSON array a line, each ended by `\n`, no spaces, in the order given here. The first item
//! names the kind of fact. A set of privileges is its keywords in byte order joined by a space.
//!
//! ```text
//! ["rolewright/state/1", resource, system_identifier, major version]
//! ["role", name, exists, "superuser inherit createrole createdb login replication bypassrls", connection limit, valid until]
//! ["membership", role, grantor, admin, inherit, set]            each of this role's, sorted
//! ["source", name, exists]                                      external roles
//! ["database", name, owner, entries, public]                    where it has a scope or an entry
//! ["schema", database, name, owner, entries, public]
//! ["relations", database, schema, kind, owner, entries, public, [names…]]
//! ["column", database, schema, relation, column, entries]
//! ```
//!
//! `entries` are the direct ACL entries of this role alone, `[[grantor, privileges, grantable]…]`,
//! and `public` is what PUBLIC holds; both after a NULL ACL was replaced by the built-in default, so
//! that a GRANT to another role, which makes a default explicit, changes nothing here. Outside of
//! the scopes only objects with an entry of this role appear, and without `public`. Relations that
//! agree in everything stand in one line, names in byte order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::catalog::{Acl, Catalog, RelationKind, Role, Schema, effective};
use crate::desired::{RoleConfig, RoleType};
use crate::names::{DatabaseName, RelationName, RoleName, SchemaName};
use crate::privilege::{ObjectKind, Privileges};

struct Facts<'a> {
    config: &'a RoleConfig,
    catalog: &'a Catalog,
    text: String,
}

/// The facts of the snapshot that a plan of this role reads, in the encoding above.
pub fn facts(config: &RoleConfig, catalog: &Catalog) -> String {
    let mut facts = Facts {
        config,
        catalog,
        text: String::new(),
    };
    facts.cluster();
    if config.role_type == RoleType::Managed {
        for (name, database) in &catalog.databases {
            facts.database(name, database);
        }
    }
    facts.text
}

/// The set as one string.
fn words(privileges: Privileges) -> String {
    privileges.keywords().join(" ")
}

fn attributes(role: &Role) -> String {
    let flags = [
        (role.superuser, "superuser"),
        (role.inherit, "inherit"),
        (role.createrole, "createrole"),
        (role.createdb, "createdb"),
        (role.login, "login"),
        (role.replication, "replication"),
        (role.bypassrls, "bypassrls"),
    ];
    let on: Vec<_> = flags
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, word)| word)
        .collect();
    on.join(" ")
}

impl Facts<'_> {
    fn push(&mut self, line: &Value) {
        self.text.push_str(&line.to_string());
        self.text.push('\n');
    }

    fn role(&self) -> &RoleName {
        &self.config.role_name
    }

    fn entries(&self, acl: &Acl) -> Vec<Value> {
        acl.of(self.role())
            .map(|e| json!([e.grantor, words(e.privileges), words(e.grantable)]))
            .collect()
    }

    fn cluster(&mut self) {
        let server = &self.catalog.server;
        self.push(&json!([
            "rolewright/state/1",
            self.config.resource,
            server.system_identifier,
            server.major()
        ]));
        let role = self.catalog.roles.get(self.role());
        let line = match role {
            None => json!(["role", self.role(), false]),
            Some(r) => {
                json!([
                    "role",
                    self.role(),
                    true,
                    attributes(r),
                    r.connection_limit,
                    r.valid_until
                ])
            }
        };
        self.push(&line);
        let (config, catalog) = (self.config, self.catalog);
        for m in catalog
            .memberships
            .iter()
            .filter(|m| m.member == config.role_name)
        {
            let line = json!(["membership", m.role, m.grantor, m.admin, m.inherit, m.set]);
            self.push(&line);
        }
        if let Some(source) = &self.config.source_role {
            let line = json!(["source", source, self.catalog.roles.contains_key(source)]);
            self.push(&line);
        }
    }

    fn database(&mut self, name: &DatabaseName, database: &crate::catalog::Database) {
        let in_scope = self.config.scopes.iter().any(|s| &s.database == name);
        if !in_scope && !self.config.reads_current_privileges() {
            return;
        }
        let acl = effective(
            database.acl.as_ref(),
            ObjectKind::Database,
            &database.owner,
            &self.catalog.server,
        );
        let entries = self.entries(&acl);
        if in_scope {
            let public = words(acl.public());
            self.push(&json!(["database", name, database.owner, entries, public]));
        } else if !entries.is_empty() {
            self.push(&json!(["database", name, database.owner, entries]));
        }
        for (schema_name, schema) in database.contents.iter().flat_map(|c| &c.schemas) {
            self.schema(name, schema_name, schema);
        }
    }

    fn schema(&mut self, database: &DatabaseName, name: &SchemaName, schema: &Schema) {
        let in_scope = self.config.covers(database, name);
        if !in_scope && !self.config.reads_current_privileges() {
            return;
        }
        let server = &self.catalog.server;
        let acl = effective(
            schema.acl.as_ref(),
            ObjectKind::Schema,
            &schema.owner,
            server,
        );
        let entries = self.entries(&acl);
        if in_scope {
            let public = words(acl.public());
            self.push(&json!([
                "schema",
                database,
                name,
                schema.owner,
                entries,
                public
            ]));
        } else if !entries.is_empty() {
            self.push(&json!(["schema", database, name, schema.owner, entries]));
        }
        self.relations(database, name, schema, in_scope);
        for column in &schema.columns {
            let entries = self.entries(&column.acl);
            if !entries.is_empty() {
                let line = json!([
                    "column",
                    database,
                    name,
                    column.relation,
                    column.column,
                    entries
                ]);
                self.push(&line);
            }
        }
    }

    fn relations(
        &mut self,
        database: &DatabaseName,
        name: &SchemaName,
        schema: &Schema,
        in_scope: bool,
    ) {
        // Groups that differ only in what other roles hold are one here.
        type Key<'k> = (RelationKind, &'k RoleName, String, String);
        let mut merged: BTreeMap<Key<'_>, Vec<&RelationName>> = BTreeMap::new();
        for group in &schema.relations {
            let acl = effective(
                group.acl.as_ref(),
                ObjectKind::Relation,
                &group.owner,
                &self.catalog.server,
            );
            let entries = self.entries(&acl);
            if !in_scope && entries.is_empty() {
                continue;
            }
            let public = if in_scope {
                words(acl.public())
            } else {
                String::new()
            };
            let key = (
                group.kind,
                &group.owner,
                Value::from(entries).to_string(),
                public,
            );
            merged.entry(key).or_default().extend(&group.names);
        }
        let place = (json!(database).to_string(), json!(name).to_string());
        for ((kind, owner, entries, public), mut names) in merged {
            names.sort_unstable();
            // Written by hand where it counts: names by the ten thousand, entries encoded already.
            let text = &mut self.text;
            text.push_str("[\"relations\",");
            for part in [
                &place.0,
                &place.1,
                &json!(kind).to_string(),
                &json!(owner).to_string(),
            ] {
                text.push_str(part);
                text.push(',');
            }
            text.push_str(&entries);
            text.push(',');
            text.push_str(&json!(public).to_string());
            text.push_str(",[");
            for (index, relation) in names.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                push_json_string(text, relation.as_str());
            }
            text.push_str("]]\n");
        }
    }
}

/// As `serde_json` writes it; names without anything to escape, nearly all, are copied.
fn push_json_string(text: &mut String, value: &str) {
    if value.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        text.push('"');
        text.push_str(value);
        text.push('"');
    } else {
        text.push_str(&json!(value).to_string());
    }
}
