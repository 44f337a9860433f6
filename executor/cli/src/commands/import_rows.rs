//! The rows of an imported CSV file, each with what becomes of it: for the table and for JSON.

use planner::import::{Class, Counts, FieldChange, Import};
use serde::Serialize;

use crate::error::{CommandError, remedy};
use crate::ui::{Table, Ui};

/// All rows.
pub struct Rows {
    counts: Counts,
    rows: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    line: u32,
    name: String,
    status: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<FieldChange>,
}

#[derive(Serialize)]
struct Body<'a> {
    what: &'a str,
    dry_run: bool,
    stored: usize,
    counts: Counts,
    rows: &'a [Line],
}

impl Rows {
    /// As they were classified.
    pub fn of<T>(import: &Import<T>) -> Self {
        let row = |row: &planner::import::Classified<T>| {
            let (status, message, changes) = words(&row.class);
            Line {
                line: row.line,
                name: row.subject.clone(),
                status,
                message,
                changes,
            }
        };
        Self {
            counts: import.counts,
            rows: import.rows.iter().map(row).collect(),
        }
    }

    /// Says what became of the row of a line after all.
    pub fn settle(&mut self, line: u32, status: &'static str, message: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.line == line) {
            row.status = status;
            row.message = message;
        }
    }

    /// True where a row is not taken for a fault of its own.
    pub fn any_failed(&self) -> bool {
        self.rows
            .iter()
            .any(|row| matches!(row.status, "failed" | "invalid" | "conflict"))
    }

    /// Shows them, and on stderr how many there are of each.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn report(
        &self,
        what: &str,
        dry_run: bool,
        stored: usize,
        ui: &Ui,
    ) -> Result<(), CommandError> {
        if ui.wants_json() {
            let (counts, rows) = (self.counts, self.rows.as_slice());
            ui.product_json(
                "import/1",
                &Body {
                    what,
                    dry_run,
                    stored,
                    counts,
                    rows,
                },
            )?;
        } else {
            let mut table = Table::new(&["LINE", "NAME", "STATUS", "DETAIL"]);
            for row in &self.rows {
                table.row(&[&row.line.to_string(), &row.name, row.status, &row.message]);
            }
            ui.product_table(table)?;
        }
        let stored = match dry_run {
            true => "nothing stored (dry run)".to_owned(),
            false => format!("{stored} stored"),
        };
        ui.status(format_args!("{}; {stored}", self.summary()));
        Ok(())
    }

    fn summary(&self) -> String {
        let c = &self.counts;
        let all = [
            (c.new, "new"),
            (c.updated, "updated"),
            (c.unchanged, "unchanged"),
            (c.duplicate, "duplicate"),
            (c.invalid, "invalid"),
            (c.conflict, "in conflict"),
        ];
        let some: Vec<_> = all
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        some.join(", ")
    }
}

fn words<T>(class: &Class<T>) -> (&'static str, String, Vec<FieldChange>) {
    match class {
        Class::New { .. } => ("new", String::new(), Vec::new()),
        Class::Updated { changes, .. } => ("updated", sentence(changes), changes.clone()),
        Class::Unchanged { .. } => ("unchanged", String::new(), Vec::new()),
        Class::Invalid(fault) => {
            let place = fault
                .column
                .as_ref()
                .map(|c| format!("{c}: "))
                .unwrap_or_default();
            let remedy = remedy::row(fault)
                .map(|remedy| format!("; {remedy}"))
                .unwrap_or_default();
            (
                "invalid",
                format!("{place}{}{remedy}", fault.reason),
                Vec::new(),
            )
        }
        Class::Duplicate { of_line, .. } => (
            "duplicate",
            format!("says what line {of_line} says"),
            Vec::new(),
        ),
        Class::Conflict {
            changes, reason, ..
        } => ("conflict", reason.clone(), changes.clone()),
    }
}

fn sentence(changes: &[FieldChange]) -> String {
    let change = |c: &FieldChange| match (&c.old, &c.new) {
        (Some(old), Some(new)) => format!("{}: {old} -> {new}", c.field),
        _ => c.field.to_owned(),
    };
    changes.iter().map(change).collect::<Vec<_>>().join("; ")
}
