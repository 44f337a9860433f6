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
        clippy::indexing_slicing
    )
)]

pub mod case;
pub mod catalog;
pub mod checksum;
pub mod desired;
pub mod diff;
pub mod import;
mod map;
pub mod model;
pub mod names;
pub mod note;
mod ordered;
pub mod outcome;
pub mod plan;
pub mod preview;
pub mod privilege;
pub mod quote;
#[cfg(feature = "schema")]
mod schema;
pub mod server;
pub mod session;
pub mod sql;
pub mod verify;

pub use catalog::Catalog;
pub use desired::RoleConfig;
pub use map::Map;
pub use plan::{Plan, PlanError, plan};
pub use session::SessionDocument;
pub use verify::{VerifiedPlan, verify};

/// The planner's version, written into every session document.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
