//! The mechanics of an apply: a [`planner::VerifiedPlan`]'s statements over the wire protocol,
//! proved before they are committed. Their order is the protocol's, which is not here.
//!
//! ```text
//! Links::open, try_role       all connections at once; one of them keeps the role's lock
//! Execution::create_role      committed: other databases must see it
//! ┌ each wave, again on a lost race (Tries) ────────────────────────────────────────────────┐
//! │ begin ─> Begun ─run─> Run ─prove─> Proved ─commit_cluster─> HalfCommitted ─commit_databases │
//! └─────────────────────────────────────────────────────────────────────────────────────────┘
//! leftovers::end              what a lost connection or a dead process left on the server
//! ```
//!
//! Of several roles, one at a time runs a wave in a database (`turn`). Only what was proved has a commit. The statements of a database go out in one flight, databases
//! side by side.

mod blockers;
mod error;
mod execution;
mod fate;
mod flight;
mod leftovers;
mod links;
mod lock;
mod password;
mod prove;
mod statement;
mod tries;
mod turn;
mod verifier;
mod wave;

pub use error::{ApplyError, FailedCommit, StatementError};
pub use execution::{Execution, Interrupt, Progress, Work};
pub use fate::Fate;
pub use leftovers::{end_leftovers, reconnect};
pub use links::Links;
pub use lock::Holder;
pub use password::{ScramVerifier, generate_password};
pub use prove::Proof;
pub use tries::Tries;
pub use verifier::{Candidate, Comparison, compare, verifier_of};
pub use wave::{Begun, HalfCommitted, Proved, Run, Wave};
