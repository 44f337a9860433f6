//! What is known of one password of a role.

use jiff::Timestamp;
use secret::Secret;

/// Whether the cluster is known to have the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretState {
    /// Stored before the apply; the cluster may have it or not.
    Pending,
    /// The apply committed, or a comparison found it in force.
    Confirmed,
}

/// The password of a role.
#[derive(Debug, Clone)]
pub struct RoleSecret {
    /// The password, or where it is.
    pub held: Held,
    /// What the server was sent of it, where that is known.
    pub verifier: Option<Secret>,
    /// The apply session that made it.
    pub sid: String,
    /// Whether the cluster is known to have it.
    pub state: SecretState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its apply committed, or it was first found in force.
    pub confirmed_at: Option<Timestamp>,
    /// When a comparison last found that it is what the server holds.
    pub in_force_at: Option<Timestamp>,
    /// When it last logged in.
    pub logged_in_at: Option<Timestamp>,
}

/// Where a password is.
#[derive(Debug, Clone)]
pub enum Held {
    /// Here.
    Here(Secret),
    /// It was handed over to a command, and is not here any more.
    Elsewhere {
        /// The command.
        to: Vec<String>,
        /// When.
        at: Timestamp,
    },
}

impl RoleSecret {
    /// The password, where it is here.
    #[must_use]
    pub fn password(&self) -> Option<&Secret> {
        match &self.held {
            Held::Here(password) => Some(password),
            Held::Elsewhere { .. } => None,
        }
    }
}

/// A password whose apply has not said how it ended. Not decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSecret {
    /// The resource.
    pub resource: String,
    /// The role's name on the cluster.
    pub role: String,
    /// The apply session that made it.
    pub sid: String,
    /// When it was made.
    pub created_at: Timestamp,
}
