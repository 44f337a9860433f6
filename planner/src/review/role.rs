//! What of the role itself changes: attributes and memberships, and the statements that show nowhere else.

use serde::Serialize;

use super::Matrix;
use crate::access::{RoleGraph, carries_everything};
use crate::catalog::{Catalog, Membership, Role};
use crate::desired::RoleConfig;
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RoleName};
use crate::ground::ordered::set;
use crate::step::{At, Attribute, Statement, Step, Target};

/// From what to what.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // The words say it.
pub enum Change {
    Gained,
    Lost,
    Changed,
    Kept,
}

/// What a role is and whose it is, before and after; of its two logins too, where it has any.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleChanges {
    /// Role by role, those that pass over privileges first.
    pub attributes: Vec<AttributeChange>,
    /// Member by member, in byte order of the roles they are in.
    pub memberships: Vec<MembershipChange>,
    /// The statements, from 1, that are neither above nor in a cell of the matrix.
    pub others: Vec<usize>,
}

/// One attribute.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttributeChange {
    /// Whose.
    pub of: RoleName,
    /// `SUPERUSER`
    pub name: String,
    /// `NOSUPERUSER`; absent where there is no such role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The same once the plan is applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// See [`Change`].
    pub change: Change,
    /// Whoever has it passes over privileges, or can hand itself more.
    pub grave: bool,
}

/// A membership, whoever granted it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MembershipChange {
    /// Who is in.
    pub member: RoleName,
    /// The role it is in.
    pub role: RoleName,
    /// `ADMIN, INHERIT, SET`; absent where it is not a member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The same once the plan is applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// See [`Change`].
    pub change: Change,
    /// What it carries that no grant on an object does: `writes every table`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carries: Option<String>,
}

impl RoleChanges {
    pub(super) fn new(
        config: &RoleConfig,
        (before, after): (&Catalog, &Catalog),
        steps: &[Step],
        matrix: &Matrix,
    ) -> Self {
        let [role, a, b] = config.sign_in_names();
        let mut changes = Self::default();
        let graphs = (RoleGraph::new(before), RoleGraph::new(after));
        for of in [&role, &a, &b] {
            // Roles that are called like logins are somebody else's, unless the plan is about them.
            let touched = steps.iter().any(|step| is_about(&step.statement, of));
            if of != &role && !config.has_two_logins() && !touched {
                continue;
            }
            let sides = (before.roles.get(of), after.roles.get(of));
            attributes(of, sides, &mut changes.attributes);
            let sides = ((before, &graphs.0), (after, &graphs.1));
            memberships(of, sides, &mut changes.memberships);
        }
        let hidden = steps.iter().zip(1..).filter(|(s, _)| !is_shown(s, matrix));
        changes.others = hidden.map(|(_, number)| number).collect();
        changes
    }
}

fn is_about(statement: &Statement, name: &RoleName) -> bool {
    match statement {
        Statement::CreateRole { role, .. }
        | Statement::AlterRole { role, .. }
        | Statement::SetPassword { role }
        | Statement::DropRole { role } => role == name,
        Statement::GrantMembership { member, .. } | Statement::RevokeMembership { member, .. } => {
            member == name
        }
        Statement::Grant { .. } | Statement::Revoke { .. } => false,
    }
}

type Sides<'a> = (Option<&'a Role>, Option<&'a Role>);

fn attributes(of: &RoleName, sides: Sides<'_>, out: &mut Vec<AttributeChange>) {
    if sides != (None, None) {
        flags(of, sides, out);
        values(of, sides, out);
    }
}

fn flags(of: &RoleName, (before, after): Sides<'_>, out: &mut Vec<AttributeChange>) {
    type Has = fn(&Role) -> bool;
    let all: [(&str, Has, bool); 7] = [
        ("SUPERUSER", |r| r.superuser, true),
        ("BYPASSRLS", |r| r.bypassrls, true),
        ("REPLICATION", |r| r.replication, true),
        ("CREATEROLE", |r| r.createrole, true),
        ("CREATEDB", |r| r.createdb, false),
        ("LOGIN", |r| r.login, false),
        ("INHERIT", |r| r.inherit, false),
    ];
    for (name, has, grave) in all {
        let word = |side: Option<&Role>| {
            Some(match has(side?) {
                true => name.to_owned(),
                false => format!("NO{name}"),
            })
        };
        let held = |side: Option<&Role>| side.is_some_and(has);
        let change = match (held(before), held(after)) {
            (false, true) => Change::Gained,
            (true, false) => Change::Lost,
            _ => Change::Kept,
        };
        out.push(AttributeChange {
            of: of.clone(),
            name: name.to_owned(),
            before: word(before),
            after: word(after),
            change,
            grave,
        });
    }
}

