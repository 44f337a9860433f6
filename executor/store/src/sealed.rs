//! What the store keeps sealed, for messages.

use std::fmt;

/// One sealed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// The password of a resource's admin account.
    AdminAccount {
        /// The resource.
        resource: String,
    },
    /// The password of a provisioned role.
    RolePassword {
        /// The resource.
        resource: String,
        /// The role's name.
        role: String,
    },
    /// The command that passwords of roles are handed to.
    HandOver {
        /// The resource; `None` is for all that have none of their own.
        resource: Option<String>,
    },
    /// The value that proves the key.
    KeyCheck,
    /// What proves a user's password.
    UserProof,
    /// What is kept of a login.
    WebSession,
}

impl Sealed {
    /// What to do where it cannot be sealed or opened.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::AdminAccount { .. } | Self::HandOver { .. } => "set it again",
            Self::RolePassword { .. } => "rotate it to get a new one",
            Self::KeyCheck => "try again",
            Self::UserProof => "set the user's password again",
            Self::WebSession => "log in again",
        }
    }
}

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AdminAccount { resource } => write!(f, "the admin account of {resource:?}"),
            Self::RolePassword { resource, role } => {
                write!(f, "the password of role {role:?} of {resource:?}")
            }
            Self::HandOver { resource } => {
                f.write_str("the command that passwords are handed over to")?;
                match resource {
                    Some(resource) => write!(f, ", of {resource:?}"),
                    None => f.write_str(", of every resource"),
                }
            }
            Self::KeyCheck => f.write_str("the value that proves the key"),
            Self::UserProof => f.write_str("what proves a user's password"),
            Self::WebSession => f.write_str("what is kept of a login"),
        }
    }
}
