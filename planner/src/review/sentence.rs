//! Who gains and who loses what, in one sentence.

use serde::Serialize;

use super::{Change, Matrix, MatrixRow, RoleChanges};
use crate::ground::kind::{KINDS, KindRow, ObjectKind};
use crate::ground::quote;
use crate::plan::Plan;
use crate::step::{Attribute, Risk, Statement, Step};

/// A part of the sentence.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words, with the spaces around them.
    pub text: String,
    /// Where they are about something of this risk that must not be read over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
}

/// What is lost, or gained: words, and whether they are grave.
type Phrases = Vec<(String, bool)>;

pub(super) fn sentence(plan: &Plan, role: &RoleChanges, matrix: &Matrix) -> Vec<Piece> {
    let name = quote::display(&plan.config.describe());
    if plan.is_in_sync() {
        return vec![piece(
            format!("Nothing changes: {name} is as desired."),
            false,
        )];
    }
    let created = |step: &Step| matches!(&step.statement, Statement::CreateRole { role, .. } if role == &plan.config.role_name);
    let mut clauses: Vec<(&str, Phrases)> = Vec::new();
    let is_new = plan.steps.iter().any(created);
    if is_new {
        clauses.push(("is created", Vec::new()));
    }
    for (verb, change) in [
        ("loses ", Change::Lost),
        ("gains ", Change::Gained),
        ("changes to ", Change::Changed),
    ] {
        let mut phrases = of_role(plan, role, change, is_new);
        phrases.extend(of_objects(matrix, change));
        phrases.extend(grant_options(&plan.steps, change));
        clauses.push((verb, phrases));
    }
    let own = |risk: fn(&Statement) -> bool| plan.steps.iter().any(|s| risk(&s.statement));
    if own(|s| matches!(s, Statement::SetPassword { .. })) {
        clauses.push(("gets a new password", Vec::new()));
    }
    if own(
        |s| matches!(s, Statement::AlterRole { attributes, .. } if attributes.contains(&Attribute::NoPassword)),
    ) {
        clauses.push((
            "keeps no password on a login that is out of use",
            Vec::new(),
        ));
    }
    clauses.retain(|(verb, phrases)| !verb.ends_with(' ') || !phrases.is_empty());
    if clauses.is_empty() {
        clauses.push(("changes: see its statements", Vec::new()));
    }
    let mut pieces = vec![piece(format!("{name} "), false)];
    for (at, (verb, phrases)) in clauses.into_iter().enumerate() {
        pieces.push(piece(
            format!("{}{verb}", if at > 0 { "; " } else { "" }),
            false,
        ));
        let last = phrases.len().saturating_sub(1);
        for (at, (text, grave)) in phrases.into_iter().enumerate() {
            let before = match at {
                0 => "",
                _ if at == last => " and ",
                _ => ", ",
            };
            pieces.push(piece(before.to_owned(), false));
            pieces.push(piece(text, grave));
        }
    }
    pieces.push(piece(".".to_owned(), false));
    joined(pieces)
}

fn piece(text: String, grave: bool) -> Piece {
    Piece {
        text,
        risk: grave.then_some(Risk::Destructive),
    }
}

/// What is alike and follows on another is one piece.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for piece in pieces {
        match all.last_mut() {
            Some(last) if last.risk == piece.risk => last.text.push_str(&piece.text),
            _ => all.push(piece),
        }
    }
    all.retain(|piece| !piece.text.is_empty());
    all
}

/// Attributes and memberships. That a new role may log in goes without saying.
fn of_role(plan: &Plan, role: &RoleChanges, change: Change, is_new: bool) -> Phrases {
    let own = &plan.config.role_name;
    let whose = |of| match of == own {
        true => String::new(),
        false => format!(" of {of}"),
    };
    let attributes = role.attributes.iter();
    let attributes = attributes.filter(|a| a.change == change && (a.grave || !is_new));
    let attributes = attributes.map(|a| {
        let after = a.after.as_deref().filter(|_| change == Change::Changed);
        let text = format!("{}{}", after.unwrap_or(&a.name), whose(&a.of));
        (text, a.grave)
    });
    let memberships = role.memberships.iter().filter(|m| m.change == change);
    let memberships = memberships.map(|m| {
        let mut text = format!("membership in {}", m.role);
        if let Some(options) = m.after.as_deref().filter(|_| change == Change::Changed) {
            text.push_str(&format!(" with {options}"));
        }
        text.push_str(&whose(&m.member));
        if let Some(carries) = &m.carries {
            text.push_str(&format!(" ({carries})"));
        }
        (text, m.carries.is_some())
    });
    attributes.chain(memberships).collect()
}