fn values(of: &RoleName, (before, after): Sides<'_>, out: &mut Vec<AttributeChange>) {
    type Value = fn(&Role) -> String;
    let all: [(&str, Value); 2] = [
        ("CONNECTION LIMIT", |r| match r.connection_limit {
            None | Some(-1) => "no CONNECTION LIMIT".to_owned(),
            Some(limit) => format!("CONNECTION LIMIT {limit}"),
        }),
        ("VALID UNTIL", |r| match r.valid_until.as_deref() {
            None | Some("infinity") => "no VALID UNTIL".to_owned(),
            Some(until) => format!("VALID UNTIL {until}"),
        }),
    ];
    for (name, value) in all {
        let (before, after) = (before.map(value), after.map(value));
        let says = |side: &Option<String>| side.as_ref().is_some_and(|s| !s.starts_with("no "));
        let same = before == after || !says(&before) && !says(&after);
        out.push(AttributeChange {
            of: of.clone(),
            name: name.to_owned(),
            before,
            after,
            change: if same { Change::Kept } else { Change::Changed },
            grave: false,
        });
    }
}

type MemberSide<'a> = (&'a Catalog, &'a RoleGraph<'a>);

fn memberships(
    member: &RoleName,
    (before, after): (MemberSide<'_>, MemberSide<'_>),
    out: &mut Vec<MembershipChange>,
) {
    let of = |(catalog, _): MemberSide<'_>| -> Vec<RoleName> {
        let all = catalog.memberships.iter();
        let own = all.filter(|m| &m.member == member);
        own.map(|m| m.role.clone()).collect()
    };
    let roles = [of(before), of(after)].concat();
    for role in set(roles.iter()) {
        let (old, new) = (
            options(before.0, member, role),
            options(after.0, member, role),
        );
        let change = match (&old, &new) {
            (None, _) => Change::Gained,
            (_, None) => Change::Lost,
            (old, new) if old == new => Change::Kept,
            _ => Change::Changed,
        };
        let (catalog, graph) = if change == Change::Gained {
            after
        } else {
            before
        };
        out.push(MembershipChange {
            member: member.clone(),
            role: role.clone(),
            before: old,
            after: new,
            change,
            carries: carries_everything(role, catalog, graph),
        });
    }
}

fn options(catalog: &Catalog, member: &RoleName, role: &RoleName) -> Option<String> {
    let all = || {
        let all = catalog.memberships.iter();
        all.filter(|m| &m.member == member && &m.role == role)
    };
    all().next()?;
    let named = catalog.server.has_membership_options();
    type Has = fn(&Membership) -> bool;
    let known: [(&str, Has, bool); 3] = [
        ("ADMIN", |m| m.admin, true),
        ("INHERIT", |m| m.inherit, named),
        ("SET", |m| m.set, named),
    ];
    let words: Vec<_> = known
        .into_iter()
        .filter(|(_, has, counts)| *counts && all().any(has))
        .map(|(word, ..)| word)
        .collect();
    Some(match words.as_slice() {
        [] => "member".to_owned(),
        words => words.join(", "),
    })
}

/// True where attributes, memberships or a cell of the matrix tell what the step does.
fn is_shown(step: &Step, matrix: &Matrix) -> bool {
    match &step.statement {
        Statement::AlterRole { attributes, .. } => !attributes.contains(&Attribute::NoPassword),
        Statement::GrantMembership { .. } | Statement::RevokeMembership { .. } => true,
        Statement::CreateRole { .. }
        | Statement::SetPassword { .. }
        | Statement::DropRole { .. } => false,
        Statement::Grant { on, privileges, .. } | Statement::Revoke { on, privileges, .. } => {
            let shown = |word: &str| privileges.iter().any(|p| p.keyword() == word);
            in_matrix(step.database.as_ref(), on, matrix, &shown)
        }
    }
}

fn in_matrix(
    inside: Option<&DatabaseName>,
    on: &Target,
    matrix: &Matrix,
    asked: &dyn Fn(&str) -> bool,
) -> bool {
    let database = match &on.at {
        At::Database(name) => Some(name),
        _ => inside,
    };
    let (Some(database), schema) = (database, on.schema()) else {
        return false;
    };
    let tables = [ObjectKind::Database, ObjectKind::Schema, ObjectKind::Table];
    let of_tables = tables.contains(&on.kind) || on.kind == ObjectKind::Column;
    let word = (!of_tables).then(|| on.kind.row().word);
    // Rows stand in byte order of database and schema.
    let first = matrix
        .rows
        .partition_point(|row| (&row.database, row.schema.as_ref()) < (database, schema));
    let rows = matrix.rows.get(first..).unwrap_or_default().iter();
    let mut rows =
        rows.take_while(|row| &row.database == database && row.schema.as_ref() == schema);
    let Some(row) = rows.find(|row| row.kind.as_deref() == word) else {
        return false;
    };
    if on.kind == ObjectKind::Column {
        return row
            .columns
            .is_some_and(|columns| columns.before != columns.after);
    }
    let mut cells = matrix.privileges.iter().zip(&row.cells);
    cells.any(|(privilege, cell)| {
        let moves = cell
            .as_ref()
            .is_some_and(|c| c.before.direct != c.after.direct);
        moves && asked(privilege)
    })
}
