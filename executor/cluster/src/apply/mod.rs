//! The mechanics of an apply: a [`planner::VerifiedPlan`]'s statements over the wire protocol,
//! proved before they are committed. Their order is the protocol's, which is not here.
//!
//! ```text
//! lock_role
//! Execution::create_role      committed: other databases must see it
//! ┌ each wave, again on a lost race (Tries) ─────────────────────────────────┐
//! │ begin ─> Begun ─run─> Run ─prove─> Proved ─commit                        │
//! └──────────────────────────────────────────────────────────────────────────┘
//! Execution::take_back        what is left once a wave failed
//! ```
//!
//! Only what was proved has a `commit`.

mod error;
mod execution;
mod fate;
mod lock;
mod password;
mod prove;
mod statement;
mod tries;
mod wave;

pub use error::{ApplyError, StatementError};
pub use execution::{Execution, Work};
pub use fate::Fate;
pub use lock::lock_role;
pub use password::{ScramVerifier, generate_password};
pub use tries::Tries;
pub use wave::{Begun, Proved, Run, Wave};
