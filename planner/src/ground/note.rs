//! What the planner has to say beside the SQL: never formatted here, only named.

use serde::{Deserialize, Serialize};

/// How much a note matters.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// The role can do more, or less, than the desired state says.
    Warning,
    /// The plan cannot be made.
    Error,
}

/// Declares every code once: its variant, how it is written, its severity, and what it means.
macro_rules! codes {
    ($($variant:ident $word:literal $severity:ident $meaning:literal;)*) => {
        /// What a finding is about; the words are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $word)] $variant,)*
        }

        impl Code {
            /// Every code, in byte order of the words.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is written: lower-case, dashed.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// How much it matters, always.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in a line.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    AdminCannotAlter "admin-cannot-alter" Error
        "The admin account may not change the role's attributes or password.";
    AdminCannotCreate "admin-cannot-create" Error
        "The admin account may not create roles.";
    AdminItself "admin-itself" Error
        "The role is the admin account that the plan would be applied with.";
    BrokenReport "broken-report" Error
        "The data of a report's page cannot be read.";
    DatabaseClosed "database-closed" Error
        "A scope is in a database that does not allow connections.";
    DatabaseInvalid "database-invalid" Error
        "A scope is in a database whose DROP was interrupted.";
    DatabaseName "database-name" Error
        "A scope is in a database whose name no plan can carry.";
    DatabaseUnreachable "database-unreachable" Warning
        "A database could not be read when the snapshot was taken.";
    DatabaseUnread "database-unread" Error
        "A scope is in a database that the snapshot does not hold.";
    InvalidItem "invalid-item" Error
        "An item of the desired roles is not sound, so there is no plan.";
    LoginHoldings "login-holdings" Warning
        "A login of the role holds or owns something of its own, beside what it inherits.";
    LoginLeaving "login-leaving" Info
        "A login that is not in use any more works until its VALID UNTIL.";
    LoginLeft "login-left" Info
        "A login of before is still there, and cannot log in.";
    LoginsBoth "logins-both" Warning
        "Both logins of the role work without an end.";
    LoginsUnclear "logins-unclear" Error
        "Which login of a role is in use, or until when one is to work, cannot be told.";
    NotPlanned "not-planned" Error
        "The cluster could not be read, so there is no plan.";
    NotRead "not-read" Warning
        "The role holds or owns something in a database that was not read.";
    OldSnapshot "old-snapshot" Warning
        "The snapshot is of a format that does not hold all that the item asks about.";
    Owner "owner" Warning
        "The role owns objects in a scope, so it can do anything with them.";
    PrivilegeVersion "privilege-version" Error
        "A privilege does not exist on the server's version.";
    ProviderMembership "provider-membership" Info
        "The role is in a role of the cloud provider's, which is left alone.";
    PublicAccess "public-access" Warning
        "PUBLIC holds privileges beyond the desired ones, so the role has them too.";
    PublicCreate "public-create" Warning
        "PUBLIC may create objects in a schema of the scopes.";
    SequenceUsage "sequence-usage" Warning
        "The role may INSERT into a table, and not call the sequence of a column's default.";
    SourceRole "source-role" Error
        "The source role does not exist, or the role cannot be made a member of it.";
    SuperuserSource "superuser-source" Warning
        "The source role is a superuser.";
    UnknownDatabase "unknown-database" Error
        "A scope names a database that does not exist.";
    UnknownSchema "unknown-schema" Error
        "A scope names a schema that does not exist.";
    UnplannedPrivileges "unplanned-privileges" Warning
        "The role holds privileges on kinds of object that no plan covers yet.";
    Unsatisfiable "unsatisfiable" Error
        "Nobody whom the admin account can act as may run a GRANT or REVOKE that is needed.";
}

impl Code {
    /// The key of an item that it is about, where it is about one: who writes the item looks there.
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::DatabaseClosed
            | Self::DatabaseInvalid
            | Self::DatabaseName
            | Self::DatabaseUnread
            | Self::UnknownDatabase
            | Self::UnknownSchema => Some("scopes"),
            Self::PrivilegeVersion => Some("privileges"),
            Self::SourceRole | Self::SuperuserSource => Some("source_role"),
            Self::LoginsUnclear => Some("logins"),
            Self::AdminItself => Some("role"),
            _ => None,
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// One finding: what, about which object, and what to do.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// See [`Code`].
    pub code: Code,
    /// See [`Severity`].
    pub severity: Severity,
    /// The object: `analytics.public`, or a role name.
    pub subject: String,
    /// One sentence that says what is the case.
    pub message: String,
    /// One sentence that says what to do about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
}

impl Note {
    /// A finding of the severity that its code has.
    pub fn new(
        code: Code,
        subject: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: code.severity(),
            subject: subject.into(),
            message: message.into(),
            help: help.into(),
        }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.subject, self.message)?;
        if !self.help.is_empty() {
            write!(f, " ({})", self.help)?;
        }
        Ok(())
    }
}
