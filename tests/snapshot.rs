//! Connecting and taking snapshots, against a real server: what is read is what is there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests fail by panicking.

mod harness;

#[path = "snapshot/acls.rs"]
mod acls;
#[path = "snapshot/databases.rs"]
mod databases;
#[path = "snapshot/names.rs"]
mod names;
#[path = "snapshot/refusals.rs"]
mod refusals;
#[path = "snapshot/roles.rs"]
mod roles;
#[path = "snapshot/sessions.rs"]
mod sessions;
#[path = "snapshot/support.rs"]
mod support;
#[path = "snapshot/tls.rs"]
mod tls;
