//! What needs neither a server nor a home: the house's rules, its formats, the planner's cases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.

mod cases;
mod house_rules;
mod protocol;
mod schemas;
