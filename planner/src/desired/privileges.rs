//! Desired privileges as written: SQL keywords.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ground::privilege::Privilege;

/// One word of a privilege list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivilegeWord {
    /// Everything the kind of object accepts on the server at hand.
    All,
    /// One privilege of tables.
    One(Privilege),
}

impl fmt::Display for PrivilegeWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("ALL"),
            Self::One(p) => write!(f, "{p}"),
        }
    }
}

const TABLE_WORDS: &str =
    "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN (17+), ALL";

impl FromStr for PrivilegeWord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        use Privilege as P;
        let upper = text.trim().to_ascii_uppercase();
        if upper == "ALL" || upper == "ALL PRIVILEGES" {
            return Ok(Self::All);
        }
        match upper.parse::<P>() {
            Ok(P::Connect) => Err("privilege `CONNECT` is implied by any scope; leave it out".to_owned()),
            Ok(P::Usage) => Err(
                "privilege `USAGE` is implied on every schema of a scope; leave it out (sequences are not planned by this version)"
                    .to_owned(),
            ),
            Ok(p @ (P::Execute | P::Create | P::Temporary)) => Err(format!(
                "privilege `{p}` does not apply to tables, and this version plans privileges of tables only; use {TABLE_WORDS}"
            )),
            Ok(p) => Ok(Self::One(p)),
            Err(_) => Err(format!(
                "unknown privilege `{}`; use {TABLE_WORDS}",
                crate::ground::quote::display(text.trim())
            )),
        }
    }
}

impl Serialize for PrivilegeWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PrivilegeWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::text::deserialize(deserializer, "a privilege, such as SELECT")
    }
}
