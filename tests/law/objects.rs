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
            On::Tables(d, s, r) => {
                let r = &self.databases[*d].schemas[*s].relations[r[0]];
                or_default(ObjectKind::Table, r.owner, &r.acl)
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
            On::Tables(d, s, relations) => {
                for r in relations {
                    let r = &mut self.databases[*d].schemas[*s].relations[*r];
                    swap(&mut r.acl, r.owner);
                    let old = r.owner;
                    r.columns
                        .iter_mut()
                        .for_each(|(_, acl)| acl.change_owner(old, to));
                    r.owner = to;
                }
            }
            On::Column(..) => {}
        }
    }
}
