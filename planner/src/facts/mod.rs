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

use crate::catalog::{Acl, Catalog, Database, Role, Schema};
use crate::desired::{RoleConfig, RoleType};
use crate::ground::names::{DatabaseName, RelationName, SchemaName};
use crate::ground::ordered::{Groups, sort};
use crate::ground::privilege::Privileges;

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
    if config.role_type() == RoleType::Managed {
        for (name, database) in &catalog.databases {
            facts.database(name, database);
        }
    }
    facts.text
}

/// One line, written part by part: there are as many parts as relations.
struct Line<'a>(&'a mut String);

impl Line<'_> {
    fn new<'a>(text: &'a mut String, kind: &str) -> Line<'a> {
        text.push('[');
        push_string(text, kind);
        Line(text)
    }

    fn text(self, value: &str) -> Self {
        self.0.push(',');
        push_string(self.0, value);
        self
    }

    /// `null`, a number, `true`, or what is encoded already.
    fn raw(self, value: &str) -> Self {
        self.0.push(',');
        self.0.push_str(value);
        self
    }

    fn flag(self, value: bool) -> Self {
        self.raw(if value { "true" } else { "false" })
    }

    fn names(self, names: Vec<&RelationName>) -> Self {
        self.0.push_str(",[");
        for (index, name) in names.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            push_string(self.0, name.as_str());
        }
        self.0.push(']');
        self
    }

    fn end(self) {
        self.0.push_str("]\n");
    }
}

/// As `serde_json` writes it; names without anything to escape, nearly all, are copied.
fn push_string(text: &mut String, value: &str) {
    if value.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        text.push('"');
        text.push_str(value);
        text.push('"');
    } else {
        // Every string can be written.
        text.push_str(&serde_json::to_string(value).unwrap_or_default());
    }
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

const NO_ENTRIES: &str = "[]";

impl Facts<'_> {
    fn line(&mut self, kind: &str) -> Line<'_> {
        Line::new(&mut self.text, kind)
    }

    /// The role's own entries, encoded.
    fn entries(&self, acl: &Acl) -> String {
        let mut text = String::new();
        for entry in acl.of(&self.config.role_name) {
            text.push_str(if text.is_empty() { "[[" } else { ",[" });
            push_string(&mut text, entry.grantor.as_str());
            for set in [entry.privileges, entry.grantable] {
                text.push(',');
                push_string(&mut text, &words(set));
            }
            text.push(']');
        }
        match text.is_empty() {
            true => NO_ENTRIES.to_owned(),
            false => text + "]",
        }
    }

    fn cluster(&mut self) {
        let (config, catalog) = (self.config, self.catalog);
        let server = &catalog.server;
        self.line("rolewright/state/1")
            .text(config.resource().as_str())
            .text(&server.system_identifier)
            .raw(&server.major().to_string())
            .end();
        let role = catalog.roles.get(&config.role_name);
        let line = self
            .line("role")
            .text(config.role_name.as_str())
            .flag(role.is_some());
        match role {
            None => line.end(),
            Some(role) => {
                let limit = role.connection_limit.map(|limit| limit.to_string());
                let line = line
                    .text(&attributes(role))
                    .raw(limit.as_deref().unwrap_or("null"));
                match &role.valid_until {
                    Some(until) => line.text(until).end(),
                    None => line.raw("null").end(),
                }
            }
        }
        let all = catalog.memberships.iter();
        for m in all.filter(|m| m.member == config.role_name) {
            self.line("membership")
                .text(m.role.as_str())
                .text(m.grantor.as_str())
                .flag(m.admin)
                .flag(m.inherit)
                .flag(m.set)
                .end();
        }
        if let Some(source) = config.source_role() {
            self.line("source")
                .text(source.as_str())
                .flag(catalog.roles.contains_key(source))
                .end();
        }
    }

    /// A database, a schema or a column: what names it, its owner, the role's entries, PUBLIC's.
    fn object(&mut self, kind: &str, path: &[&str], entries: &str, public: Option<Privileges>) {
        if entries == NO_ENTRIES && public.is_none() {
            return;
        }
        let mut line = self.line(kind);
        for part in path {
            line = line.text(part);
        }
        let line = line.raw(entries);
        match public {
            Some(public) => line.text(&words(public)).end(),
            None => line.end(),
        }
    }

    fn database(&mut self, name: &DatabaseName, database: &Database) {
        let in_scope = self.config.scopes().iter().any(|s| &s.database == name);
        if !in_scope && !self.config.reads_current_privileges() {
            return;
        }
        let object = database.object(&self.catalog.server);
        let entries = self.entries(&object.acl);
        let public = in_scope.then(|| object.acl.public());
        let path = [name.as_str(), database.owner.as_str()];
        self.object("database", &path, &entries, public);
        for (schema_name, schema) in database.contents.iter().flat_map(|c| &c.schemas) {
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
        let public = in_scope.then(|| object.acl.public());
        let path = [database.as_str(), name.as_str(), schema.owner.as_str()];
        self.object("schema", &path, &entries, public);
        self.relations(database, name, schema, in_scope);
        for column in &schema.columns {
            let path = [
                database.as_str(),
                name.as_str(),
                column.relation.as_str(),
                column.column.as_str(),
            ];
            let entries = self.entries(&column.acl);
            self.object("column", &path, &entries, None);
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
        let mut merged = Groups::new();
        for group in &schema.objects {
            let acl = group.objects(&self.catalog.server).acl;
            let entries = self.entries(&acl);
            if !in_scope && entries == NO_ENTRIES {
                continue;
            }
            let public = match in_scope {
                true => words(acl.public()),
                false => String::new(),
            };
            let key = (group.kind, &group.owner, entries, public);
            merged.extend(key, &group.names);
        }
        for ((kind, owner, entries, public), mut names) in merged {
            sort(&mut names);
            self.line("relations")
                .text(database.as_str())
                .text(name.as_str())
                .text(kind.word())
                .text(owner.as_str())
                .raw(&entries)
                .text(&public)
                .names(names)
                .end();
        }
    }
}
