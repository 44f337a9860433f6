//! What needs neither a server nor a home: the house's rules, its formats, the planner's cases.
#![allow(clippy::too_many_lines)] // A test is one story.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.

mod cases;
mod fuzz;
mod house_rules;
mod libpq;
mod protocol;
mod schemas;
