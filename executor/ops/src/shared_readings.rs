//! What applies of many roles need not read twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cluster::snapshot::Known;

/// What was read of each resource. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct SharedReadings(Arc<Mutex<BTreeMap<String, Known>>>);

impl SharedReadings {
    pub(crate) fn of(&self, resource: &str) -> Known {
        // A poisoned lock holds what was there: nothing here can leave it half done.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(resource.to_owned()).or_default().clone()
    }
}
