//! One random case: a cluster and two desired roles.

use planner::{Catalog, RoleConfig};
use proptest::prelude::*;

use super::desired::desired;
use super::history::Past;
use super::names::Naming;
use super::raw::{Raw, Shape, raw};

#[derive(Clone)]
pub struct Case {
    pub past: Past,
    pub catalog: Catalog,
    pub config: RoleConfig,
    pub other: RoleConfig,
    pub hostile: bool,
}

/// What a failure shows: the snapshot and the desired role, which are all a planner is given.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let json = self.catalog.to_json().unwrap_or_default();
        writeln!(
            f,
            "{json}\n{:#?}\nother role: {:#?}",
            self.config, self.other
        )?;
        for event in &self.past.events {
            writeln!(f, "{event:?}")?;
        }
        Ok(())
    }
}

impl Case {
    pub fn new(raw: &Raw, fixed: bool) -> Self {
        let past = Past::new(raw, fixed);
        Self {
            catalog: past.world.snapshot(),
            config: desired(&raw.desired, &past.world, raw.naming),
            other: desired(&raw.other, &past.world, raw.naming),
            hostile: raw.naming != Naming::Plain,
            past,
        }
    }
}

/// Any cluster, plain names.
pub fn case() -> impl Strategy<Value = Case> {
    raw(Shape::Free, Just(Naming::Plain)).prop_map(|raw| Case::new(&raw, false))
}

/// Any cluster, hostile names everywhere.
pub fn hostile_case() -> impl Strategy<Value = Case> {
    raw(Shape::Free, any::<u8>().prop_map(Naming::Hostile)).prop_map(|raw| Case::new(&raw, false))
}

/// A cluster that a server of this version can be brought to.
pub fn server_case(major: u32) -> impl Strategy<Value = Case> {
    let naming = prop_oneof![3 => Just(Naming::Plain), 1 => any::<u8>().prop_map(Naming::Hostile)];
    raw(Shape::Fixed(major), naming).prop_map(|raw| Case::new(&raw, true))
}
