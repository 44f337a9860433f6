//! Desired privileges as written: SQL keywords.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ground::kind::{KINDS, KindRow, since};
use crate::ground::privilege::{Privilege, Privileges};

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

/// The words an item may use, for messages: `SELECT, …, MAINTAIN (17+), ALL`.
fn known() -> String {
    let askable = Privilege::FOR_PEOPLE
        .into_iter()
        .filter(|p| takes(|row| row.asked, *p));
    let words = askable.map(|p| match since(p) {
        Some(major) => format!("{p} ({major}+)"),
        None => p.to_string(),
    });
    words
        .chain(["ALL".to_owned()])
        .collect::<Vec<_>>()
        .join(", ")
}

/// True where some kind of object has the privilege among these.
fn takes(of: impl Fn(&KindRow) -> Privileges, privilege: Privilege) -> bool {
    KINDS.iter().any(|row| of(row).contains(privilege))
}

impl FromStr for PrivilegeWord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let upper = text.trim().to_ascii_uppercase();
        if upper == "ALL" || upper == "ALL PRIVILEGES" {
            return Ok(Self::All);
        }
        match upper.parse::<Privilege>() {
            Ok(p) if takes(|row| row.asked, p) => Ok(Self::One(p)),
            Ok(Privilege::Usage) => Err(
                "privilege `USAGE` is implied on every schema of a scope; leave it out (sequences are not planned by this version)"
                    .to_owned(),
            ),
            Ok(p) if takes(|row| row.implied, p) => {
                Err(format!("privilege `{p}` is implied by any scope; leave it out"))
            }
            Ok(p) => Err(format!(
                "privilege `{p}` does not apply to tables, and this version plans privileges of tables only; use {}",
                known()
            )),
            Err(_) => Err(format!(
                "unknown privilege `{}`; use {}",
                crate::ground::quote::display(text.trim()),
                known()
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
