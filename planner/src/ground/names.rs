//! Newtypes for PostgreSQL names: a schema name cannot be passed where a role name is wanted.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest identifier PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`); longer ones are cut with
/// only a NOTICE, so they are refused here.
pub const MAX_NAME_BYTES: usize = 63;

/// The longest name of a resource or label of a role, in bytes.
pub const LONGEST_NAME: usize = 253;

macro_rules! name {
    ($(#[$doc:meta])* $type:ident) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $type(String);

        impl $type {
            /// Wraps the raw name, unquoted and unvalidated: as it stands in the catalog.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The raw name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $type {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }

        impl std::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        /// For people: control characters are escaped, so a hostile name cannot forge a line.
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&crate::ground::quote::brief(&self.0))
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    };
}

name!(
    /// A role, as in `pg_roles.rolname`.
    RoleName
);
name!(
    /// A database, as in `pg_database.datname`.
    DatabaseName
);
name!(
    /// A schema, as in `pg_namespace.nspname`.
    SchemaName
);
name!(
    /// A relation, as in `pg_class.relname`.
    RelationName
);
name!(
    /// A column, as in `pg_attribute.attname`.
    ColumnName
);
name!(
    /// A resource of the inventory: one PostgreSQL cluster endpoint.
    ResourceName
);

impl SchemaName {
    /// True for schemas that belong to PostgreSQL itself: no scope covers them.
    pub fn is_system(&self) -> bool {
        self.0.starts_with("pg_") || self.0 == "information_schema"
    }
}

impl RoleName {
    /// Refuses the names that PostgreSQL would read as something else or cut: empty, over 63
    /// bytes, and `public` and `none`, which are keywords even when quoted.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn check(&self) -> Result<(), String> {
        match self.as_str() {
            "" => Err("the role name is empty".to_owned()),
            "public" | "none" => Err(format!(
                "role name `{self}` is reserved: PostgreSQL reads it as a keyword even when quoted"
            )),
            name if name.len() > MAX_NAME_BYTES => Err(format!(
                "role name `{self}` is {} bytes long; PostgreSQL keeps {MAX_NAME_BYTES}",
                name.len()
            )),
            name if name.contains('\0') => {
                Err(format!("role name `{self}` contains a NUL character"))
            }
            _ => Ok(()),
        }
    }

    /// As [`RoleName::check`], and refuses `pg_*`, which PostgreSQL reserves for predefined roles.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn check_as_grantee(&self) -> Result<(), String> {
        if self.as_str().starts_with("pg_") {
            return Err(format!(
                "role name `{self}` is reserved: names starting with `pg_` belong to PostgreSQL"
            ));
        }
        self.check()
    }
}
