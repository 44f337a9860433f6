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

/// The first key of our advisory locks, among all users of them ("Role").
pub(crate) const ROLE_LOCKS: i32 = 0x526f_6c65;

pub mod apply;
pub mod connect;
pub mod snapshot;
