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
    let stored: Vec<_> = rows.iter().filter(|row| row.password_stored).collect();
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
    Ok(match (stale, failed) {
        (1.., _) => Exit::Stale,
        (0, 1..) => Exit::Failed,
        (0, 0) => Exit::Done,
    })
}
