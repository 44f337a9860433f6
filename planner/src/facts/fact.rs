//! The facts, each with its fields said once: from that come how it is written and how it is read.

use std::borrow::Cow;

use serde_json::Value;

use super::field::{Field, Items, push_string};
use crate::catalog::Role;
use crate::ground::names::{
    ColumnName, DatabaseName, RelationName, ResourceName, RoleName, SchemaName,
};
use crate::ground::privilege::Privileges;

/// The variants: the word that a line begins with, then its fields in the order of the line.
macro_rules! facts {
    ($(
        $(#[$doc:meta])*
        $variant:ident = $word:literal { $( $(#[$about:meta])* $field:ident: $type:ty, )* }
    )*) => {
        /// One line of the encoding.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Fact<'a> {
            $( $(#[$doc])* $variant { $( $(#[$about])* $field: $type, )* }, )*
            /// A line that is none of these, as it is: of another version.
            Unknown(Cow<'a, str>),
        }

        impl Fact<'_> {
            /// Adds its line.
            pub fn write(&self, out: &mut String) {
                match self {
                    $( Self::$variant { $( $field, )* } => {
                        out.push('[');
                        push_string(out, $word);
                        $( $field.write(out); )*
                        out.push_str("]\n");
                    } )*
                    Self::Unknown(line) => {
                        out.push_str(line);
                        out.push('\n');
                    }
                }
            }

            fn read_parts(word: &str, items: &mut Items) -> Option<Self> {
                Some(match word {
                    $( $word => Self::$variant { $( $field: Field::read(items)?, )* }, )*
                    _ => return None,
                })
            }

            /// What the documentation of the encoding has to say.
            #[cfg(test)]
            pub(super) const LINES: &'static [(&'static str, &'static [&'static str])] =
                &[ $( ($word, &[ $( stringify!($field), )* ]), )* ];
        }
    };
}

/// What several facts have in common: fields in the order of the line.
macro_rules! parts {
    ($(
        $(#[$doc:meta])*
        $type:ident { $( $(#[$about:meta])* $field:ident: $part:ty, )* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $type<'a> { $( $(#[$about])* pub $field: $part, )* }

        impl $type<'_> {
            pub(super) fn write_parts(&self, out: &mut String) {
                $( self.$field.write(out); )*
            }

            pub(super) fn read_parts(items: &mut Items) -> Option<Self> {
                Some(Self { $( $field: Field::read(items)?, )* })
            }

            #[cfg(test)]
            pub(super) const PARTS: &'static [&'static str] = &[ $( stringify!($field), )* ];
        }
    )*};
}

facts! {
    /// Where and on what.
    Cluster = "rolewright/state/1" {
        /// The resource that was planned for.
        resource: Cow<'a, ResourceName>,
        /// Of the cluster, from `pg_control_system()`.
        system_identifier: Cow<'a, str>,
        /// The major version.
        major: u32,
    }

    /// The role itself.
    Role = "role" {
        /// Its name.
        name: Cow<'a, RoleName>,
        /// What it is like, where it exists.
        state: Option<RoleState<'a>>,
    }

    /// A role that the role is a member of.
    Membership = "membership" {
        /// The role it is in.
        role: Cow<'a, RoleName>,
        /// Who granted it.
        grantor: Cow<'a, RoleName>,
        /// WITH ADMIN.
        admin: bool,
        /// WITH INHERIT.
        inherit: bool,
        /// WITH SET.
        set: bool,
    }

    /// The role that an external role stands for.
    Source = "source" {
        /// Its name.
        name: Cow<'a, RoleName>,
        /// Whether it is there.
        exists: bool,
    }

    /// One of the two logins of a role, where it is desired to have two, or they are there.
    Login = "login" {
        /// Its name.
        name: Cow<'a, RoleName>,
        /// What it is like, where it exists.
        state: Option<RoleState<'a>>,
    }

    /// A role that a login is a member of.
    LoginMembership = "login_membership" {
        /// The login.
        login: Cow<'a, RoleName>,
        /// The role it is in.
        role: Cow<'a, RoleName>,
        /// Who granted it.
        grantor: Cow<'a, RoleName>,
        /// WITH ADMIN.
        admin: bool,
        /// WITH INHERIT.
        inherit: bool,
        /// WITH SET.
        set: bool,
    }

    /// The VALID UNTIL of the role, or of a login of it, has passed by the server's clock; only
    /// where there are logins, or are to be.
    Over = "over" {
        /// The role or login.
        name: Cow<'a, RoleName>,
    }

    /// A database.
    Database = "database" {
        /// Its name.
        name: Cow<'a, DatabaseName>,
        /// Its owner.
        owner: Cow<'a, RoleName>,
        /// What the role holds.
        entries: Vec<Entry<'a>>,
        /// What PUBLIC holds.
        public: Public,
    }

    /// A schema.
    Schema = "schema" {
        /// Where it is.
        database: Cow<'a, DatabaseName>,
        /// Its name.
        name: Cow<'a, SchemaName>,
        /// Its owner.
        owner: Cow<'a, RoleName>,
        /// What the role holds.
        entries: Vec<Entry<'a>>,
        /// What PUBLIC holds.
        public: Public,
    }

    /// Objects of a schema that agree in everything. Any kind: its word says which.
    Objects = "relations" {
        /// Where they are.
        database: Cow<'a, DatabaseName>,
        /// Where they are.
        schema: Cow<'a, SchemaName>,
        /// The word of their kind: `materialized_view`.
        kind: Cow<'a, str>,
        /// Their owner.
        owner: Cow<'a, RoleName>,
        /// What the role holds.
        entries: Vec<Entry<'a>>,
        /// What PUBLIC holds; nothing outside of the scopes.
        public: Privileges,
        /// Their names, in byte order.
        names: Vec<Cow<'a, RelationName>>,
    }

    /// A column whose default calls a sequence, where INSERT on its table is desired.
    Default = "default" {
        /// Where it is.
        database: Cow<'a, DatabaseName>,
        /// Where it is.
        schema: Cow<'a, SchemaName>,
        /// Its table.
        relation: Cow<'a, RelationName>,
        /// Its name.
        column: Cow<'a, ColumnName>,
        /// Where the sequence is.
        sequence_schema: Cow<'a, SchemaName>,
        /// The sequence.
        sequence: Cow<'a, RelationName>,
    }

    /// A column with an ACL of its own.
    Column = "column" {
        /// Where it is.
        database: Cow<'a, DatabaseName>,
        /// Where it is.
        schema: Cow<'a, SchemaName>,
        /// Its table.
        relation: Cow<'a, RelationName>,
        /// Its name.
        column: Cow<'a, ColumnName>,
        /// What the role holds.
        entries: Vec<Entry<'a>>,
    }
}

parts! {
    /// What one grantor gave the role.
    Entry {
        /// Who gave it.
        grantor: Cow<'a, RoleName>,
        /// What is held.
        privileges: Privileges,
        /// The part of it that is held WITH GRANT OPTION.
        grantable: Privileges,
    }

    /// What a role that exists is like.
    RoleState {
        /// What it may do.
        attributes: Attributes,
        /// CONNECTION LIMIT, where there is one.
        connection_limit: Option<i32>,
        /// VALID UNTIL, where it was set.
        valid_until: Option<Cow<'a, str>>,
    }
}

/// `false`, or `true` and what it is like.
impl Field for Option<RoleState<'_>> {
    fn write(&self, out: &mut String) {
        self.is_some().write(out);
        if let Some(state) = self {
            state.write_parts(out);
        }
    }

    fn read(items: &mut Items) -> Option<Self> {
        Some(match bool::read(items)? {
            true => Some(RoleState::read_parts(items)?),
            false => None,
        })
    }
}

/// What PUBLIC holds, where the object is in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Public(pub Option<Privileges>);

/// The attributes of a role that are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributes([bool; 7]);

impl Attributes {
    /// All, in the order of the line.
    pub const ALL: [&'static str; 7] = [
        "superuser",
        "inherit",
        "createrole",
        "createdb",
        "login",
        "replication",
        "bypassrls",
    ];

    /// Those of a role of the catalog.
    pub fn of(role: &Role) -> Self {
        Self([
            role.superuser,
            role.inherit,
            role.createrole,
            role.createdb,
            role.login,
            role.replication,
            role.bypassrls,
        ])
    }

    /// Their words, in the order of the line.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let all = Self::ALL.into_iter().zip(self.0);
        all.filter(|(_, on)| *on).map(|(word, _)| word)
    }

    /// `None` where one is not known.
    pub(super) fn from_words(words: &str) -> Option<Self> {
        let mut flags = [false; 7];
        for word in words.split_whitespace() {
            let at = Self::ALL.iter().position(|known| *known == word)?;
            *flags.get_mut(at)? = true;
        }
        Some(Self(flags))
    }
}

impl Fact<'static> {
    /// Reads a line. What does not come out as it went in is [`Fact::Unknown`].
    pub fn read(line: &str) -> Self {
        let known = || {
            let Value::Array(items) = serde_json::from_str(line).ok()? else {
                return None;
            };
            let mut items = items.into_iter();
            let word = items.next()?;
            let fact = Self::read_parts(word.as_str()?, &mut items)?;
            let mut again = String::with_capacity(line.len() + 1);
            fact.write(&mut again);
            // Also what is left over at the end of the line is missing here.
            (again.strip_suffix('\n') == Some(line)).then_some(fact)
        };
        known().unwrap_or_else(|| Self::Unknown(Cow::Owned(line.to_owned())))
    }
}
