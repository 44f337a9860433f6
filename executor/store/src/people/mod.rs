//! The people of a hub: who they are, what they may do, and how they show who they are.

mod access;
mod api_tokens;
mod links;
mod users;
mod web_sessions;

pub use access::Access;
pub use api_tokens::{ApiToken, ApiTokens, NewApiToken};
pub use links::{LinkFor, UserLinks};
pub use users::{NewUser, User, UserChange, Users};
pub use web_sessions::{WebSession, WebSessions};

pub(crate) use api_tokens::PURPOSE as TOKEN;
pub(crate) use users::PURPOSE as USER;

use sha2::{Digest, Sha256};

/// What is kept of a value that lets somebody in: not enough to be let in by it.
fn hashed(value: &str) -> String {
    hex::encode(Sha256::digest(value.as_bytes()))
}

#[cfg(test)]
mod tests;
