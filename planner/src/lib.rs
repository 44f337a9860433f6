//! The Rolewright planner: desired roles plus a catalog snapshot in, SQL and checksums out.
//!
//! Data flows one way, and the modules are the rooms it passes through:
//!
//! ```text
//! catalog ─┐
//!          ├─> diff ─> plan ─> sql ─> checksum ─> session document
//! desired ─┘                                  └─> verify (against a fresh catalog)
//! ```
//!
//! Everything here is pure and total: no clock, files, network, randomness, threads or panics
//! (`clippy.toml` and the lints below), and only ordered maps, so that the same input gives the
//! same bytes natively and in WebAssembly.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::too_many_lines
    )
)]

// From the ground up: a room may use those above it, none below (`tests/house_rules.rs`).

// Names, quoting, privileges, kinds of objects, versions, findings.
pub mod ground;

// Facts: a snapshot of one cluster, for any role.
pub mod catalog;

// Who may act as whom.
pub mod access;

// What a person wrote: items, scopes, privileges, role names, plan.yaml.
pub mod desired;

// The CSV files, each row classified.
pub mod import;

// What a step is: statement, target, phase, risk.
pub mod step;

// One statement as text, and the layout of a plan.
pub mod sql;

// Desired against facts, as steps.
pub mod diff;

// What a `state_checksum` covers.
pub mod facts;

// What PostgreSQL would do with the steps.
pub mod model;

// The verbs that make steps, with everything a reader needs to judge them.
pub mod plan;

// The session document.
pub mod session;

// A document against a fresh snapshot.
pub mod verify;

// Judges of a catalog: effective access, `can:` and `cannot:`.
pub mod outcome;

// What a person looks at.
pub mod review;

// A case folder, judged.
pub mod case;

#[cfg(feature = "schema")]
mod schema;

// The face: what is used from outside. Nobody inside imports it.

pub use catalog::Catalog;
pub use desired::RoleConfig;
pub use ground::map::Map;
pub use ground::{VERSION, hash, kind, names, nesting, note, privilege, quote, server};
pub use plan::{Draft, Plan, PlanError, draft, plan};
pub use session::SessionDocument;
pub use verify::{VerifiedPlan, verify};
