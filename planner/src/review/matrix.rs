//! What changes: scope × privilege, before and after.

use serde::Serialize;

use crate::access::RoleGraph;
use crate::catalog::{Catalog, Database, Grantee, Objects, Schema};
use crate::desired::{NEEDED, Needs, RoleConfig, Wanted};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RoleName, SchemaName};
use crate::ground::privilege::{Privilege, Privileges};
use crate::outcome::predefined;

/// What changes: a row for each database and schema that is in scope or where the role holds
/// something of its own.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The privileges that occur, doors first: CONNECT, …, USAGE, SELECT, …
    pub privileges: Vec<String>,
    /// Databases in byte order, each before its schemas.
    pub rows: Vec<MatrixRow>,
}

/// One database, or one schema with its relations.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// Its database.
    pub database: DatabaseName,
    /// Absent: the row is about the database itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaName>,
    /// Absent: the row is about the database, or about the schema and its tables; else about this
    /// kind of object in the schema, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A scope of the item covers it.
    pub in_scope: bool,
    /// Tables in the schema, or objects of the row's kind.
    pub relations: usize,
    /// On how many columns the role holds something of its own; absent where on none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<ColumnGrants>,
    /// As long as `privileges`; null where the object does not take the privilege.
    pub cells: Vec<Option<MatrixCell>>,
}

/// One privilege on one row's objects.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// Asked for by the item.
    pub desired: bool,
    /// Now.
    pub before: Holding,
    /// Once the plan is applied.
    pub after: Holding,
}

/// Columns with an entry of the role's own.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnGrants {
    /// Now.
    pub before: usize,
    /// Once the plan is applied.
    pub after: usize,
}

/// How far a privilege is held.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// On how many objects by entries of the role's own.
    pub direct: usize,
    /// Of how many: 1 for a database or a schema itself, else the objects that the row is about.
    pub of: usize,
    /// Other ways it reaches at least one of them: `PUBLIC`, `role x`, `owner`, `superuser`.
    pub via: Vec<String>,
}

/// One side: the catalog before or after.
struct Side<'a> {
    catalog: &'a Catalog,
    role: &'a RoleName,
    superuser: bool,
    inherited: Vec<&'a RoleName>,
}

/// What one side says of one row: by privilege.
type Holdings = Vec<(Privilege, Holding)>;

impl Matrix {
    /// Compares two catalogs for one role.
    pub fn new(config: &RoleConfig, before: &Catalog, after: &Catalog) -> Self {
        let graphs = (RoleGraph::new(before), RoleGraph::new(after));
        let sides = (
            Side::new(before, &config.role_name, &graphs.0),
            Side::new(after, &config.role_name, &graphs.1),
        );
        let wanted = Wanted::new(config, &before.server);
        let mut rows = Vec::new();
        for (name, database) in &before.databases {
            // A plan makes and drops no objects: both sides have the same.
            let Some(then) = after.databases.get(name) else {
                continue;
            };
            let scoped = config.has_scope_in(name);
            let doors = wanted.on_database(name);
            let subject = Subject {
                database: name,
                schema: None,
                kind: None,
                in_scope: scoped,
                relations: 0,
                columns: None,
            };
            let pair = (sides.0.database(database), sides.1.database(then));
            rows.extend(row(&subject, doors, pair));
            let needs = Needs::new(&wanted, name, database);
            let later = |schema| then.schemas().find(|(name, _)| *name == schema);
            for (schema_name, schema) in database.schemas() {
                let Some((_, later)) = later(schema_name) else {
                    continue;
                };
                for kind in ObjectKind::in_schemas() {
                    let tables = kind == ObjectKind::Table;
                    let columns = ColumnGrants {
                        before: sides.0.columns(schema),
                        after: sides.1.columns(later),
                    };
                    let subject = Subject {
                        database: name,
                        schema: Some(schema_name),
                        kind: (!tables).then_some(kind),
                        in_scope: config.covers(name, schema_name),
                        relations: schema.count(kind),
                        columns: Some(columns).filter(|c| tables && c.before + c.after > 0),
                    };
                    let mut desired = wanted.on(kind, name, schema_name);
                    let pair = (
                        sides.0.row(kind, database, schema),
                        sides.1.row(kind, then, later),
                    );
                    if kind == ObjectKind::Sequence && needs.any_in(schema_name) {
                        desired = desired.union(NEEDED);
                    }
                    if tables {
                        desired = desired.union(wanted.on(ObjectKind::Schema, name, schema_name));
                    }
                    rows.extend(row(&subject, desired, pair));
                }
            }
        }
        Self::of_rows(rows)
    }

    /// Keeps the columns that say something.
    fn of_rows(rows: Vec<(MatrixRow, Vec<(Privilege, MatrixCell)>)>) -> Self {
        let says = |cell: &MatrixCell| cell.desired || cell.before.direct + cell.after.direct > 0;
        let occur = |privilege: &Privilege| {
            rows.iter().any(|(_, cells)| {
                let mut cells = cells.iter();
                cells.any(|(p, cell)| p == privilege && says(cell))
            })
        };
        let columns: Vec<_> = Privilege::FOR_PEOPLE.into_iter().filter(occur).collect();
        let fill = |(row, cells): (MatrixRow, Vec<(Privilege, MatrixCell)>)| {
            let mut filled = vec![None; columns.len()];
            for (privilege, cell) in cells {
                let at = columns.iter().position(|p| *p == privilege);
                if let Some(place) = at.and_then(|at| filled.get_mut(at)) {
                    *place = Some(cell);
                }
            }
            MatrixRow {
                cells: filled,
                ..row
            }
        };
        Self {
            rows: rows.into_iter().map(fill).collect(),
            privileges: columns.iter().map(|p| p.keyword().to_owned()).collect(),
        }
    }
}

