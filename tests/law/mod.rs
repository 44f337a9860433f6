//! Random clusters with a past, random desired roles, and an oracle that knows nothing of the planner.
//!
//! ```text
//! raw numbers (proptest) ─decode─> World + history of GRANT, REVOKE, … ─> Catalog ─┐
//!                       └────────> desired role ─────────────────────────────────┴─> planner
//! ```
//!
//! [`sim`] is a second implementation of PostgreSQL's ACLs and memberships, written from the
//! server's source and checked against real servers by `laws/on_a_server.rs`. It makes the clusters, and it
//! is the one check of what is version's own (INHERIT and SET options) wherever one server is at hand:
//! a planner that forgets SET options fails here, and passes on PostgreSQL 15.

pub mod beginning;
pub mod case;
pub mod census;
pub mod desired;
pub mod history;
pub mod known;
pub mod laws;
pub mod models;
pub mod mutate;
pub mod names;
pub mod objects;
pub mod oracle;
pub mod permute;
pub mod raw;
pub mod replay;
pub mod roles;
pub mod runner;
pub mod sequences;
pub mod sim;
pub mod texts;
pub mod undo;
