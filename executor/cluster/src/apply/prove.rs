//! The proof before the commit: the catalog, as the open transactions see it, leaves nothing to do.

use planner::catalog::{CatalogBuilder, ClusterRows, DatabaseRows};
use planner::names::DatabaseName;

use super::error::ApplyError;
use super::execution::Work;

/// Plans again from what the transactions see; databases of other waves are not judged.
pub(super) fn prove(
    work: &Work<'_>,
    cluster: ClusterRows,
    databases: Vec<(DatabaseName, DatabaseRows)>,
) -> Result<(), ApplyError> {
    let judged: Vec<_> = databases.iter().map(|(name, _)| name.clone()).collect();
    let mut builder = CatalogBuilder::new(cluster);
    for (name, rows) in databases {
        builder.database(&name, rows);
    }
    let mut catalog = builder.finish(None);
    // What no transaction of this wave is in stands as it was verified.
    for (name, database) in catalog.databases.iter_mut() {
        if database.contents.is_none()
            && let Some(before) = work.fresh.databases.get(name)
        {
            database.contents.clone_from(&before.contents);
        }
    }
    let config = work.plan.config().clone().rotated();
    let left: Vec<String> = match planner::plan(&config, &catalog) {
        Ok(plan) => plan
            .steps
            .iter()
            .filter(|s| s.database.as_ref().is_none_or(|d| judged.contains(d)))
            .map(|s| s.reason.clone())
            .collect(),
        Err(error) => vec![error.to_string()],
    };
    if left.is_empty() {
        Ok(())
    } else {
        Err(ApplyError::NotProved { left })
    }
}
