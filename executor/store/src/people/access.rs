//! What somebody may do.

use crate::StoreError;
use std::fmt;

/// What somebody may do; each may what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Looks at everything but secrets.
    Viewer,
    /// Changes the inventory, plans and applies.
    Operator,
    /// Approves what others planned.
    Approver,
    /// Says who may do what.
    Admin,
}

impl Access {
    /// All, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Operator, Self::Approver, Self::Admin];

    /// `viewer`, `operator`, `approver` or `admin`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Approver => "approver",
            Self::Admin => "admin",
        }
    }

    /// What [`Access::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|access| access.as_str() == text)
    }

    pub(crate) fn read(text: &str, what: &str) -> Result<Self, StoreError> {
        Self::parse(text).ok_or_else(|| StoreError::Unreadable {
            what: what.to_owned(),
            found: format!("the access {text:?}"),
        })
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
