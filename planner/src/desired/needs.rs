//! The sequences that an INSERT needs: what no table of kinds can say.
//!
//! A column whose default calls a sequence takes USAGE on that sequence from whoever inserts; an
//! identity column takes nothing. So INSERT on such a table brings USAGE on the sequence, in whichever
//! schema it stands.

use std::borrow::Cow;

use super::Wanted;
use crate::catalog::{Database, Objects, SequenceDefault, schema_path};
use crate::ground::kind::ObjectKind;
use crate::ground::names::{DatabaseName, RelationName, SchemaName};
use crate::ground::ordered::sort;
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::path_part;

/// What an INSERT needs of a sequence.
pub const NEEDED: Privileges = Privileges::of(&[Privilege::Usage]);

/// One sequence, and one column that calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need<'a> {
    /// The sequence's schema.
    pub schema: &'a SchemaName,
    /// The sequence.
    pub sequence: &'a RelationName,
    /// The table's schema.
    pub table_schema: &'a SchemaName,
    /// The column whose default calls it.
    pub by: &'a SequenceDefault,
}

/// The sequences of one database that the role's INSERT needs, in order, each with every column.
#[derive(Clone, Debug, Default)]
pub struct Needs<'a>(Vec<Need<'a>>);

impl<'a> Needs<'a> {
    /// Looks where the role is to have INSERT on tables.
    pub fn new(wanted: &Wanted<'_>, name: &DatabaseName, database: &'a Database) -> Self {
        let inserts = |schema| {
            let on_tables = wanted.on(ObjectKind::Table, name, schema);
            on_tables.contains(Privilege::Insert)
        };
        let schemas = database.schemas().filter(|(schema, _)| inserts(schema));
        let all = schemas.flat_map(|(table_schema, schema)| {
            schema.defaults.iter().map(move |by| Need {
                schema: by.sequence_schema.as_ref().unwrap_or(table_schema),
                sequence: &by.sequence,
                table_schema,
                by,
            })
        });
        let mut needs: Vec<_> = all.collect();
        sort(&mut needs);
        Self(needs)
    }

    /// True where a sequence of this schema is needed.
    pub fn any_in(&self, schema: &SchemaName) -> bool {
        let first = self.0.partition_point(|need| need.schema < schema);
        self.0.get(first).is_some_and(|need| need.schema == schema)
    }

    fn of(&self, schema: &SchemaName, sequence: &RelationName) -> Option<&Need<'a>> {
        let key = (schema, sequence);
        let first = self
            .0
            .partition_point(|need| (need.schema, need.sequence) < key);
        let need = self.0.get(first)?;
        ((need.schema, need.sequence) == key).then_some(need)
    }

    /// Objects with what is desired on them: those that INSERT needs apart from the others.
    pub fn split<'o>(
        &self,
        schema: &SchemaName,
        on: Objects<'o>,
        by_scope: Privileges,
    ) -> impl Iterator<Item = (Objects<'o>, Privileges)> + use<'o> {
        if on.kind != ObjectKind::Sequence || self.0.is_empty() || by_scope.covers(NEEDED) {
            return [Some((on, by_scope)), None].into_iter().flatten();
        }
        let names = on.names.iter().cloned();
        let (needed, others): (Vec<_>, Vec<_>) =
            names.partition(|name| self.of(schema, name).is_some());
        let part = |names: Vec<RelationName>, desired| {
            let names = Cow::Owned(names);
            let on = Objects {
                names,
                ..on.clone()
            };
            (!on.names.is_empty()).then_some((on, desired))
        };
        let parts = [part(needed, by_scope.union(NEEDED)), part(others, by_scope)];
        parts.into_iter().flatten()
    }

    /// Why these sequences are wanted though no word of the item asks for them.
    pub fn reason(
        &self,
        database: &DatabaseName,
        schema: &SchemaName,
        names: &[RelationName],
    ) -> Option<String> {
        let mut needs = Vec::new();
        for name in names {
            needs.push(self.of(schema, name)?);
        }
        let table = |need: &Need<'_>| {
            let path = schema_path(database, need.table_schema);
            format!("{path}.{}", path_part(need.by.relation.as_str()))
        };
        Some(match needs.as_slice() {
            [] => return None,
            [need] => format!(
                ", which INSERT on {} needs: the default of its column {} calls it",
                table(need),
                path_part(need.by.column.as_str())
            ),
            [first, rest @ ..] => format!(
                ", which INSERT on {} and {} more needs: defaults of their columns call them",
                table(first),
                rest.len()
            ),
        })
    }
}
