//! Typed steps: what a plan will do, why, and how much it can hurt. No SQL text here.

use serde::{Deserialize, Serialize};

use crate::ground::kind::ObjectKind;
use crate::ground::names::{ColumnName, DatabaseName, RelationName, RoleName, SchemaName};
use crate::ground::privilege::Privileges;

/// Order of execution is the order of the variants.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The role must exist before anything can be granted to it.
    Role,
    /// Dangerous attributes go before anything else is decided about the role.
    Attributes,
    /// Memberships, granted before revoked: no gap in access that is kept.
    Memberships,
    /// Its two logins, and what becomes of one that is not in use any more.
    Logins,
    /// The password, once the role is what it should be; with two logins, all of their change.
    Password,
    /// Privileges on databases that no session can enter: shared, so any database will do.
    SharedRevokes,
    /// CONNECT first: without it nothing else in the database is of use.
    Connect,
    /// Per schema: USAGE before what stands in the schema.
    Usage,
    /// Per schema: grants before revokes.
    Grant,
    /// Per schema: table privileges, then those of columns, which a table REVOKE also removes.
    Revoke,
    /// Per schema: USAGE (and CREATE) last.
    RevokeUsage,
    /// The door closes last.
    RevokeConnect,
}

/// What can go wrong if the step was not meant.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Risk {
    /// Somebody can do more.
    Grants,
    /// Somebody can do less.
    Revokes,
    /// A password changes.
    Credentials,
    /// More is at stake than privileges on objects: an attribute that passes over them (SUPERUSER,
    /// BYPASSRLS, REPLICATION, CREATEROLE), a membership that carries everything, or a role that goes.
    Destructive,
}

/// One attribute of ALTER ROLE.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// BYPASSRLS
    BypassRls(bool),
    /// CREATEDB
    CreateDb(bool),
    /// CREATEROLE
    CreateRole(bool),
    /// INHERIT
    Inherit(bool),
    /// LOGIN
    Login(bool),
    /// REPLICATION
    Replication(bool),
    /// SUPERUSER
    Superuser(bool),
    /// CONNECTION LIMIT; -1 is none.
    ConnectionLimit(i32),
    /// VALID UNTIL.
    ValidUntil(String),
    /// PASSWORD NULL
    NoPassword,
}

/// How a member is in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MembershipOptions {
    /// WITH ADMIN.
    pub admin: bool,
    /// WITH INHERIT; `None` is not named, as before 16.
    pub inherit: Option<bool>,
    /// WITH SET.
    pub set: bool,
}

/// What a privilege statement is about: a kind of object, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The kind.
    pub kind: ObjectKind,
    /// Where.
    pub at: At,
}

/// Where a statement's objects are; what is inside a database is inside the step's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The database of this name.
    Database(DatabaseName),
    /// The schema of this name.
    Schema(SchemaName),
    /// All of a schema: `ON ALL TABLES IN SCHEMA`.
    All(SchemaName),
    /// By name, in byte order: `ON TABLE a, b`.
    Named(SchemaName, Vec<RelationName>),
    /// One column of one table.
    Column(SchemaName, RelationName, ColumnName),
}

impl Target {
    /// The schema it is about or inside of.
    pub fn schema(&self) -> Option<&SchemaName> {
        match &self.at {
            At::Database(_) => None,
            At::Schema(schema)
            | At::All(schema)
            | At::Named(schema, _)
            | At::Column(schema, _, _) => Some(schema),
        }
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields are the clauses of the statement.
pub enum Statement {
    /// CREATE ROLE; where it can log in, with a password that is generated at apply.
    CreateRole {
        role: RoleName,
        login: bool,
        parent: Option<RoleName>,
        connection_limit: Option<i32>,
        valid_until: Option<String>,
    },
    /// ALTER ROLE, only what differs.
    AlterRole {
        role: RoleName,
        attributes: Vec<Attribute>,
    },
    /// GRANT role TO role. Options are named from 16 on.
    GrantMembership {
        parent: RoleName,
        member: RoleName,
        options: Option<MembershipOptions>,
        granted_by: Option<RoleName>,
    },
    /// REVOKE role FROM role; `admin_only` keeps the membership.
    RevokeMembership {
        parent: RoleName,
        member: RoleName,
        granted_by: Option<RoleName>,
        admin_only: bool,
        was: MembershipOptions,
    },
    /// ALTER ROLE … PASSWORD, generated at apply.
    SetPassword { role: RoleName },
    /// GRANT privileges.
    Grant {
        privileges: Privileges,
        on: Target,
        role: RoleName,
        grant_option: bool,
    },
    /// REVOKE privileges; `grantable` is the part that was held WITH GRANT OPTION.
    Revoke {
        privileges: Privileges,
        on: Target,
        role: RoleName,
        grant_option_only: bool,
        grantable: Privileges,
    },
    /// DROP ROLE: only an undo of CREATE ROLE does this.
    DropRole { role: RoleName },
}

/// One statement, where and as whom it runs, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// See [`Phase`].
    pub phase: Phase,
    /// The database to run in; `None` is the maintenance database.
    pub database: Option<DatabaseName>,
    /// SET LOCAL ROLE around the statement: privileges are revoked as the one who granted them.
    pub acting_as: Option<RoleName>,
    /// What to run.
    pub statement: Statement,
    /// The finding it answers, in words.
    pub reason: String,
    /// See [`Risk`].
    pub risk: Risk,
}

impl Phase {
    /// As documents spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Attributes => "attributes",
            Self::Memberships => "memberships",
            Self::Logins => "logins",
            Self::Password => "password",
            Self::SharedRevokes => "shared_revokes",
            Self::Connect => "connect",
            Self::Usage => "usage",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::RevokeUsage => "revoke_usage",
            Self::RevokeConnect => "revoke_connect",
        }
    }
}

