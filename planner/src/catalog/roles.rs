//! Roles, their attributes and memberships.

use serde::{Deserialize, Serialize};

use crate::ground::names::RoleName;

/// A role's attributes, as in `pg_roles`. `false` is left out of the file.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Role {
    /// SUPERUSER.
    #[serde(skip_serializing_if = "is_false")]
    pub superuser: bool,
    /// INHERIT.
    #[serde(skip_serializing_if = "is_false")]
    pub inherit: bool,
    /// CREATEROLE.
    #[serde(skip_serializing_if = "is_false")]
    pub createrole: bool,
    /// CREATEDB.
    #[serde(skip_serializing_if = "is_false")]
    pub createdb: bool,
    /// LOGIN.
    #[serde(skip_serializing_if = "is_false")]
    pub login: bool,
    /// REPLICATION.
    #[serde(skip_serializing_if = "is_false")]
    pub replication: bool,
    /// BYPASSRLS.
    #[serde(skip_serializing_if = "is_false")]
    pub bypassrls: bool,
    /// CONNECTION LIMIT; absent is unlimited (-1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_limit: Option<i32>,
    /// VALID UNTIL (RFC 3339, UTC, or `infinity`); absent is never set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// VALID UNTIL has passed by the server's clock: it lets nobody in by password.
    #[serde(skip_serializing_if = "is_false")]
    pub expired: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature serde calls.
fn is_false(b: &bool) -> bool {
    !b
}

const fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature serde calls.
fn is_true(b: &bool) -> bool {
    *b
}

/// `member` is a member of `role`, by `grantor`. Sorted by member, role, grantor.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Who is in.
    pub member: RoleName,
    /// The role it is in.
    pub role: RoleName,
    /// Who granted it; before 16 only informational.
    pub grantor: RoleName,
    /// WITH ADMIN.
    #[serde(default, skip_serializing_if = "is_false")]
    pub admin: bool,
    /// WITH INHERIT (16+; before, the member's own INHERIT attribute decides).
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub inherit: bool,
    /// WITH SET (16+; before, always).
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub set: bool,
}
