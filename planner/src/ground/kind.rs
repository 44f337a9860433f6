//! The kinds of object that carry an ACL: all that Rolewright knows about one stands in its row.
//!
//! What is *done* with a kind is not here: the diff, the model, undo, facts and reviews walk over all
//! objects and ask the table. What cannot be asked of a table says so where it stands: columns (a
//! table's grant options count on them, its REVOKE takes them along), and the sequences that an INSERT
//! needs.

use super::privilege::{Privilege as P, Privileges};
use super::server::Server;

/// A kind of object. The order is that of grants, containers first; revokes go the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    /// A database.
    Database,
    /// A schema.
    Schema,
    /// What `ALL TABLES` covers: tables, partitioned tables, views, materialized views, foreign tables.
    Table,
    /// A sequence, identity columns' own among them.
    Sequence,
    /// A column of a table.
    Column,
}

/// What an object stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Container {
    /// Shared by all databases.
    Cluster,
    /// One database.
    Database,
    /// One schema.
    Schema,
    /// One table.
    Table,
}

/// One kind's row.
#[derive(Debug)]
pub struct KindRow {
    /// The kind.
    pub kind: ObjectKind,
    /// In facts, findings, outcomes and the browser.
    pub word: &'static str,
    /// More than one of it; after `ON` in plan.yaml.
    pub plural: &'static str,
    /// Before the name of one in a sentence; a table's name stands alone.
    pub before_name: &'static str,
    /// After `ON` in GRANT and REVOKE.
    pub keyword: &'static str,
    /// The form for all of a schema, where there is one.
    pub all: Option<&'static str>,
    /// What it stands in.
    pub container: Container,
    /// What it accepts on some version.
    accepts: Privileges,
    /// The part of it that came with a major version.
    since: &'static [(P, u32)],
    /// What a bare word of an item asks for.
    pub asked: Privileges,
    /// What a scope brings by itself.
    pub implied: Privileges,
    /// What PUBLIC holds where the ACL is NULL.
    pub public: Privileges,
    /// False where an owner's rights are no part of the default (a column's ACL only adds).
    owner_holds: bool,
    /// The predefined roles that reach every one of it, and what they reach.
    pub predefined: &'static [(&'static str, Privileges)],
    /// What a reason adds about something that is missing.
    pub missing: &'static str,
    /// What a reason says of something held, whatever the scopes.
    pub never_desired: Option<&'static str>,
}

const TABLE: Privileges = Privileges::of(&[
    P::Delete,
    P::Insert,
    P::Maintain,
    P::References,
    P::Select,
    P::Trigger,
    P::Truncate,
    P::Update,
]);

