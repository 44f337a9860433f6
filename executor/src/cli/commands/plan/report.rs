//! Shows what was planned: a document, a table, SQL or JSON; advice and the next step on stderr.

use std::path::PathBuf;

use planner::SessionDocument;
use planner::plan::Risk;
use planner::quote::display;
use serde::Serialize;

use crate::cli::error::{CommandError, ErrorKind};
use crate::cli::exit::Exit;
use crate::cli::ui::{Table, Ui};
use crate::ops::{PlanEntry, Status};

/// What goes to stdout, where it is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The session document of the one role.
    Document,
    /// A row for each role.
    Table,
    /// The SQL.
    Sql,
    /// Something else was printed there already.
    Nothing,
}

/// What the end of the command depends on.
pub struct End {
    /// The result file that was written.
    pub output: Option<PathBuf>,
    /// From snapshots: there are no sessions.
    pub offline: bool,
    /// Exit 2 where there is something to do.
    pub detailed: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    results: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    sid: &'a str,
    resource: &'a str,
    role: &'a str,
    role_name: &'a str,
    status: Status,
    grants: usize,
    revokes: usize,
    message: &'a str,
    session: Option<&'a SessionDocument>,
}

/// Statements that grant, and statements that take away.
pub fn changes(document: Option<&SessionDocument>) -> (usize, usize) {
    let count = |wanted: &[Risk]| {
        let steps = document.iter().flat_map(|document| &document.steps);
        steps.filter(|step| wanted.contains(&step.risk)).count()
    };
    (
        count(&[Risk::Grants]),
        count(&[Risk::Revokes, Risk::Destructive]),
    )
}

/// Shows the plans.
///
/// # Errors
/// The one plan that was asked for failed, or stdout cannot be written.
pub fn report(entries: &[PlanEntry], view: View, end: &End, ui: &Ui) -> Result<Exit, CommandError> {
    if view == View::Nothing {
    } else if ui.wants_json() {
        ui.product_json(
            "plans/1",
            &Report {
                results: entries.iter().map(row).collect(),
            },
        )?;
    } else {
        match (view, entries) {
            (View::Table, _) => ui.product_table(table(entries))?,
            (View::Document, [one]) => {
                if let Some(document) = &one.document {
                    ui.product(&document.to_yaml()?)?;
                }
            }
            _ => ui.product(&sql(entries))?,
        }
    }
    for entry in entries {
        let about = format!("{}/{}", entry.resource, entry.role);
        for note in entry.document.iter().flat_map(|document| &document.advice) {
            ui.advice(&display(&about), note);
        }
    }
    let failed = entries
        .iter()
        .filter(|entry| entry.status == Status::Failed)
        .count();
    if let ([one], View::Document | View::Sql, 1, false) = (entries, view, failed, ui.wants_json())
    {
        return Err(CommandError::new(ErrorKind::Error, one.message.clone()));
    }
    let pending = entries
        .iter()
        .filter(|entry| entry.status == Status::OutOfSync)
        .count();
    close(entries, pending, failed, end, ui);
    Ok(match (failed, pending) {
        (1.., _) => Exit::Failed,
        (0, 1..) if end.detailed => Exit::Changes,
        _ => Exit::Done,
    })
}

fn row(entry: &PlanEntry) -> Row<'_> {
    let (grants, revokes) = changes(entry.document.as_ref());
    Row {
        sid: &entry.sid,
        resource: &entry.resource,
        role: &entry.role,
        role_name: &entry.role_name,
        status: entry.status,
        grants,
        revokes,
        message: &entry.message,
        session: entry.document.as_ref(),
    }
}

fn table(entries: &[PlanEntry]) -> Table {
    let mut table = Table::new(&["SID", "RESOURCE", "ROLE", "STATUS", "CHANGES", "MESSAGE"]);
    for entry in entries {
        let (grants, revokes) = changes(entry.document.as_ref());
        let changes = match entry.status {
            Status::OutOfSync => format!("+{grants} -{revokes}"),
            _ => String::new(),
        };
        let status = entry.status.as_str();
        table.row(&[
            &entry.sid,
            &entry.resource,
            &entry.role_name,
            status,
            &changes,
            &entry.message,
        ]);
    }
    table
}

/// One plan's SQL to the byte, so that its SHA-256 is the checksum; several with a heading each.
fn sql(entries: &[PlanEntry]) -> String {
    let texts: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            let document = entry.document.as_ref()?;
            Some(match entries {
                [_] => document.sql_plan.clone(),
                _ => format!(
                    "-- Resource: {}\n{}",
                    display(&entry.resource),
                    document.sql_plan
                ),
            })
        })
        .collect();
    texts.join("\n")
}

fn close(entries: &[PlanEntry], pending: usize, failed: usize, end: &End, ui: &Ui) {
    let in_sync = entries.len() - pending - failed;
    ui.status(format_args!(
        "{pending} out of sync, {in_sync} in sync, {failed} failed"
    ));
    match (&end.output, entries) {
        (Some(path), _) if path.as_os_str() != "-" => {
            ui.status(format_args!("wrote {}", path.display()));
            if pending > 0 {
                ui.hint(format_args!(
                    "review it, then `rolewright apply -f {}`",
                    path.display()
                ));
            }
        }
        (None, _) if pending > 0 && end.offline => {
            ui.hint("nothing was stored; add `-o result.yaml` for a plan that can be applied");
        }
        (None, [one]) if pending > 0 => {
            ui.hint(format_args!(
                "apply it with `rolewright apply {} --sid {}`",
                shell(&one.resource),
                one.sid
            ));
        }
        (None, _) if pending > 0 => {
            ui.hint("read the SQL with --sql, apply with `rolewright apply --sid SID`, or plan with `-o result.yaml` and apply that");
        }
        _ => {}
    }
}

/// A word as a shell takes it.
fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", display(word).replace('\'', r"'\''")),
    }
}
