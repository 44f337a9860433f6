//! The server a snapshot was taken from. Version questions are methods here, never numbers elsewhere.

use serde::{Deserialize, Serialize};

/// Identity and version of one PostgreSQL cluster.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// `server_version_num`, e.g. 150018.
    pub version_num: u32,
    /// `pg_control_system().system_identifier`, as text: it does not fit a JSON number.
    pub system_identifier: String,
}

impl Server {
    /// The oldest version planned for.
    pub const OLDEST: u32 = 13;

    /// The major version: 13 to 18 are known.
    pub fn major(&self) -> u32 {
        self.version_num / 10_000
    }

    /// `15.18`.
    pub fn version(&self) -> String {
        format!("{}.{}", self.major(), self.version_num % 10_000)
    }

    /// The MAINTAIN privilege on tables.
    pub fn has_maintain(&self) -> bool {
        self.major() >= 17
    }

    /// Memberships keyed by grantor, with INHERIT and SET options.
    pub fn has_membership_options(&self) -> bool {
        self.major() >= 16
    }
}
