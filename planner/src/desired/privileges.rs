//! Desired privileges as written: SQL keywords.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ground::kind::{KINDS, KindRow, ObjectKind, since};
use crate::ground::privilege::{Privilege, Privileges};

/// One word of a privilege list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivilegeWord {
    /// Everything that each kind of object accepts on the server at hand.
    All,
    /// One privilege, on the kinds that its bare word is for: SELECT for tables, USAGE for sequences.
    One(Privilege),
    /// `SELECT ON SEQUENCES`: one privilege, or all, on just this kind.
    On(ObjectKind, Option<Privilege>),
}

impl fmt::Display for PrivilegeWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (privilege, on) = match self {
            Self::All => (None, None),
            Self::One(privilege) => (Some(*privilege), None),
            Self::On(kind, privilege) => (*privilege, Some(*kind)),
        };
        f.write_str(privilege.map_or("ALL", Privilege::keyword))?;
        match on {
            Some(kind) => write!(f, " ON {}", kind.row().plural.to_ascii_uppercase()),
            None => Ok(()),
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

/// The kinds that an item can ask something of.
fn askable() -> impl Iterator<Item = &'static KindRow> {
    KINDS.iter().filter(|row| !row.asked.is_empty())
}

fn plurals(separator: &str, case: fn(&str) -> String) -> String {
    let plurals: Vec<_> = askable().map(|row| case(row.plural)).collect();
    plurals.join(separator)
}

impl FromStr for PrivilegeWord {
    type Err = String;

    /// Case-insensitive. `ON` names one kind: `SELECT ON SEQUENCES`.
    ///
    /// ```
    /// use planner::desired::PrivilegeWord;
    /// let word: PrivilegeWord = "select on sequences".parse().unwrap();
    /// assert_eq!(word.to_string(), "SELECT ON SEQUENCES");
    /// assert!("DELETE ON SEQUENCES".parse::<PrivilegeWord>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        let shown = || crate::ground::quote::brief(text.trim());
        let upper = text.trim().to_ascii_uppercase();
        let words: Vec<_> = upper.split_whitespace().collect();
        let (words, on) = match words.as_slice() {
            [words @ .., "ON", kind] => (words, Some(*kind)),
            words => (words, None),
        };
        let privilege = match words {
            ["ALL"] | ["ALL", "PRIVILEGES"] => None,
            _ => Some(
                words
                    .join(" ")
                    .parse::<Privilege>()
                    .map_err(|_| format!("unknown privilege `{}`; use {}", shown(), known()))?,
            ),
        };
        match (privilege, on) {
            (privilege, Some(plural)) => on_kind(plural, privilege, &shown()),
            (None, None) => Ok(Self::All),
            (Some(p), None) if takes(|row| row.asked, p) => Ok(Self::One(p)),
            (Some(p), None) if takes(|row| row.implied, p) => Err(format!(
                "privilege `{p}` is implied by any scope; leave it out"
            )),
            (Some(p), None) => Err(format!(
                "privilege `{p}` does not apply to {}, which are what this version plans; use {}",
                plurals(" or ", str::to_owned),
                known()
            )),
        }
    }
}

/// One privilege, or all, on the kind of this plural.
fn on_kind(
    plural: &str,
    privilege: Option<Privilege>,
    shown: &str,
) -> Result<PrivilegeWord, String> {
    let row = askable()
        .find(|row| row.plural.eq_ignore_ascii_case(plural))
        .ok_or_else(|| {
            let known = plurals(" or ", str::to_ascii_uppercase);
            format!("privilege `{shown}`: after ON stands {known}")
        })?;
    let accepted = row.kind.accepted_somewhere();
    match privilege {
        Some(p) if !accepted.contains(p) => Err(format!(
            "privilege `{p}` does not apply to {}, which take {accepted}",
            row.plural
        )),
        privilege => Ok(PrivilegeWord::On(row.kind, privilege)),
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
