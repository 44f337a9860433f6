//! All that needs a PostgreSQL server, on the version that `ROLEWRIGHT_TEST_PG` names; one cluster is
//! shared, and a test that stops or configures one, or changes what all would see, starts its own.
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
#[path = "../support/places.rs"]
mod places;
#[path = "../support/start.rs"]
mod start;

mod desks;
mod edit;
mod postgres;
mod reference;

mod apply;
mod backup;
mod bad_inputs;
mod connect;
mod crowds;
mod demo;
mod hand_over;
mod hostile;
mod hub;
mod logins;
mod main_job;
mod moment;
mod odd_servers;
mod round_trips;
#[cfg(target_os = "linux")] // The process list is read from /proc.
mod secrets;
mod snapshot;
mod tampering;
mod trust;
