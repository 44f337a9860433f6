//! What is there, rolled up per scope for people.

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Objects, Role, Schema, schema_path};
use crate::desired::{RoleConfig, RoleType, Wanted};
use crate::ground::kind::ObjectKind;
use crate::ground::map::Map;
use crate::ground::names::{DatabaseName, RoleName, SchemaName};
use crate::ground::ordered::sort;
use crate::ground::privilege::Privileges;
use crate::step::{At, Step, Target};

/// What the role holds at plan time.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrentState {
    /// The role's name.
    pub role: RoleName,
    /// True where the plan has something to do.
    pub requires_migration: bool,
    /// True where the role exists.
    pub exists: bool,
    /// Its attributes; empty where it does not exist.
    pub attributes: Map<String, AttributeValue>,
    /// The roles it is a member of, in byte order.
    pub memberships: Vec<RoleName>,
    /// By `database.schema`: every schema in scope, and every other one where it holds something.
    pub scope_states: Map<String, ScopeState>,
}

/// The value of one attribute.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeValue {
    /// `login: true`
    Flag(bool),
    /// `connection_limit: 5`
    Number(i32),
    /// `valid_until: infinity`
    Text(String),
}

impl From<bool> for AttributeValue {
    fn from(on: bool) -> Self {
        Self::Flag(on)
    }
}

impl From<String> for AttributeValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// What the role holds in one schema.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeState {
    /// Held on every table.
    pub bulk_privileges: Vec<String>,
    /// How many tables `ALL TABLES` covers.
    pub table_count: usize,
    /// `in-sync`, `out-of-sync/unprovisioned`, `out-of-sync/drifted` or `empty-schema`.
    pub status: String,
    /// Tables that differ from the others.
    pub exceptions: Exceptions,
}

/// Tables that differ from the others, each with the privileges in question.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    /// Desired, held on some tables, not on this one.
    pub missing: Map<String, Vec<String>>,
    /// Held on this table, not desired, not on every table.
    pub extra: Map<String, Vec<String>>,
}

impl CurrentState {
    pub(crate) fn new(config: &RoleConfig, catalog: &Catalog, steps: &[Step]) -> Self {
        let role = catalog.roles.get(&config.role_name);
        let mut memberships: Vec<_> = catalog
            .memberships
            .iter()
            .filter(|m| m.member == config.role_name)
            .map(|m| m.role.clone())
            .collect();
        memberships.dedup();
        Self {
            role: config.role_name.clone(),
            requires_migration: !steps.is_empty(),
            exists: role.is_some(),
            attributes: role.map(attributes).unwrap_or_default(),
            memberships,
            scope_states: scope_states(config, catalog, steps),
        }
    }
}

fn attributes(role: &Role) -> Map<String, AttributeValue> {
    let flags = [
        ("bypassrls", role.bypassrls),
        ("createdb", role.createdb),
        ("createrole", role.createrole),
        ("inherit", role.inherit),
        ("login", role.login),
        ("replication", role.replication),
        ("superuser", role.superuser),
    ];
    let mut map = Map::new();
    for (name, on) in flags {
        map.insert(name.to_owned(), on.into());
    }
    if let Some(limit) = role.connection_limit {
        map.insert("connection_limit".to_owned(), AttributeValue::Number(limit));
    }
    if let Some(until) = &role.valid_until {
        map.insert(
            "valid_until".to_owned(),
            AttributeValue::Text(until.clone()),
        );
    }
    map
}

/// Which databases and schemas the steps touch.
struct Touched<'a> {
    databases: Vec<&'a DatabaseName>,
    schemas: Vec<(&'a DatabaseName, &'a SchemaName)>,
}

fn touched(steps: &[Step]) -> Touched<'_> {
    let mut touched = Touched {
        databases: Vec::new(),
        schemas: Vec::new(),
    };
    for step in steps {
        let target = step.statement.target();
        match (target.map(|on| &on.at), &step.database) {
            (Some(At::Database(name)), _) => touched.databases.push(name),
            (Some(_), Some(database)) => {
                let schema = target.and_then(Target::schema);
                touched
                    .schemas
                    .extend(schema.map(|schema| (database, schema)));
            }
            _ => {}
        }
    }
    sort(&mut touched.databases);
    sort(&mut touched.schemas);
    touched
}

fn scope_states(config: &RoleConfig, catalog: &Catalog, steps: &[Step]) -> Map<String, ScopeState> {
    let mut states = Map::new();
    if config.role_type == RoleType::External {
        return states;
    }
    let wanted = Wanted::new(config, &catalog.server);
    let touched = touched(steps);
    for (database_name, database) in &catalog.databases {
        for (name, schema) in database.schemas() {
            let in_scope = config.covers(database_name, name);
            let wanted = wanted.on(ObjectKind::Table, database_name, name);
            let holds = Holdings::new(config, catalog, schema);
            if !in_scope && holds.nothing() {
                continue;
            }
            let changes = touched.databases.binary_search(&database_name).is_ok()
                || touched
                    .schemas
                    .binary_search(&(database_name, name))
                    .is_ok();
            let key = schema_path(database_name, name);
            states.insert(key, holds.state(wanted, changes));
        }
    }
    states
}

/// What the role holds in a schema by direct entries.
struct Holdings<'a> {
    /// The schema's tables, and what the role holds on each group.
    tables: Vec<(Objects<'a>, Privileges)>,
    elsewhere: bool,
}

impl<'a> Holdings<'a> {
    fn new(config: &RoleConfig, catalog: &'a Catalog, schema: &'a Schema) -> Self {
        let (role, server) = (&config.role_name, &catalog.server);
        let tables = schema.objects_of(ObjectKind::Table, server);
        let mut columns = schema.columns_with_table(server);
        Self {
            tables: tables
                .map(|on| (on.held_by(role), on))
                .map(|(held, on)| (on, held))
                .collect(),
            elsewhere: columns.any(|(_, on)| !on.held_by(role).is_empty())
                || !schema.object(server).held_by(role).is_empty(),
        }
    }

    fn nothing(&self) -> bool {
        !self.elsewhere && self.tables.iter().all(|(_, held)| held.is_empty())
    }

    fn state(&self, desired: Privileges, changes: bool) -> ScopeState {
        let held = || self.tables.iter().map(|(_, held)| *held);
        let table_count = self.tables.iter().map(|(on, _)| on.names.len()).sum();
        let bulk = held().reduce(Privileges::intersection).unwrap_or_default();
        let some = held().fold(Privileges::NONE, Privileges::union);
        let mut exceptions = Exceptions::default();
        for (on, held) in &self.tables {
            let missing = desired.intersection(some).minus(*held);
            let extra = held.minus(desired).minus(bulk);
            for name in on.names.iter() {
                if !missing.is_empty() {
                    exceptions
                        .missing
                        .insert(name.to_string(), missing.keywords());
                }
                if !extra.is_empty() {
                    exceptions.extra.insert(name.to_string(), extra.keywords());
                }
            }
        }
        let status = if table_count == 0 {
            "empty-schema"
        } else if !changes {
            "in-sync"
        } else if self.nothing() {
            "out-of-sync/unprovisioned"
        } else {
            "out-of-sync/drifted"
        };
        ScopeState {
            bulk_privileges: bulk.keywords(),
            table_count,
            status: status.to_owned(),
            exceptions,
        }
    }
}