impl Risk {
    /// Every one, the gravest last.
    pub const ALL: [Self; 4] = [
        Self::Grants,
        Self::Revokes,
        Self::Credentials,
        Self::Destructive,
    ];

    /// A sentence about it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Grants => "Somebody can do more.",
            Self::Revokes => "Somebody can do less.",
            Self::Credentials => "A password changes.",
            Self::Destructive => {
                "More is at stake than privileges on objects: an attribute that passes over them, a membership that carries everything, or a role that goes."
            }
        }
    }

    /// As documents spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Grants => "grants",
            Self::Revokes => "revokes",
            Self::Credentials => "credentials",
            Self::Destructive => "destructive",
        }
    }
}

impl Attribute {
    /// Whether it is given; a limit and a time are.
    pub const fn is_on(&self) -> bool {
        match self {
            Self::BypassRls(on)
            | Self::CreateDb(on)
            | Self::CreateRole(on)
            | Self::Inherit(on)
            | Self::Login(on)
            | Self::Replication(on)
            | Self::Superuser(on) => *on,
            Self::ConnectionLimit(_) | Self::ValidUntil(_) => true,
            Self::NoPassword => false,
        }
    }

    /// Its keyword, where whoever has it passes over privileges or can hand itself more.
    pub const fn grave(&self) -> Option<&'static str> {
        match self {
            Self::BypassRls(_) => Some("BYPASSRLS"),
            Self::CreateRole(_) => Some("CREATEROLE"),
            Self::Replication(_) => Some("REPLICATION"),
            Self::Superuser(_) => Some("SUPERUSER"),
            _ => None,
        }
    }
}

impl Statement {
    /// What can go wrong, as far as the statement tells by itself: what a membership carries is in the
    /// catalog.
    pub fn risk(&self) -> Risk {
        match self {
            Self::CreateRole { login: false, .. }
            | Self::Grant { .. }
            | Self::GrantMembership { .. } => Risk::Grants,
            Self::Revoke { .. } | Self::RevokeMembership { .. } => Risk::Revokes,
            Self::CreateRole { .. } | Self::SetPassword { .. } => Risk::Credentials,
            Self::DropRole { .. } => Risk::Destructive,
            Self::AlterRole { attributes, .. } => risk_of(attributes),
        }
    }

    /// What a GRANT or REVOKE of privileges is about.
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Grant { on, .. } | Self::Revoke { on, .. } => Some(on),
            _ => None,
        }
    }

    /// The role that the apply has to bring a password for, where it has to.
    pub fn password_of(&self) -> Option<&RoleName> {
        match self {
            Self::CreateRole {
                role, login: true, ..
            }
            | Self::SetPassword { role } => Some(role),
            _ => None,
        }
    }
}

fn risk_of(attributes: &[Attribute]) -> Risk {
    if attributes.iter().any(|a| a.grave().is_some()) {
        return Risk::Destructive;
    }
    if attributes.contains(&Attribute::NoPassword) {
        return Risk::Credentials;
    }
    let takes = attributes.iter().any(|a| {
        matches!(
            a,
            Attribute::CreateDb(false)
                | Attribute::Inherit(false)
                | Attribute::Login(false)
                | Attribute::ConnectionLimit(_)
                | Attribute::ValidUntil(_)
        )
    });
    if takes { Risk::Revokes } else { Risk::Grants }
}
