//! Resources from a file or a list: each row is judged alone, as the command line judges it.

use axum::Json as Answer;
use axum::extract::State;
use planner::import::{Class, Import, ResourceEntry, inventory, write_table};
use serde::{Deserialize, Serialize};
use store::{Access, NewResource};
use utoipa::ToSchema;

use super::body::Json;
use crate::access::Caller;
use crate::near;
use crate::problem::{Kind, Problem};
use crate::state::{Hub, Shared};

/// A resource as it is written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResourceIn {
    name: String,
    /// `PostgreSQL`.
    #[serde(default = "postgresql")]
    r#type: String,
    /// Host name or address.
    host: String,
    /// 1 to 65535; 5432 unless said otherwise.
    #[serde(default = "usual_port")]
    port: u32,
}

fn postgresql() -> String {
    "PostgreSQL".to_owned()
}

fn usual_port() -> u32 {
    5432
}

/// Resources to add or change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewResources {
    resources: Vec<ResourceIn>,
    /// Says what would become of each row, and stores nothing.
    #[serde(default)]
    dry_run: bool,
    /// An admin's yes to addresses of the hub's own machine or network.
    #[serde(default)]
    allow_near: bool,
    /// Lines that are left out.
    #[serde(default)]
    skip: Vec<u32>,
}

/// How rows are taken.
struct How {
    dry_run: bool,
    allow_near: bool,
    skip: Vec<u32>,
}

/// A file of resources to add or change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportIn {
    /// `name,type,host,port`, as in a file.
    csv: String,
    /// Says what would become of each row, and stores nothing.
    #[serde(default)]
    dry_run: bool,
    /// An admin's yes to addresses of the hub's own machine or network.
    #[serde(default)]
    allow_near: bool,
    /// Lines that are left out.
    #[serde(default)]
    skip: Vec<u32>,
}

/// What became of each row.
#[derive(Serialize, ToSchema)]
pub(super) struct Imported {
    rows: Vec<RowOut>,
    /// How many were stored.
    stored: usize,
}

/// A row, and what became of it.
#[derive(Serialize, ToSchema)]
pub(super) struct RowOut {
    /// Of the file, or the place in the list from 2 on, as in a file with a header.
    line: u32,
    name: String,
    /// `new`, `updated`, `unchanged`, `invalid`, `duplicate`, `conflict`, or `skipped`.
    status: &'static str,
    /// Why, and what to do.
    pub message: String,
    changes: Vec<Change>,
}

/// A field that changes.
#[derive(Serialize, ToSchema)]
pub(super) struct Change {
    field: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<String>,
}

/// Adds resources, or changes them. A row that is at fault keeps no other from being stored.
#[utoipa::path(post, path = "/api/v1/resources", tag = "resources", request_body = NewResources,
    responses((status = 200, body = Imported)))]
pub(super) async fn add(
    State(hub): State<Shared>,
    caller: Caller,
    Json(given): Json<NewResources>,
) -> Result<Answer<Imported>, Problem> {
    let header = ["name", "type", "host", "port"].map(str::to_owned).to_vec();
    let row = |one: ResourceIn| vec![one.name, one.r#type, one.host, one.port.to_string()];
    let rows: Vec<_> = std::iter::once(header)
        .chain(given.resources.into_iter().map(row))
        .collect();
    let how = How {
        dry_run: given.dry_run,
        allow_near: given.allow_near,
        skip: given.skip,
    };
    take(&hub, &caller, write_table(&rows).into_bytes(), how).await
}

/// Adds resources from a CSV file, or changes them. A row that is at fault keeps no other from being
/// stored.
#[utoipa::path(post, path = "/api/v1/resources/import", tag = "resources", request_body = ImportIn,
    responses((status = 200, body = Imported)))]
pub(super) async fn file(
    State(hub): State<Shared>,
    caller: Caller,
    Json(given): Json<ImportIn>,
) -> Result<Answer<Imported>, Problem> {
    let how = How {
        dry_run: given.dry_run,
        allow_near: given.allow_near,
        skip: given.skip,
    };
    take(&hub, &caller, given.csv.into_bytes(), how).await
}

async fn take(
    hub: &Hub,
    caller: &Caller,
    csv: Vec<u8>,
    how: How,
) -> Result<Answer<Imported>, Problem> {
    if how.allow_near && caller.access < Access::Admin {
        let detail = "only an admin says yes to addresses of the hub's own machine or network";
        return Err(Problem::new(Kind::NotAllowed, detail));
    }
    let existing = hub.store().inventory().list().await?.into_iter();
    let existing: Vec<_> = existing
        .map(|one| ResourceEntry {
            name: one.name,
            kind: one.kind,
            host: one.host,
            port: one.port,
        })
        .collect();
    let classified = inventory::classify(csv, &existing);
    let import = classified.map_err(|error| Problem::bad(error.to_string()))?;
    let (mut rows, mut to_store) = (Vec::new(), Vec::new());
    for (mut row, entry) in judged(import) {
        if how.skip.contains(&row.line) && entry.is_some() {
            row.status = "skipped";
        } else if let Some(entry) = entry {
            match near::refuse(&entry.host, entry.port, how.allow_near).await {
                Ok(()) => to_store.push(entry),
                Err(problem) => {
                    row.status = "invalid";
                    row.message = problem.line();
                }
            }
        }
        rows.push(row);
    }
    let stored = if how.dry_run { 0 } else { to_store.len() };
    if !how.dry_run {
        let inventory = hub.store().inventory();
        inventory.upsert_many(&to_store).await?;
        if how.allow_near {
            let by = Some(caller.user.name.as_str());
            for one in &to_store {
                inventory.allow_near(&one.name, by).await?;
            }
        }
    }
    Ok(Answer(Imported { rows, stored }))
}

/// Each row, and what is to be stored of it.
pub(super) fn judged(
    import: Import<ResourceEntry>,
) -> impl Iterator<Item = (RowOut, Option<NewResource>)> {
    import.rows.into_iter().map(|row| {
        let (status, message, changes, entry) = match row.class {
            Class::New { entry } => ("new", String::new(), Vec::new(), Some(entry)),
            Class::Updated { entry, changes } => ("updated", String::new(), changes, Some(entry)),
            Class::Unchanged { .. } => ("unchanged", String::new(), Vec::new(), None),
            Class::Invalid(fault) => {
                let place = fault.column.as_ref().map(|column| format!("{column}: "));
                let message = format!("{}{}", place.unwrap_or_default(), fault.reason);
                ("invalid", message, Vec::new(), None)
            }
            Class::Duplicate { of_line, .. } => {
                let message = format!("says what line {of_line} says");
                ("duplicate", message, Vec::new(), None)
            }
            Class::Conflict {
                reason, changes, ..
            } => ("conflict", reason, changes, None),
        };
        let out = RowOut {
            line: row.line,
            name: row.subject,
            status,
            message,
            changes: changes
                .into_iter()
                .map(|change| Change {
                    field: change.field,
                    old: change.old,
                    new: change.new,
                })
                .collect(),
        };
        let new = entry.map(|entry| NewResource {
            name: entry.name,
            kind: entry.kind,
            host: entry.host,
            port: entry.port,
        });
        (out, new)
    })
}
