//! One role among the others, and what it holds, before and after a plan.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Holding, Matrix, MatrixRow, Problem, summary};
use crate::access::RoleGraph;
use crate::catalog::{Catalog, Membership, Role};
use crate::ground::names::RoleName;
use crate::ground::quote::path_part;
use crate::plan::Draft;

/// Roles, databases and schemas around one role.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// Each once.
    pub nodes: Vec<GraphNode>,
    /// Between nodes that are there.
    pub edges: Vec<GraphEdge>,
}

/// What a node stands for.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // Each variant is the thing of the same name.
pub enum NodeKind {
    Role,
    Database,
    Schema,
}

/// A role, a database or a schema.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GraphNode {
    /// `role:x`, `database:x`, `schema:x.y`
    pub id: String,
    /// See [`NodeKind`].
    pub kind: NodeKind,
    /// The name, for people.
    pub label: String,
    /// The role that is planned.
    pub planned: bool,
    /// Of a role: `login`, `superuser`, …; with `+ ` or `− ` where the plan gives it or takes it away.
    pub attributes: Vec<String>,
}

/// What an edge stands for.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// `from` is a member of `to`.
    Membership,
    /// `from` holds something on `to` by entries of its own; of a database, its schema.
    Privileges,
}

/// What a plan does to an edge.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // Each variant is the word itself.
pub enum EdgeChange {
    Kept,
    Added,
    Removed,
}

/// A membership, or privileges.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GraphEdge {
    /// A node's id.
    pub from: String,
    /// A node's id.
    pub to: String,
    /// See [`EdgeKind`].
    pub kind: EdgeKind,
    /// `INSERT, SELECT (3 of 4)`, or a membership's options.
    pub label: String,
    /// See [`EdgeChange`].
    pub change: EdgeChange,
}

impl Graph {
    /// The role of a plan, every role it is a member of, every member of it, and what it holds.
    ///
    /// # Errors
    /// As [`super::Details::new`].
    pub fn new(plan: &Draft, catalog: &Catalog) -> Result<Self, Problem> {
        let after = summary::after(&plan.steps, catalog)?;
        let role = &plan.config.role_name;
        let mut graph = Self::default();
        let related = related(role, catalog, &after);
        for name in &related {
            graph.nodes.push(GraphNode {
                id: role_id(name),
                kind: NodeKind::Role,
                label: name.to_string(),
                planned: name == role,
                attributes: words(catalog.roles.get(name), after.roles.get(name)),
            });
        }
        graph.memberships(&related, catalog, &after);
        let matrix = Matrix::new(&plan.config, catalog, &after);
        for row in &matrix.rows {
            graph.privileges(role, &matrix.privileges, row);
        }
        Ok(graph)
    }

    fn memberships<'a>(
        &mut self,
        related: &BTreeSet<RoleName>,
        before: &'a Catalog,
        after: &'a Catalog,
    ) {
        let among = |catalog: &'a Catalog| -> Vec<&'a Membership> {
            let rows = catalog.memberships.iter();
            let mut rows: Vec<_> = rows
                .filter(|m| related.contains(&m.member) && related.contains(&m.role))
                .collect();
            // Several grantors of one membership are one edge; memberships are sorted.
            rows.dedup_by(|a, b| same(a, b));
            rows
        };
        let (now, then) = (among(before), among(after));
        let in_list = |list: &[&Membership], m: &Membership| list.iter().any(|o| same(o, m));
        let gone = now.iter().filter(|m| !in_list(&then, m));
        for m in then.iter().chain(gone) {
            let (was, is) = (options(before, m), options(after, m));
            let (change, label) = match (in_list(&now, m), in_list(&then, m)) {
                (true, true) if was == is => (EdgeChange::Kept, is),
                (true, true) => (EdgeChange::Kept, format!("{was} → {is}")),
                (false, _) => (EdgeChange::Added, is),
                (true, false) => (EdgeChange::Removed, was),
            };
            self.edges.push(GraphEdge {
                from: role_id(&m.member),
                to: role_id(&m.role),
                kind: EdgeKind::Membership,
                label,
                change,
            });
        }
    }

    fn privileges(&mut self, role: &RoleName, columns: &[String], row: &MatrixRow) {
        let database = path_part(row.database.as_str());
        let (id, kind, label) = match &row.schema {
            None => (format!("database:{database}"), NodeKind::Database, database),
            Some(schema) => {
                let path = format!("{database}.{}", path_part(schema.as_str()));
                let (id, label) = match &row.kind {
                    None => (format!("schema:{path}"), path),
                    Some(kind) => (format!("schema:{path}:{kind}"), format!("{path}, {kind}s")),
                };
                (id, NodeKind::Schema, label)
            }
        };
        let (now, then) = (held(columns, row, false), held(columns, row, true));
        let (change, text) = match (now.is_empty(), then.is_empty()) {
            (true, true) => return,
            (true, false) => (EdgeChange::Added, then),
            (false, true) => (EdgeChange::Removed, now),
            (false, false) if now == then => (EdgeChange::Kept, then),
            (false, false) => (EdgeChange::Kept, format!("{now} → {then}")),
        };
        self.nodes.push(GraphNode {
            id: id.clone(),
            kind,
            label,
            planned: false,
            attributes: Vec::new(),
        });
        self.edges.push(GraphEdge {
            from: role_id(role),
            to: id,
            kind: EdgeKind::Privileges,
            label: text,
            change,
        });
    }
}

