//! The command line without a database: help, usage, files, imports, offline plans, the record,
//! JSON shapes, and the generated reference. What needs a server is in `tests/server`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests fail by panicking.
#![allow(clippy::too_many_lines)] // A test is one story.

#[path = "../support/desk.rs"]
mod desk;
#[path = "../support/kept.rs"]
mod kept;

mod files;
mod help;
mod homes;
mod hostile;
mod import;
mod json;
mod keys;
mod offline;
mod reference;
mod report;
mod secrets;
mod sessions;
mod stores;
mod streams;
mod usage;
