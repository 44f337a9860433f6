//! `expected.txt`: what a reviewer of a case reads, and what it is compared with.
//!
//! ```text
//! format: rolewright/expected/2
//!
//! # app/ro
//! hoopdev_app_ro_7249975c: inherit, login
//! app.public: out-of-sync/drifted, 3 tables, SELECT on all
//!   invoices: extra INSERT
//!
//! ## SQL
//! …
//! ## Why
//! - REVOKE: The role holds INSERT on app.public.invoices, which is not desired.
//!
//! ## Undo
//! …
//! ```
//!
//! Plain text, because most of it is SQL that is read as it will run: in YAML it would be indented, in
//! a `.sql` file somebody's formatter would lay it out anew, or somebody would run it. One line says
//! one thing and nothing is numbered, so that a change of one statement is a diff of one line. There
//! is no checksum, version or time in it. No line ends in a space and the file ends in one line break,
//! so that editors that tidy files leave it alone.

use super::Planned;
use crate::ground::note::{Note, Severity};
use crate::ground::quote::display;
use crate::plan::{AttributeValue, CurrentState, Exceptions, ScopeState};
use crate::session::SessionDocument;
use crate::session::StepRecord;
use crate::step::Risk;

/// The first line.
const FORMAT: &str = "format: rolewright/expected/2\n";

/// The file's text.
pub fn readable(planned: &Planned) -> String {
    let mut text = FORMAT.to_owned();
    let roles = match planned {
        Ok(roles) => roles,
        Err(refused) => {
            line(
                &mut text,
                &format!("\nplan.yaml is refused: {}", display(refused)),
            );
            return text;
        }
    };
    for role in roles {
        line(&mut text, &format!("\n# {}", role.role));
        match &role.session {
            Ok(document) => session(&mut text, document),
            Err(errors) => notes(&mut text, "Errors", errors),
        }
    }
    text
}

fn session(text: &mut String, document: &SessionDocument) {
    state(text, &document.current_state);
    sql(text, "SQL", &document.sql_plan);
    if !document.steps.is_empty() {
        text.push_str("\n## Why\n");
        document.steps.iter().for_each(|step| why(text, step));
    }
    notes(text, "Advice", &document.advice);
    if !document.steps.is_empty() {
        sql(text, "Undo", &document.undo_sql);
    }
}

/// The role as it is, then what it holds in each schema.
fn state(text: &mut String, state: &CurrentState) {
    let facts: Vec<_> = if state.exists {
        let attributes = state.attributes.iter();
        let memberships = state.memberships.iter();
        attributes
            .filter_map(|(name, value)| attribute(name, value))
            .chain(memberships.map(|role| format!("member of {}", display(role.as_str()))))
            .collect()
    } else {
        vec!["does not exist".to_owned()]
    };
    let role = display(state.role.as_str());
    line(text, &format!("{role}: {}", facts.join(", ")));
    for (name, scope) in &state.scope_states {
        scope_state(text, name, scope);
    }
}

fn attribute(name: &str, value: &AttributeValue) -> Option<String> {
    match value {
        AttributeValue::Flag(on) => on.then(|| name.to_owned()),
        AttributeValue::Number(number) => Some(format!("{name} {number}")),
        AttributeValue::Text(value) => Some(format!("{name} {}", display(value))),
    }
}

fn scope_state(text: &mut String, name: &str, scope: &ScopeState) {
    let tables = counted(scope.table_count, "tables");
    let head = format!("{name}: {}, {tables}", scope.status);
    rolled_up(text, head, &scope.bulk_privileges, &scope.exceptions);
    for (plural, objects) in &scope.objects {
        let head = format!("  {}", counted(objects.count, plural));
        rolled_up(text, head, &objects.bulk_privileges, &objects.exceptions);
    }
}

fn counted(count: usize, plural: &str) -> String {
    match count {
        1 => format!("1 {}", plural.strip_suffix('s').unwrap_or(plural)),
        count => format!("{count} {plural}"),
    }
}

/// What is held on all of them, then those that differ.
fn rolled_up(text: &mut String, mut head: String, bulk: &[String], exceptions: &Exceptions) {
    if !bulk.is_empty() {
        head.push_str(&format!(", {} on all", bulk.join(" ")));
    }
    line(text, &head);
    for (what, objects) in [
        ("missing", &exceptions.missing),
        ("extra", &exceptions.extra),
    ] {
        for (object, privileges) in objects {
            let object = display(object);
            line(
                text,
                &format!("  {object}: {what} {}", privileges.join(" ")),
            );
        }
    }
}

/// The risk is said where the statement's first word does not tell it.
fn why(text: &mut String, step: &StepRecord) {
    let keyword = step.sql.split(' ').next().unwrap_or_default();
    let mut head = format!("- {keyword}");
    if let Some(role) = &step.acting_as {
        head.push_str(&format!(" as {}", display(role.as_str())));
    }
    let told = matches!(
        (keyword, step.risk),
        ("GRANT", Risk::Grants) | ("REVOKE", Risk::Revokes)
    );
    if !told {
        head.push_str(&format!(" ({})", step.risk.word()));
    }
    line(text, &format!("{head}: {}", display(&step.reason)));
}

fn notes(text: &mut String, title: &str, notes: &[Note]) {
    if notes.is_empty() {
        return;
    }
    line(text, &format!("\n## {title}"));
    for note in notes {
        let severity = match note.severity {
            Severity::Info => "info ",
            Severity::Warning => "warning ",
            Severity::Error => "",
        };
        let (subject, message) = (display(&note.subject), display(&note.message));
        line(
            text,
            &format!("- {severity}{}: {subject}: {message}", note.code),
        );
        if !note.help.is_empty() {
            line(text, &format!("  help: {}", display(&note.help)));
        }
    }
}

fn sql(text: &mut String, title: &str, sql: &str) {
    line(text, &format!("\n## {title}"));
    sql.trim_end().lines().for_each(|one| line(text, one));
}

fn line(text: &mut String, line: &str) {
    text.push_str(line.trim_end_matches(' '));
    text.push('\n');
}