fn role_id(role: &RoleName) -> String {
    format!("role:{role}")
}

/// Everything above and below the role, on either side of the plan.
fn related(role: &RoleName, before: &Catalog, after: &Catalog) -> BTreeSet<RoleName> {
    let mut related = BTreeSet::from([role.clone()]);
    for catalog in [before, after] {
        let graph = RoleGraph::new(catalog);
        related.extend(graph.member_of(role).into_iter().cloned());
        let members = catalog.roles.keys();
        related.extend(
            members
                .filter(|m| graph.member_of(m).contains(role))
                .cloned(),
        );
    }
    related
}

/// A role's attributes before and after the plan; of one that is only on one side, those that it has there.
pub(super) fn words(before: Option<&Role>, after: Option<&Role>) -> Vec<String> {
    let Some(was) = before.or(after) else {
        return Vec::new();
    };
    let is = after.unwrap_or(was);
    type Has = fn(&Role) -> bool;
    let all: [(&str, Has); 6] = [
        ("login", |role| role.login),
        ("superuser", |role| role.superuser),
        ("createrole", |role| role.createrole),
        ("createdb", |role| role.createdb),
        ("replication", |role| role.replication),
        ("bypassrls", |role| role.bypassrls),
    ];
    let word = |(word, has): (&str, Has)| match (has(was), has(is)) {
        (false, false) => None,
        (true, true) => Some(word.to_owned()),
        (false, true) => Some(format!("+ {word}")),
        (true, false) => Some(format!("− {word}")),
    };
    all.into_iter().filter_map(word).collect()
}

fn same(a: &Membership, b: &Membership) -> bool {
    a.member == b.member && a.role == b.role
}

/// What all grantors of a membership give together.
fn options(catalog: &Catalog, membership: &Membership) -> String {
    let all = || catalog.memberships.iter().filter(|m| same(m, membership));
    let mut words = vec!["member"];
    if all().any(|m| m.admin) {
        words.push("admin");
    }
    if !all().any(|m| m.inherit) {
        words.push("no inherit");
    }
    if !all().any(|m| m.set) {
        words.push("no set");
    }
    words.join(", ")
}

/// What a row's role holds itself on one side.
fn held(columns: &[String], row: &MatrixRow, after: bool) -> String {
    let cells = columns.iter().zip(&row.cells);
    let words: Vec<_> = cells
        .filter_map(|(privilege, cell)| {
            let cell = cell.as_ref()?;
            let Holding { direct, of, .. } = if after { &cell.after } else { &cell.before };
            match (*direct, *of) {
                (0, _) => None,
                (direct, of) if direct == of => Some(privilege.clone()),
                (direct, of) => Some(format!("{privilege} ({direct} of {of})")),
            }
        })
        .collect();
    words.join(", ")
}
