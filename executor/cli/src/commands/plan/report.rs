//! Shows what was planned: a document, a table, SQL or JSON; advice and the next step on stderr.

use std::path::PathBuf;

use planner::SessionDocument;
use planner::quote::display;
use planner::step::Risk;
use serde::Serialize;

use crate::error::{CommandError, ErrorKind};
use crate::exit::Exit;
use crate::ui::{Table, Ui};
use crate::words::shell;
use ops::{PlanEntry, Status};

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
struct Body<'a> {
    results: Vec<Planned<'a>>,
}

#[derive(Serialize)]
struct Planned<'a> {
    sid: &'a str,
    resource: &'a str,
    role: &'a str,
    role_name: &'a str,
    status: Status,
    #[serde(flatten)]
    changes: Changes,
    message: &'a str,
    session: Option<&'a SessionDocument>,
}

/// Statements by what they do.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Changes {
    /// That give something.
    grants: usize,
    /// That take something away.
    revokes: usize,
    /// That make the role, or change its password.
    credentials: usize,
    /// That are about more than privileges on objects: SUPERUSER, a membership that carries everything.
    destructive: usize,
}

impl Changes {
    /// Of a plan; none where there is no plan.
    pub fn of(document: Option<&SessionDocument>) -> Self {
        let mut changes = Self::default();
        for step in document.iter().flat_map(|document| &document.steps) {
            match step.risk {
                Risk::Grants => changes.grants += 1,
                Risk::Revokes => changes.revokes += 1,
                Risk::Credentials => changes.credentials += 1,
                Risk::Destructive => changes.destructive += 1,
            }
        }
        changes
    }
}

impl std::fmt::Display for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "+{} -{}", self.grants, self.revokes)?;
        for (sign, many) in [('~', self.credentials), ('!', self.destructive)] {
            if many > 0 {
                write!(f, " {sign}{many}")?;
            }
        }
        Ok(())
    }
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
            &Body {
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
    let failures = entries
        .iter()
        .filter(|entry| entry.status == Status::Failed);
    let failed = failures.clone().count();
    let shown = match view {
        View::Table => true,
        View::Document | View::Sql => ui.wants_json(),
        View::Nothing => false,
    };
    if let ([one], 1, false) = (entries, failed, shown) {
        return Err(CommandError::new(ErrorKind::Error, one.message.clone()));
    }
    for entry in failures.filter(|_| !shown) {
        let about = display(&format!("{}/{}", entry.resource, entry.role));
        ui.failure(format_args!("{about}: {}", entry.message));
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

fn row(entry: &PlanEntry) -> Planned<'_> {
    Planned {
        sid: &entry.sid,
        resource: &entry.resource,
        role: &entry.role,
        role_name: &entry.role_name,
        status: entry.status,
        changes: Changes::of(entry.document.as_ref()),
        message: &entry.message,
        session: entry.document.as_ref(),
    }
}

fn table(entries: &[PlanEntry]) -> Table {
    let mut table = Table::new(&["SID", "RESOURCE", "ROLE", "STATUS", "CHANGES", "MESSAGE"]);
    for entry in entries {
        let changes = match entry.status {
            Status::OutOfSync => Changes::of(entry.document.as_ref()).to_string(),
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
                    shell(&path.to_string_lossy())
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
