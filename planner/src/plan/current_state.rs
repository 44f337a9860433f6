//! What is there, rolled up per scope for people.

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Objects, Role, Schema, schema_path};
use crate::desired::{Needs, RoleConfig, RoleType, Wanted};
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
    /// Other kinds of object, by their plural (`sequences`), where the role wants or holds something
    /// of theirs.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub objects: Map<String, ObjectsState>,
}

/// What the role holds on the objects of one kind in one schema.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectsState {
    /// How many there are.
    pub count: usize,
    /// Held on every one.
    pub bulk_privileges: Vec<String>,
    /// Those that differ from the others.
    pub exceptions: Exceptions,
}

/// Objects that differ from the others, each with the privileges in question.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    /// Desired, held on some, not on this one.
    pub missing: Map<String, Vec<String>>,
    /// Held on this one, not desired, not on every one.
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
    if config.role_type() == RoleType::External {
        return states;
    }
    let wanted = Wanted::new(config, &catalog.server);
    let touched = touched(steps);
    for (database_name, database) in &catalog.databases {
        let needs = Needs::new(&wanted, database_name, database);
        for (name, schema) in database.schemas() {
            let holdings = ObjectKind::in_schemas()
                .map(|kind| {
                    let by_scope = wanted.on(kind, database_name, name);
                    let objects = schema.objects_of(kind, &catalog.server);
                    let groups = objects.flat_map(|on| needs.split(name, on, by_scope));
                    Holdings::new(kind, &config.role_name, groups)
                })
                .collect();
            let holds = SchemaHoldings {
                by_kind: holdings,
                elsewhere: elsewhere(config, catalog, schema),
            };
            let wants = holds.by_kind.iter().any(Holdings::matters);
            if !config.covers(database_name, name) && holds.nothing() && !wants {
                continue;
            }
            let changes = touched.databases.binary_search(&database_name).is_ok()
                || touched
                    .schemas
                    .binary_search(&(database_name, name))
                    .is_ok();
            states.insert(schema_path(database_name, name), holds.state(changes));
        }
    }
    states
}

/// True where the role holds something on the schema itself or on a column.
fn elsewhere(config: &RoleConfig, catalog: &Catalog, schema: &Schema) -> bool {
    let (role, server) = (&config.role_name, &catalog.server);
    let mut columns = schema.columns_with_table(server);
    columns.any(|(_, on)| !on.held_by(role).is_empty())
        || !schema.object(server).held_by(role).is_empty()
}

/// What the role holds on one kind of object in a schema, by direct entries.
struct Holdings<'a> {
    kind: ObjectKind,
    groups: Vec<Group<'a>>,
}

struct Group<'a> {
    on: Objects<'a>,
    wanted: Privileges,
    held: Privileges,
}

impl<'a> Holdings<'a> {
    fn new(
        kind: ObjectKind,
        role: &RoleName,
        objects: impl Iterator<Item = (Objects<'a>, Privileges)>,
    ) -> Self {
        let group = |(on, wanted): (Objects<'a>, Privileges)| Group {
            held: on.held_by(role),
            on,
            wanted,
        };
        Self {
            kind,
            groups: objects.map(group).collect(),
        }
    }

    fn nothing(&self) -> bool {
        self.groups.iter().all(|group| group.held.is_empty())
    }

    /// True where something is wanted or held.
    fn matters(&self) -> bool {
        self.groups
            .iter()
            .any(|group| !group.wanted.union(group.held).is_empty())
    }

    fn state(&self) -> ObjectsState {
        let held = || self.groups.iter().map(|group| group.held);
        let bulk = held().reduce(Privileges::intersection).unwrap_or_default();
        let some = held().fold(Privileges::NONE, Privileges::union);
        let mut exceptions = Exceptions::default();
        for Group { on, wanted, held } in &self.groups {
            let missing = wanted.intersection(some).minus(*held);
            let extra = held.minus(*wanted).minus(bulk);
            for (privileges, list) in [
                (missing, &mut exceptions.missing),
                (extra, &mut exceptions.extra),
            ] {
                if !privileges.is_empty() {
                    let names = on.names.iter();
                    list.extend(names.map(|name| (name.to_string(), privileges.keywords())));
                }
            }
        }
        ObjectsState {
            count: self.groups.iter().map(|group| group.on.names.len()).sum(),
            bulk_privileges: bulk.keywords(),
            exceptions,
        }
    }
}

/// What the role holds in one schema.
struct SchemaHoldings<'a> {
    by_kind: Vec<Holdings<'a>>,
    elsewhere: bool,
}

impl SchemaHoldings<'_> {
    fn nothing(&self) -> bool {
        !self.elsewhere && self.by_kind.iter().all(Holdings::nothing)
    }

    /// The reference document's keys are about tables; the other kinds stand beside them.
    fn state(&self, changes: bool) -> ScopeState {
        let mut tables = None;
        let mut objects = Map::new();
        for holdings in &self.by_kind {
            if holdings.kind == ObjectKind::Table {
                tables = Some(holdings.state());
            } else if holdings.matters() {
                let plural = holdings.kind.row().plural.to_owned();
                objects.insert(plural, holdings.state());
            }
        }
        let (table_count, bulk_privileges, exceptions) = tables
            .map(|tables| (tables.count, tables.bulk_privileges, tables.exceptions))
            .unwrap_or_default();
        let status = if table_count == 0 && objects.is_empty() {
            "empty-schema"
        } else if !changes {
            "in-sync"
        } else if self.nothing() {
            "out-of-sync/unprovisioned"
        } else {
            "out-of-sync/drifted"
        };
        ScopeState {
            bulk_privileges,
            table_count,
            status: status.to_owned(),
            exceptions,
            objects,
        }
    }
}
