//! The objects of a [`World`]: how one is found, and a change of its owner.

use planner::kind::ObjectKind;

use super::sim::{Acl, On, RoleId, World, default_acl};

impl World {
    pub fn object(&self, on: &On) -> (ObjectKind, RoleId, Acl) {
        let or_default = |kind, owner, acl: &Option<Acl>| {
            let acl = acl.clone();
            (
                kind,
                owner,
                acl.unwrap_or_else(|| default_acl(self.major, kind, owner)),
            )
        };
        match on {
            On::Database(d) => {
                let d = &self.databases[*d];
                or_default(ObjectKind::Database, d.owner, &d.acl)
            }
            On::Schema(d, s) | On::AllTables(d, s) => {
                let s = &self.databases[*d].schemas[*s];
                or_default(ObjectKind::Schema, s.owner, &s.acl)
            }
            On::Tables(d, s, r) | On::Sequences(d, s, r) => {
                let r = &self.databases[*d].schemas[*s].relations[r[0]];
                or_default(r.kind.object_kind(), r.owner, &r.acl)
            }
            // The first of them.
            On::AllSequences(d, s) => {
                let all = self.databases[*d].schemas[*s].all(true);
                self.object(&On::Sequences(*d, *s, all))
            }
            On::Column(d, s, r, c) => {
                let r = &self.databases[*d].schemas[*s].relations[*r];
                (ObjectKind::Column, r.owner, r.columns[*c].1.clone())
            }
        }
    }

    pub fn set_owner(&mut self, on: &On, to: RoleId) {
        let swap = |acl: &mut Option<Acl>, old| {
            if let Some(acl) = acl {
                acl.change_owner(old, to);
            }
        };
        match on {
            On::Database(d) => {
                let d = &mut self.databases[*d];
                swap(&mut d.acl, d.owner);
                d.owner = to;
            }
            On::Schema(d, s) | On::AllTables(d, s) => {
                let s = &mut self.databases[*d].schemas[*s];
                swap(&mut s.acl, s.owner);
                s.owner = to;
            }
            On::Tables(d, s, relations) | On::Sequences(d, s, relations) => {
                // An identity column's sequence goes with its table.
                let all = &self.databases[*d].schemas[*s].relations;
                let follows = |r: &usize| {
                    let of = all[*r].identity.map(|(table, _)| table);
                    of.is_some_and(|table| relations.contains(&table))
                };
                let followers: Vec<_> = (0..all.len()).filter(follows).collect();
                for r in relations.iter().chain(&followers) {
                    let r = &mut self.databases[*d].schemas[*s].relations[*r];
                    swap(&mut r.acl, r.owner);
                    let old = r.owner;
                    r.columns
                        .iter_mut()
                        .for_each(|(_, acl)| acl.change_owner(old, to));
                    r.owner = to;
                }
            }
            On::AllSequences(..) | On::Column(..) => {}
        }
    }
}
