//! The command line without a database: help, usage, files, imports, offline plans, the record,
//! JSON shapes, and the generated reference. What needs a server is in `main_job.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests fail by panicking.

#[path = "cli/desk.rs"]
mod desk;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/keys.rs"]
mod keys;
#[path = "cli/offline.rs"]
mod offline;
#[path = "cli/reference.rs"]
mod reference;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/secrets.rs"]
mod secrets;
#[path = "cli/sessions.rs"]
mod sessions;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/usage.rs"]
mod usage;