/// Every kind, in order.
pub static KINDS: [KindRow; 5] = [
    KindRow {
        kind: ObjectKind::Database,
        word: "database",
        plural: "databases",
        before_name: "database ",
        keyword: "DATABASE",
        all: None,
        container: Container::Cluster,
        accepts: Privileges::of(&[P::Connect, P::Create, P::Temporary]),
        since: &[],
        asked: Privileges::NONE,
        implied: Privileges::of(&[P::Connect]),
        public: Privileges::of(&[P::Connect, P::Temporary]),
        owner_holds: true,
        predefined: &[],
        missing: ", where a scope is",
        never_desired: None,
    },
    KindRow {
        kind: ObjectKind::Schema,
        word: "schema",
        plural: "schemas",
        before_name: "schema ",
        keyword: "SCHEMA",
        all: None,
        container: Container::Database,
        accepts: Privileges::of(&[P::Create, P::Usage]),
        since: &[],
        asked: Privileges::NONE,
        implied: Privileges::of(&[P::Usage]),
        public: Privileges::NONE,
        owner_holds: true,
        predefined: &[
            ("pg_read_all_data", Privileges::of(&[P::Usage])),
            ("pg_write_all_data", Privileges::of(&[P::Usage])),
        ],
        missing: ", without which nothing in it can be reached",
        never_desired: None,
    },
    KindRow {
        kind: ObjectKind::Table,
        word: "table",
        plural: "tables",
        before_name: "",
        keyword: "TABLE",
        all: Some("ALL TABLES IN SCHEMA"),
        container: Container::Schema,
        accepts: TABLE,
        since: &[(P::Maintain, 17)],
        asked: TABLE,
        implied: Privileges::NONE,
        public: Privileges::NONE,
        owner_holds: true,
        predefined: &[
            ("pg_read_all_data", Privileges::of(&[P::Select])),
            (
                "pg_write_all_data",
                Privileges::of(&[P::Delete, P::Insert, P::Update]),
            ),
            ("pg_maintain", Privileges::of(&[P::Maintain])),
        ],
        missing: "",
        never_desired: None,
    },
    KindRow {
        kind: ObjectKind::Sequence,
        word: "sequence",
        plural: "sequences",
        before_name: "sequence ",
        keyword: "SEQUENCE",
        all: Some("ALL SEQUENCES IN SCHEMA"),
        container: Container::Schema,
        accepts: Privileges::of(&[P::Select, P::Update, P::Usage]),
        since: &[],
        // SELECT and UPDATE of an item are for tables: setval() is not what an UPDATE asks for.
        asked: Privileges::of(&[P::Usage]),
        implied: Privileges::NONE,
        public: Privileges::NONE,
        owner_holds: true,
        predefined: &[
            ("pg_read_all_data", Privileges::of(&[P::Select])),
            ("pg_write_all_data", Privileges::of(&[P::Update])),
        ],
        missing: "",
        never_desired: None,
    },
    KindRow {
        kind: ObjectKind::Column,
        word: "column",
        plural: "columns",
        before_name: "column ",
        keyword: "TABLE",
        all: None,
        container: Container::Table,
        accepts: Privileges::of(&[P::Insert, P::References, P::Select, P::Update]),
        since: &[],
        asked: Privileges::NONE,
        implied: Privileges::NONE,
        public: Privileges::NONE,
        owner_holds: false,
        predefined: &[],
        missing: "",
        never_desired: Some(" alone; a managed role's privileges are on whole tables"),
    },
];

impl ObjectKind {
    /// Its row.
    pub fn row(self) -> &'static KindRow {
        let [database, schema, table, sequence, column] = &KINDS;
        match self {
            Self::Database => database,
            Self::Schema => schema,
            Self::Table => table,
            Self::Sequence => sequence,
            Self::Column => column,
        }
    }

    /// What the kind accepts on this server; also what its owner holds by default.
    pub fn accepted(self, server: &Server) -> Privileges {
        let row = self.row();
        let newer = row.since.iter();
        newer
            .filter(|(_, major)| server.major() < *major)
            .fold(row.accepts, |set, (p, _)| set.minus(Privileges::only(*p)))
    }

    /// What the kind accepts on some version.
    pub fn accepted_somewhere(self) -> Privileges {
        self.row().accepts
    }

    /// What the owner holds where the ACL is NULL.
    pub fn owners_default(self, server: &Server) -> Privileges {
        if self.row().owner_holds {
            self.accepted(server)
        } else {
            Privileges::NONE
        }
    }

    /// The kinds that stand in a schema, in order.
    pub fn in_schemas() -> impl DoubleEndedIterator<Item = Self> {
        let rows = KINDS.iter();
        rows.filter(|row| row.container == Container::Schema)
            .map(|row| row.kind)
    }
}

/// The major version a privilege came with, where it is one that this planner's oldest server lacks.
pub fn since(privilege: P) -> Option<u32> {
    let mut all = KINDS.iter().flat_map(|row| row.since);
    all.find(|(p, _)| *p == privilege).map(|(_, major)| *major)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_its_kinds_and_containers_come_first() {
        for row in &KINDS {
            assert_eq!(row.kind.row().word, row.word);
            assert!(row.accepts.covers(row.asked.union(row.implied)));
            assert!(row.accepts.covers(row.public));
        }
        assert!(KINDS.is_sorted_by_key(|row| row.kind));
        assert!(KINDS.is_sorted_by_key(|row| row.container));
    }
}
