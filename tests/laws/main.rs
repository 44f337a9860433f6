//! Laws, for random clusters and random desired roles: on the models of a server, and on a real one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.
#![allow(clippy::too_many_lines)] // A test is one story.

#[path = "../law/mod.rs"]
mod law;
#[path = "../law/server/mod.rs"]
mod server;
#[path = "../support/start.rs"]
mod start;

mod on_a_server;
mod on_models;
