//! A case's result for reading and reviewing: the SQL, why each statement is there, and what the
//! planner has to say beside it.

use super::{Expected, ExpectedRole};
use crate::session::SessionDocument;

/// The result as text: for each role its SQL, then statements with reason and risk, advice and the
/// way back, or the errors.
pub fn readable(result: &Expected) -> String {
    if let Some(error) = &result.error {
        return format!("plan.yaml is refused: {error}\n");
    }
    let roles: Vec<_> = result.roles.iter().map(role).collect();
    roles.join("\n")
}

fn role(role: &ExpectedRole) -> String {
    let mut text = format!("# {}\n", role.role);
    if let Some(document) = &role.session {
        session(document, &mut text);
    }
    for note in &role.errors {
        text.push_str(&format!("error [{}] {note}\n", note.code));
    }
    text
}

fn session(document: &SessionDocument, text: &mut String) {
    for (scope, state) in &document.current_state.scope_states {
        text.push_str(&format!("{scope}: {}\n", state.status));
    }
    text.push('\n');
    text.push_str(&document.sql_plan);
    for step in &document.steps {
        let keyword = step.sql.split(' ').next().unwrap_or_default();
        let risk = format!("{:?}", step.risk).to_lowercase();
        text.push_str(&format!("\nwhy {keyword} ({risk}): {}", step.reason));
    }
    if !document.steps.is_empty() {
        text.push('\n');
    }
    for note in &document.advice {
        text.push_str(&format!("\nadvice [{}] {note}", note.code));
    }
    if !document.advice.is_empty() {
        text.push('\n');
    }
    if !document.steps.is_empty() {
        text.push_str(&format!("\n--- undo\n{}", document.undo_sql));
    }
}
