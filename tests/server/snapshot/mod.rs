//! Connecting and taking snapshots, against a real server: what is read is what is there.

mod acls;
mod databases;
mod names;
mod races;
mod refusals;
mod roles;
mod sessions;
pub mod support;
pub mod tls;
mod versions;
