//! The executor: takes snapshots, verifies, applies, stores. It makes no planning decision.
//!
//! ```text
//! connect ─> snapshot ─> (planner) ─> ops::plan ─> store
//!                                      ops::apply: verify → persist → execute → prove → commit → confirm → record
//! ```
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod apply;
pub mod cli;
pub mod connect;
pub mod home;
pub mod offline;
pub mod ops;
pub mod snapshot;
pub mod store;
