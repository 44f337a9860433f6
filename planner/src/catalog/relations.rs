//! Table-like relations, grouped by what they share, and columns with an ACL of their own.

use serde::{Deserialize, Serialize};

use super::Acl;
use crate::ground::names::{ColumnName, RelationName, RoleName};
use crate::ground::ordered::{Groups, sort};

/// What `pg_class.relkind` says.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// `r`
    Table,
    /// `p`
    PartitionedTable,
    /// `v`
    View,
    /// `m`
    MaterializedView,
    /// `f`
    ForeignTable,
}

impl RelationKind {
    /// From `relkind`; `None` for what `ALL TABLES` does not cover.
    pub fn from_relkind(kind: &str) -> Option<Self> {
        Some(match kind {
            "r" => Self::Table,
            "p" => Self::PartitionedTable,
            "v" => Self::View,
            "m" => Self::MaterializedView,
            "f" => Self::ForeignTable,
            _ => return None,
        })
    }

    /// For people: `materialized view`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::PartitionedTable => "partitioned table",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::ForeignTable => "foreign table",
        }
    }
}

/// Relations of one schema that share kind, owner and ACL.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationGroup {
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

impl RelationGroup {
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
