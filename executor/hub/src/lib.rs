//! The hub: what the command line does, for a team, over HTTP.
//!
//! ```text
//! request ─> access (who, may they, on record) ─> api (a noun a file) ─> store
//!                                                    │
//!                                                    └─> jobs ─> work (leases) ─> ops
//! ```
//!
//! The process holds nothing that the store does not: it may end at any moment, and so may the browser.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod access;
mod api;
mod first;
mod near;
mod page;
mod problem;
mod serve;
mod state;
mod words;
mod work;

pub use access::{TABLE, Who};
pub use api::openapi;
pub use first::first_link;
pub use serve::{Listening, Options, ServeError, TlsFiles, serve};
