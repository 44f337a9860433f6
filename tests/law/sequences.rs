//! Sequences: where they stand, which columns call them, and what happened to them.

use planner::catalog::RelationKind;

use super::beginning::owner;
use super::history::{Past, What, inside};
use super::raw::{Raw, RawEvent, RawSequence};
use super::sim::{Database, On, Relation};

/// Much happens in few places.
fn one_of<T: Copy>(n: u8, all: &[T]) -> Option<T> {
    let n = if n >= 160 { 0 } else { usize::from(n) };
    all.get(n % all.len().max(1)).copied()
}

/// Puts the sequences behind the tables.
pub fn stand(raw: &Raw, databases: &mut [Database]) {
    let numbered = databases.iter().enumerate();
    let schemas: Vec<_> = numbered
        .flat_map(|(d, x)| (0..x.schemas.len()).map(move |s| (d, s)))
        .collect();
    for sequence in &raw.sequences.standing {
        if let Some((d, s)) = one_of(sequence.on, &schemas) {
            put(raw, sequence, &mut databases[d], s);
        }
    }
}

fn put(raw: &Raw, sequence: &RawSequence, database: &mut Database, s: usize) {
    let relations = &mut database.schemas[s].relations;
    let position = relations.len();
    relations.push(Relation {
        name: raw.naming.relation(position),
        kind: RelationKind::Sequence,
        owner: owner(raw, sequence.owner),
        acl: None,
        columns: Vec::new(),
        defaults: Vec::new(),
        identity: None,
    });
    for [how, schema, column] in &sequence.callers {
        let from = match how % 8 {
            0..=3 => s,
            _ => usize::from(*schema) % database.schemas.len(),
        };
        let as_identity = how % 8 == 3;
        let Some((table, column)) = free_column(database, from, *column, as_identity) else {
            continue;
        };
        if as_identity && database.schemas[s].relations[position].identity.is_none() {
            let relations = &mut database.schemas[s].relations;
            relations[position].identity = Some((table, column));
            relations[position].owner = relations[table].owner;
        } else {
            let relation = &mut database.schemas[from].relations[table];
            relation.defaults.push((column, s, position));
        }
    }
}

/// A column that can have a default, or be an identity column, and does not yet.
fn free_column(d: &Database, s: usize, n: u8, as_identity: bool) -> Option<(usize, usize)> {
    let relations = &d.schemas[s].relations;
    let takes = |r: &usize| match relations[*r].kind {
        RelationKind::Sequence | RelationKind::MaterializedView => false,
        RelationKind::Table => true,
        _ => !as_identity,
    };
    let free = |at: &(usize, usize)| {
        let called = relations[at.0].defaults.iter().any(|(c, ..)| *c == at.1);
        !called && relations.iter().all(|r| r.identity != Some(*at))
    };
    let tables = (0..relations.len()).filter(takes);
    let columns: Vec<_> = tables
        .flat_map(|r| (0..relations[r].columns.len()).map(move |c| (r, c)))
        .filter(free)
        .collect();
    one_of(n, &columns)
}

impl Past {
    /// GRANT or REVOKE, or another owner; where there is a sequence.
    pub(super) fn happen_to_a_sequence(&mut self, raw: &RawEvent) {
        let mut all = Vec::new();
        for (d, database) in self.world.databases.iter().enumerate() {
            for (s, schema) in database.schemas.iter().enumerate() {
                all.extend(schema.all(true).into_iter().map(|r| (d, s, r)));
            }
        }
        let Some((d, s, r)) = one_of(raw.on[0], &all) else {
            return;
        };
        let schema = &self.world.databases[d].schemas[s];
        let on = match raw.on[1] % 8 {
            6 => On::AllSequences(d, s),
            7 => On::Sequences(d, s, schema.all(true)),
            _ => On::Sequences(d, s, vec![r]),
        };
        match raw.kind % 8 {
            0..=4 => self.change(on, raw, true),
            5 | 6 => self.change(on, raw, false),
            // The owner of an identity column's sequence cannot be changed.
            _ if schema.relations[r].identity.is_some() => {}
            _ => {
                let on = On::Sequences(d, s, vec![r]);
                let to = usize::from(raw.role[0]) % self.world.roles.len();
                self.record(inside(&on, &self.world), 0, What::Owner(on, to));
            }
        }
    }
}
