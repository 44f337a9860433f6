//! An apply cannot half-happen: the binary, a proxy before a PostgreSQL, and a fault at every step.
//! `make test-faults` runs all of it and writes `docs/faults.md`; a sample is part of `make test`.
#![cfg(target_os = "linux")] // A process's limits are set with prlimit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests fail by panicking.

#[path = "../support/desk.rs"]
#[allow(dead_code)] // Outputs are judged here, not expected.
mod desk;
#[path = "../support/places.rs"]
mod places;
#[path = "../support/start.rs"]
mod start;

mod after;
mod case;
mod claims;
mod damage;
mod judge;
mod logins;
mod look;
mod points;
mod record;
mod report;
mod results;
mod run;
mod scenario;
mod space;
mod superuser;
mod vanish;
mod world;
