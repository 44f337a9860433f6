//! The kinds of object that carry an ACL, and which privileges each accepts.

use super::privilege::{Privilege, Privileges};
use super::server::Server;

/// The kinds of object that carry an ACL here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    /// A database.
    Database,
    /// A schema.
    Schema,
    /// What `ALL TABLES` covers: tables, partitioned tables, views, materialized views, foreign tables.
    Relation,
    /// A column of a relation.
    Column,
}

impl ObjectKind {
    /// What the kind accepts on this server; also what its owner holds by default.
    pub fn accepted(self, server: &Server) -> Privileges {
        use Privilege as P;
        match self {
            Self::Database => Privileges::from_iter([P::Connect, P::Create, P::Temporary]),
            Self::Schema => Privileges::from_iter([P::Create, P::Usage]),
            Self::Relation => {
                let all = [
                    P::Delete,
                    P::Insert,
                    P::References,
                    P::Select,
                    P::Trigger,
                    P::Truncate,
                    P::Update,
                ];
                let base = Privileges::from_iter(all);
                if server.has_maintain() {
                    base.union(Privileges::only(P::Maintain))
                } else {
                    base
                }
            }
            Self::Column => Privileges::from_iter([P::Insert, P::References, P::Select, P::Update]),
        }
    }

    /// What PUBLIC holds where the ACL is NULL.
    pub fn public_default(self) -> Privileges {
        match self {
            Self::Database => Privileges::from_iter([Privilege::Connect, Privilege::Temporary]),
            Self::Schema | Self::Relation | Self::Column => Privileges::NONE,
        }
    }
}
