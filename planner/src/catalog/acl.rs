//! Access control lists: who holds what, granted by whom.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ground::kind::ObjectKind;
use crate::ground::names::RoleName;
use crate::ground::ordered::sort;
use crate::ground::privilege::Privileges;
use crate::ground::server::Server;

/// Who an entry is for. In JSON: `null` is PUBLIC, so that no role name can be mistaken for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grantee {
    /// Everybody, present and future.
    Public,
    /// One role.
    Role(RoleName),
}

impl Grantee {
    /// True for this role.
    pub fn is(&self, role: &RoleName) -> bool {
        matches!(self, Self::Role(r) if r == role)
    }
}

impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("PUBLIC"),
            Self::Role(role) => write!(f, "{role}"),
        }
    }
}

impl Serialize for Grantee {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Public => serializer.serialize_none(),
            Self::Role(role) => role.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Grantee {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<RoleName>::deserialize(deserializer)?.map_or(Self::Public, Self::Role))
    }
}

/// What one grantor gave one grantee.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AclEntry {
    /// Who holds it; `null` is PUBLIC.
    pub grantee: Grantee,
    /// Who gave it.
    pub grantor: RoleName,
    /// What is held.
    pub privileges: Privileges,
    /// The part of it that is held WITH GRANT OPTION.
    #[serde(default, skip_serializing_if = "Privileges::is_empty_ref")]
    pub grantable: Privileges,
}

impl Privileges {
    // serde's skip_serializing_if passes a reference.
    fn is_empty_ref(set: &Self) -> bool {
        set.is_empty()
    }
}

/// An explicit ACL, sorted by grantee and grantor, one entry for each pair.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Acl(pub Vec<AclEntry>);

impl Acl {
    /// Sorts, merges entries of one grantee and grantor, drops empty ones.
    pub fn normalise(&mut self) {
        sort(&mut self.0);
        let mut merged: Vec<AclEntry> = Vec::with_capacity(self.0.len());
        for entry in self.0.drain(..) {
            match merged.last_mut() {
                Some(last) if last.grantee == entry.grantee && last.grantor == entry.grantor => {
                    last.privileges = last.privileges.union(entry.privileges);
                    last.grantable = last.grantable.union(entry.grantable);
                }
                _ => merged.push(entry),
            }
        }
        for entry in &mut merged {
            entry.privileges = entry.privileges.union(entry.grantable);
        }
        merged.retain(|e| !e.privileges.is_empty());
        self.0 = merged;
    }

    /// The entries of one role.
    pub fn of<'a>(&'a self, role: &'a RoleName) -> impl Iterator<Item = &'a AclEntry> + 'a {
        self.0.iter().filter(move |e| e.grantee.is(role))
    }

    /// What one role holds by entries of its own.
    pub fn held_by(&self, role: &RoleName) -> Privileges {
        self.of(role)
            .fold(Privileges::NONE, |set, entry| set.union(entry.privileges))
    }

    /// What one role may pass on.
    pub fn grantable_by(&self, role: &RoleName) -> Privileges {
        self.of(role)
            .fold(Privileges::NONE, |set, entry| set.union(entry.grantable))
    }

    /// What PUBLIC holds.
    pub fn public(&self) -> Privileges {
        self.0
            .iter()
            .filter(|e| e.grantee == Grantee::Public)
            .fold(Privileges::NONE, |set, e| set.union(e.privileges))
    }
}

/// The ACL that applies: the explicit one, or PostgreSQL's built-in default (`acldefault`) where it
/// is NULL. Asked by the walk over all objects and by the model, which changes ACLs.
pub(crate) fn effective<'a>(
    acl: Option<&'a Acl>,
    kind: ObjectKind,
    owner: &RoleName,
    server: &Server,
) -> Cow<'a, Acl> {
    if let Some(acl) = acl {
        return Cow::Borrowed(acl);
    }
    let mut entries = Vec::with_capacity(2);
    let mut add = |grantee, privileges: Privileges| {
        if !privileges.is_empty() {
            entries.push(AclEntry {
                grantee,
                grantor: owner.clone(),
                privileges,
                grantable: Privileges::NONE,
            });
        }
    };
    add(Grantee::Public, kind.row().public);
    add(Grantee::Role(owner.clone()), kind.owners_default(server));
    Cow::Owned(Acl(entries))
}
