//! Privileges as PostgreSQL spells them, and sets of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One privilege. Variants stand in byte order of their keywords, which is the order inside a
/// statement (`INSERT, SELECT, UPDATE`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // Each variant is the keyword of the same name.
pub enum Privilege {
    Connect,
    Create,
    Delete,
    Execute,
    Insert,
    Maintain,
    References,
    Select,
    Temporary,
    Trigger,
    Truncate,
    Update,
    Usage,
}

impl Privilege {
    /// Every privilege, in byte order.
    pub const ALL: [Self; 13] = [
        Self::Connect,
        Self::Create,
        Self::Delete,
        Self::Execute,
        Self::Insert,
        Self::Maintain,
        Self::References,
        Self::Select,
        Self::Temporary,
        Self::Trigger,
        Self::Truncate,
        Self::Update,
        Self::Usage,
    ];

    /// Every privilege, in the order a person meets them: doors first, then reading, then writing.
    pub const FOR_PEOPLE: [Self; 13] = [
        Self::Connect,
        Self::Temporary,
        Self::Create,
        Self::Usage,
        Self::Select,
        Self::Insert,
        Self::Update,
        Self::Delete,
        Self::Truncate,
        Self::References,
        Self::Trigger,
        Self::Maintain,
        Self::Execute,
    ];

    /// The SQL keyword.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Connect => "CONNECT",
            Self::Create => "CREATE",
            Self::Delete => "DELETE",
            Self::Execute => "EXECUTE",
            Self::Insert => "INSERT",
            Self::Maintain => "MAINTAIN",
            Self::References => "REFERENCES",
            Self::Select => "SELECT",
            Self::Temporary => "TEMPORARY",
            Self::Trigger => "TRIGGER",
            Self::Truncate => "TRUNCATE",
            Self::Update => "UPDATE",
            Self::Usage => "USAGE",
        }
    }
}

impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

impl FromStr for Privilege {
    type Err = String;

    /// Case-insensitive keyword; `TEMP` is `TEMPORARY`.
    fn from_str(text: &str) -> Result<Self, String> {
        let upper = text.trim().to_ascii_uppercase();
        if upper == "TEMP" {
            return Ok(Self::Temporary);
        }
        Self::ALL
            .into_iter()
            .find(|p| p.keyword() == upper)
            .ok_or_else(|| {
                format!(
                    "unknown privilege `{}`; known: {}",
                    crate::ground::quote::brief(text.trim()),
                    Privileges::from_iter(Self::ALL)
                )
            })
    }
}

/// A set of privileges; iterates in byte order of the keywords. In JSON and YAML a list of keywords.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Privileges(u16);

impl Privileges {
    /// No privilege.
    pub const NONE: Self = Self(0);

    /// One privilege.
    pub const fn only(p: Privilege) -> Self {
        Self(1 << p as u16)
    }

    /// These privileges.
    pub const fn of(list: &[Privilege]) -> Self {
        let mut set = Self::NONE;
        let mut rest = list;
        while let [first, others @ ..] = rest {
            set = set.union(Self::only(*first));
            rest = others;
        }
        set
    }

    /// True for the empty set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True where `p` is in the set.
    pub const fn contains(self, p: Privilege) -> bool {
        self.0 & (1 << p as u16) != 0
    }

    /// True where every privilege of `other` is in the set.
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// The union.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The intersection.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is here and not in `other`.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The members, in byte order.
    pub fn iter(self) -> impl Iterator<Item = Privilege> {
        Privilege::ALL
            .into_iter()
            .filter(move |p| self.contains(*p))
    }

    /// The keywords, in byte order.
    pub fn keywords(self) -> Vec<String> {
        self.iter().map(|p| p.keyword().to_owned()).collect()
    }
}

impl FromIterator<Privilege> for Privileges {
    fn from_iter<I: IntoIterator<Item = Privilege>>(iter: I) -> Self {
        iter.into_iter()
            .fold(Self::NONE, |set, p| set.union(Self::only(p)))
    }
}

impl fmt::Display for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, privilege) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(privilege.keyword())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

impl Serialize for Privileges {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Privilege::keyword))
    }
}

impl<'de> Deserialize<'de> for Privileges {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        words
            .iter()
            .map(|w| w.parse::<Privilege>())
            .collect::<Result<_, _>>()
            .map_err(serde::de::Error::custom)
    }
}
