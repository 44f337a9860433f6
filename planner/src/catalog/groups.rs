//! Objects of a schema, grouped by what they share, and columns with an ACL of their own.

use serde::{Deserialize, Serialize};

use super::Acl;
use crate::ground::kind::ObjectKind;
use crate::ground::names::{ColumnName, RelationName, RoleName, SchemaName};
use crate::ground::ordered::{Groups, sort};

/// Declares every kind that `pg_class.relkind` tells apart, once.
macro_rules! relation_kinds {
    ($($variant:ident $relkind:literal $word:literal $kind:ident;)*) => {
        /// What `pg_class.relkind` says.
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum RelationKind {
            $(#[doc = concat!("`", $relkind, "`")] #[serde(rename = $word)] $variant,)*
        }

        impl RelationKind {
            /// From `relkind`; `None` for what carries no ACL here.
            pub fn from_relkind(relkind: &str) -> Option<Self> {
                match relkind {
                    $($relkind => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// As snapshots and facts spell it: `materialized_view`.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The kind of object that it is for GRANT and REVOKE.
            pub const fn object_kind(self) -> ObjectKind {
                match self { $(Self::$variant => ObjectKind::$kind,)* }
            }
        }
    };
}

relation_kinds! {
    Table "r" "table" Table;
    PartitionedTable "p" "partitioned_table" Table;
    View "v" "view" Table;
    MaterializedView "m" "materialized_view" Table;
    ForeignTable "f" "foreign_table" Table;
    Sequence "S" "sequence" Sequence;
}

impl RelationKind {
    /// For people: `materialized view`.
    pub fn words(self) -> String {
        self.word().replace('_', " ")
    }
}

/// Objects of one schema that share kind, owner and ACL.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectGroup {
    /// The kind.
    pub kind: RelationKind,
    /// The owner.
    pub owner: RoleName,
    /// `relacl`; absent is NULL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    /// The names, in byte order.
    pub names: Vec<RelationName>,
}

impl ObjectGroup {
    /// Merges groups that share everything and sorts groups and names.
    pub fn normalise(groups: &mut Vec<Self>) {
        let mut merged = Groups::new();
        for mut group in groups.drain(..) {
            if let Some(acl) = &mut group.acl {
                acl.normalise();
            }
            merged.extend((group.kind, group.owner, group.acl), group.names);
        }
        for ((kind, owner, acl), mut names) in merged {
            sort(&mut names);
            if !names.is_empty() {
                groups.push(Self {
                    kind,
                    owner,
                    acl,
                    names,
                });
            }
        }
    }
}

/// A column whose default calls a sequence, as that of a `serial` column does; an identity column has
/// none. Sorted by table and column.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SequenceDefault {
    /// The table, in the same schema.
    pub relation: RelationName,
    /// The column.
    pub column: ColumnName,
    /// The sequence's schema; absent is the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence_schema: Option<SchemaName>,
    /// The sequence.
    pub sequence: RelationName,
}

/// One column with an explicit ACL (`attacl`).
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnAcl {
    /// The relation, in the same schema.
    pub relation: RelationName,
    /// The column.
    pub column: ColumnName,
    /// Its ACL, never NULL here.
    pub acl: Acl,
}
