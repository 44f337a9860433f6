//! Shows what is about to be applied, and what became of it.

use serde::Serialize;

use super::choose::Job;
use crate::commands::plan::Changes;
use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::ui::{Table, Ui};
use crate::words::{plural, shell};
use ops::Status;

/// The status of what an interrupt kept from being begun.
pub const NOT_STARTED: &str = "not-started";

/// More new passwords than this are counted in one hint.
const HINTS: usize = 3;

/// One entry and what became of it.
#[derive(Serialize)]
pub struct Applied {
    /// The apply's session; the plan's where nothing was begun.
    pub sid: String,
    /// The plan's session.
    pub plan_sid: String,
    /// The resource.
    pub resource: String,
    /// The role's name.
    pub role_name: String,
    /// A [`Status`] in words, or [`NOT_STARTED`].
    pub status: &'static str,
    /// What happened.
    pub message: String,
    /// A new password was stored.
    pub password_stored: bool,
    /// Whether it was handed over, where a command is to get it; else it stays stored.
    pub password_handed_over: Option<bool>,
    /// The plan was edited, or belongs elsewhere.
    #[serde(skip)]
    pub edited: bool,
}

#[derive(Serialize)]
struct Body<'a> {
    results: &'a [Applied],
}

/// Says on the terminal what is to come.
pub fn announce(jobs: &[Job], ui: &Ui) {
    for job in jobs {
        if let Job::Todo(request) = job {
            let document = &request.document;
            ui.status(format_args!(
                "{} on {}: {}, plan {}",
                document.config.role_name,
                planner::quote::display(&request.resource),
                Changes::of(Some(document)),
                document.sid,
            ));
        }
    }
}

/// Shows the outcome.
///
/// # Errors
/// Stdout cannot be written.
pub fn report(rows: &[Applied], context: &Context<'_>) -> Result<Exit, CommandError> {
    let ui = context.ui;
    if ui.wants_json() {
        ui.product_json("apply/1", &Body { results: rows })?;
    } else {
        let mut table = Table::new(&["SID", "RESOURCE", "ROLE", "STATUS", "MESSAGE"]);
        for row in rows {
            table.row(&[
                &row.sid,
                &row.resource,
                &row.role_name,
                row.status,
                &row.message,
            ]);
        }
        ui.product_table(table)?;
    }
    hints(rows, ui);
    let count = |status: &str| rows.iter().filter(|row| row.status == status).count();
    let (stale, failed) = (
        count(Status::Stale.as_str()),
        count(Status::Failed.as_str()),
    );
    let (applied, skipped) = (
        count(Status::Success.as_str()),
        count(Status::Skipped.as_str()),
    );
    ui.status(format_args!(
        "{applied} applied, {skipped} skipped, {stale} stale, {failed} failed"
    ));
    let left = count(NOT_STARTED);
    if left > 0 {
        ui.warning(format_args!(
            "interrupted: {left} plan{} not begun",
            plural(left)
        ));
        return Ok(Exit::Interrupted);
    }
    let not_taken = rows
        .iter()
        .any(|row| row.password_handed_over == Some(false));
    if rows.iter().any(|row| row.edited) {
        return Ok(Exit::Edited);
    }
    Ok(match (stale, failed) {
        (1.., _) => Exit::Stale,
        (0, 1..) => Exit::Failed,
        (0, 0) if not_taken => Exit::Failed,
        (0, 0) => Exit::Done,
    })
}

/// Where new passwords are.
fn hints(rows: &[Applied], ui: &Ui) {
    let stored = |row: &&Applied| row.password_stored && row.password_handed_over.is_none();
    let stored: Vec<_> = rows.iter().filter(stored).collect();
    if stored.len() > HINTS {
        ui.hint(format_args!(
            "{} new passwords were stored: `rolewright credentials show ROLE`",
            stored.len()
        ));
    }
    for row in stored.iter().filter(|_| stored.len() <= HINTS) {
        ui.hint(format_args!(
            "a new password was stored: `rolewright credentials show {} --resource {}`",
            shell(&row.role_name),
            shell(&row.resource)
        ));
    }
    for row in rows
        .iter()
        .filter(|r| r.password_handed_over == Some(false))
    {
        ui.warning(format_args!(
            "the password of {} was not handed over and stays stored: `rolewright credentials hand-over {} --resource {}` tries again",
            row.role_name,
            shell(&row.role_name),
            shell(&row.resource)
        ));
    }
}
