//! One PostgreSQL cluster: connects, takes catalog snapshots, runs a verified plan. It makes no
//! planning decision, and knows nothing of the store.
//!
//! ```text
//! connect ─> snapshot ─> (planner: plan, verify) ─> apply
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
pub mod connect;
pub mod snapshot;