/// What no count of objects shows: who may pass a privilege on.
fn grant_options(steps: &[Step], change: Change) -> Phrases {
    let mut privileges = crate::ground::privilege::Privileges::NONE;
    for step in steps {
        match (&step.statement, change) {
            (
                Statement::Revoke {
                    privileges: taken,
                    grant_option_only: true,
                    ..
                },
                Change::Lost,
            )
            | (
                Statement::Grant {
                    privileges: taken,
                    grant_option: true,
                    ..
                },
                Change::Gained,
            ) => privileges = privileges.union(*taken),
            _ => {}
        }
    }
    match privileges.is_empty() {
        true => Vec::new(),
        false => vec![(format!("the grant option for {privileges}"), false)],
    }
}

/// One privilege on the objects of one kind, over all rows.
struct Total {
    kind: &'static KindRow,
    privilege: String,
    objects: usize,
    rows: usize,
    first: String,
}

fn of_objects(matrix: &Matrix, change: Change) -> Phrases {
    let mut totals: Vec<Total> = Vec::new();
    for row in &matrix.rows {
        let columns = row.columns.iter().map(|c| ("", c.before, c.after));
        let cells = matrix.privileges.iter().zip(&row.cells);
        let cells = cells.filter_map(|(privilege, cell)| {
            let cell = cell.as_ref()?;
            Some((privilege.as_str(), cell.before.direct, cell.after.direct))
        });
        for (privilege, before, after) in columns.chain(cells) {
            let objects = match change {
                Change::Lost => before.saturating_sub(after),
                Change::Gained => after.saturating_sub(before),
                _ => 0,
            };
            if objects > 0 {
                add(&mut totals, row, privilege, objects);
            }
        }
    }
    let mut phrases: Phrases = Vec::new();
    let mut totals = totals.into_iter().peekable();
    while let Some(total) = totals.next() {
        let mut privileges = vec![total.privilege.clone()];
        while let Some(alike) = totals.next_if(|next| next.is_on_the_same(&total)) {
            privileges.push(alike.privilege);
        }
        phrases.push((format!("{}{}", listed(&privileges), total.on()), false));
    }
    phrases
}

fn add(totals: &mut Vec<Total>, row: &MatrixRow, privilege: &str, objects: usize) {
    let kind = kind_of(row, privilege);
    let known = totals
        .iter_mut()
        .find(|t| t.kind.kind == kind.kind && t.privilege == privilege);
    if let Some(total) = known {
        total.objects += objects;
        total.rows += 1;
        return;
    }
    let first = match &row.schema {
        Some(schema) => format!("{}.{schema}", row.database),
        None => row.database.to_string(),
    };
    let at = totals.partition_point(|t| t.kind.kind <= kind.kind);
    totals.insert(
        at,
        Total {
            kind,
            privilege: privilege.to_owned(),
            objects,
            rows: 1,
            first,
        },
    );
}

/// A schema's own privileges share a row with those of its tables.
fn kind_of(row: &MatrixRow, privilege: &str) -> &'static KindRow {
    let kind = match (&row.schema, privilege) {
        (None, _) => ObjectKind::Database,
        (_, "") => ObjectKind::Column,
        (_, "USAGE" | "CREATE") => ObjectKind::Schema,
        _ => ObjectKind::Table,
    };
    let named = row.kind.as_deref();
    let named = named.and_then(|word| KINDS.iter().find(|row| row.word == word));
    named.unwrap_or_else(|| kind.row())
}

impl Total {
    fn is_on_the_same(&self, other: &Self) -> bool {
        let of = |t: &Self| (t.kind.kind, t.objects, t.rows);
        of(self) == of(other) && self.first == other.first
    }

    /// ` on 120 tables in 2 schemas`
    fn on(&self) -> String {
        let Self {
            kind,
            objects,
            rows,
            first,
            ..
        } = self;
        let some = match objects {
            1 => kind.word,
            _ => kind.plural,
        };
        match (kind.kind, rows) {
            (ObjectKind::Database | ObjectKind::Schema, 1) => format!(" on {} {first}", kind.word),
            (ObjectKind::Database | ObjectKind::Schema, _) => format!(" on {rows} {}", kind.plural),
            (ObjectKind::Column, 1) => format!("grants on {objects} {some} in {first}"),
            (ObjectKind::Column, _) => format!("grants on {objects} {some} in {rows} schemas"),
            (_, 1) => format!(" on {objects} {some} in {first}"),
            (_, _) => format!(" on {objects} {some} in {rows} schemas"),
        }
    }
}

fn listed(words: &[String]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        words => words.concat(),
    }
}