/// What a row is about.
struct Subject<'a> {
    database: &'a DatabaseName,
    schema: Option<&'a SchemaName>,
    kind: Option<ObjectKind>,
    in_scope: bool,
    relations: usize,
    columns: Option<ColumnGrants>,
}

/// A row, where there is something to say.
fn row(
    subject: &Subject<'_>,
    desired: Privileges,
    (before, after): (Holdings, Holdings),
) -> Option<(MatrixRow, Vec<(Privilege, MatrixCell)>)> {
    let holds = |side: &Holdings| side.iter().any(|(_, holding)| holding.direct > 0);
    // Of the kinds beside tables only what is there and asked for.
    let scoped = match subject.kind {
        None => subject.in_scope,
        Some(_) => subject.relations > 0 && !desired.is_empty(),
    };
    if !scoped && subject.columns.is_none() && !holds(&before) && !holds(&after) {
        return None;
    }
    let pairs = before.into_iter().zip(after);
    let cells = pairs.map(|((privilege, before), (_, after))| {
        let cell = MatrixCell {
            desired: desired.contains(privilege),
            before,
            after,
        };
        (privilege, cell)
    });
    let row = MatrixRow {
        database: subject.database.clone(),
        schema: subject.schema.cloned(),
        kind: subject.kind.map(|kind| kind.row().word.to_owned()),
        in_scope: subject.in_scope,
        relations: subject.relations,
        columns: subject.columns,
        cells: Vec::new(),
    };
    Some((row, cells.collect()))
}

impl<'a> Side<'a> {
    fn new(catalog: &'a Catalog, role: &'a RoleName, graph: &'a RoleGraph<'a>) -> Self {
        let inherited = graph.inherited(role);
        Self {
            catalog,
            role,
            superuser: graph.is_superuser(role),
            inherited: inherited.into_iter().filter(|r| *r != role).collect(),
        }
    }

    fn database(&self, database: &Database) -> Holdings {
        let on = database.object(&self.catalog.server);
        let mut holdings = self.empty(on.kind, 1);
        self.add(&mut holdings, &on, database, 1);
        holdings
    }

    /// The row of a kind in a schema. A schema is opened for its tables: they share its row.
    fn row(&self, kind: ObjectKind, database: &Database, schema: &Schema) -> Holdings {
        let mut objects = self.objects(kind, database, schema);
        if kind == ObjectKind::Table {
            objects.splice(0..0, self.schema(database, schema));
        }
        objects
    }

    fn schema(&self, database: &Database, schema: &Schema) -> Holdings {
        let on = schema.object(&self.catalog.server);
        let mut holdings = self.empty(on.kind, 1);
        self.add(&mut holdings, &on, database, 1);
        holdings
    }

    fn objects(&self, kind: ObjectKind, database: &Database, schema: &Schema) -> Holdings {
        let mut holdings = self.empty(kind, schema.count(kind));
        for on in schema.objects_of(kind, &self.catalog.server) {
            self.add(&mut holdings, &on, database, on.names.len());
        }
        holdings
    }

    /// On how many columns the role has an entry of its own.
    fn columns(&self, schema: &Schema) -> usize {
        let columns = schema.columns.iter();
        columns
            .filter(|c| c.acl.of(self.role).next().is_some())
            .count()
    }

    /// Nothing held yet, but for what reaches every object there is.
    fn empty(&self, kind: ObjectKind, of: usize) -> Holdings {
        let holding = |privilege| {
            let mut via = Vec::new();
            if self.superuser {
                via.push("superuser".to_owned());
            }
            let everywhere = predefined(privilege, kind);
            let inherited = |name: &&str| self.inherited.iter().any(|r| r.as_str() == *name);
            via.extend(
                everywhere
                    .filter(inherited)
                    .map(|name| format!("role {name}")),
            );
            (privilege, Holding { direct: 0, of, via })
        };
        kind.accepted(&self.catalog.server)
            .iter()
            .map(holding)
            .collect()
    }

    /// Adds what one ACL, shared by `many` objects, gives the role.
    fn add(&self, holdings: &mut Holdings, on: &Objects<'_>, database: &Database, many: usize) {
        // Whoever owns the database at hand is a member of it, and no row says so.
        let owns_database = |r: &RoleName| {
            r.as_str() == "pg_database_owner"
                && (&database.owner == self.role || self.inherited.contains(&&database.owner))
        };
        let direct = on.held_by(self.role);
        for (privilege, holding) in holdings.iter_mut() {
            if direct.contains(*privilege) {
                holding.direct += many;
                if on.owner == self.role {
                    reaches(holding, "owner".to_owned());
                }
            }
            for entry in on
                .acl
                .0
                .iter()
                .filter(|e| e.privileges.contains(*privilege))
            {
                match &entry.grantee {
                    Grantee::Public => reaches(holding, "PUBLIC".to_owned()),
                    Grantee::Role(r) if self.inherited.contains(&r) || owns_database(r) => {
                        reaches(holding, format!("role {r}"));
                    }
                    Grantee::Role(_) => {}
                }
            }
        }
    }
}

fn reaches(holding: &mut Holding, how: String) {
    if !holding.via.contains(&how) {
        holding.via.push(how);
    }
}
