//! The gap between what a role should hold on one object and its direct ACL entries there.

use crate::catalog::Objects;
use crate::ground::names::RoleName;
use crate::ground::ordered::sort;
use crate::ground::privilege::Privileges;

/// What one grantor gave that is not desired.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Extra {
    /// Self-grants go first: they depend on the grant option that another entry holds.
    pub not_own: bool,
    pub grantor: RoleName,
    pub privileges: Privileges,
    /// The part of it held WITH GRANT OPTION.
    pub grantable: Privileges,
    /// Only the grant option is to go; the privilege is desired.
    pub option_only: bool,
}

/// What is missing and what is too much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap {
    pub held: Privileges,
    pub missing: Privileges,
    pub extra: Vec<Extra>,
    /// Somebody depends on what would be revoked.
    pub dependents: Vec<String>,
}

/// Compares. What an owner holds on its own object is never too much: it could give it back to
/// itself at any time.
pub(crate) fn gap(
    role: &RoleName,
    on: &Objects<'_>,
    desired: Privileges,
    authoritative: bool,
) -> Gap {
    let Objects { owner, acl, .. } = on;
    let mut gap = Gap::default();
    let owns = role == *owner;
    let mut losing = Privileges::NONE;
    for entry in acl.of(role) {
        let own = &entry.grantor == role && !owns;
        let keep = if own && authoritative {
            Privileges::NONE
        } else {
            desired
        };
        if !(own && authoritative) {
            gap.held = gap.held.union(entry.privileges);
        }
        if owns || !authoritative {
            continue;
        }
        let extra = |privileges, option_only| Extra {
            not_own: !own,
            grantor: entry.grantor.clone(),
            privileges,
            grantable: entry.grantable.intersection(privileges),
            option_only,
        };
        let too_much = entry.privileges.minus(keep);
        let option = entry.grantable.intersection(keep);
        losing = losing
            .union(too_much.intersection(entry.grantable))
            .union(option);
        if !too_much.is_empty() {
            gap.extra.push(extra(too_much, false));
        }
        if !option.is_empty() {
            gap.extra.push(extra(option, true));
        }
    }
    sort(&mut gap.extra);
    gap.missing = desired.minus(gap.held);
    for entry in &acl.0 {
        let hit = entry.privileges.intersection(losing);
        if &entry.grantor == role && !entry.grantee.is(role) && !hit.is_empty() {
            gap.dependents.push(format!("{hit} to {}", entry.grantee));
        }
    }
    gap
}
