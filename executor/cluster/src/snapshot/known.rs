//! What was read of a cluster's databases before: many applies, one after the other, read little anew.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use planner::catalog::DatabaseRows;
use planner::names::DatabaseName;

use super::versions::Versions;

/// So many readings of a database are kept: others may still begin with the one before.
const KEPT: usize = 4;

type Readings = VecDeque<(Versions, Arc<DatabaseRows>)>;

/// Readings of the databases of one cluster by the versions of their rows, without what only advice
/// comes from. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<Mutex<BTreeMap<DatabaseName, Readings>>>);

impl Known {
    /// True where it is worth asking for the versions alone.
    pub(super) fn has(&self, name: &DatabaseName) -> bool {
        self.readings().contains_key(name)
    }

    /// What was read when the versions were these.
    pub(super) fn get(&self, name: &DatabaseName, versions: &Versions) -> Option<DatabaseRows> {
        let found = {
            let readings = self.readings();
            let mut of_database = readings.get(name)?.iter();
            let (_, rows) = of_database.find(|(of, _)| of == versions)?;
            Arc::clone(rows)
        };
        Some((*found).clone())
    }

    /// Keeps a reading.
    pub(crate) fn keep(&self, name: &DatabaseName, versions: &Versions, rows: &DatabaseRows) {
        let rows = Arc::new(DatabaseRows {
            unplanned: Vec::new(),
            ..rows.clone()
        });
        let mut readings = self.readings();
        let of_database = readings.entry(name.clone()).or_default();
        of_database.retain(|(of, _)| of != versions);
        of_database.push_front((versions.clone(), rows));
        of_database.truncate(KEPT);
    }

    /// A poisoned lock holds what was there: nothing here can leave it half done.
    fn readings(&self) -> MutexGuard<'_, BTreeMap<DatabaseName, Readings>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(text: &str) -> Versions {
        Versions::new(text.to_owned(), String::new())
    }

    #[test]
    fn a_reading_is_found_by_its_versions_alone_and_old_ones_go() {
        let (known, app) = (Known::default(), DatabaseName::new("app"));
        assert!(!known.has(&app));
        for number in 0..=KEPT {
            known.keep(
                &app,
                &versions(&number.to_string()),
                &DatabaseRows::default(),
            );
        }
        assert!(known.has(&app));
        assert!(known.get(&app, &versions("0")).is_none());
        assert!(known.get(&app, &versions("1")).is_some());
        assert!(
            known
                .get(&DatabaseName::new("other"), &versions("1"))
                .is_none()
        );
    }
}
