//! The proof before the commit: the catalog, re-read inside the open transactions, leaves nothing
//! to do.

use planner::catalog::CatalogBuilder;
use planner::names::DatabaseName;

use super::Execution;
use super::error::ApplyError;
use super::wave::Wave;
use crate::snapshot::{read_cluster, read_database};

/// Plans again from what the transactions see; databases of other waves are not judged.
pub(super) async fn prove(
    execution: &Execution<'_>,
    wave: &Wave<'_>,
    judged: &[DatabaseName],
) -> Result<(), ApplyError> {
    let mut builder = CatalogBuilder::new(read_cluster(execution.maintenance).await?);
    let reads = wave
        .sessions()
        .iter()
        .map(|s| async move { Ok((s, read_database(s).await?)) });
    let reads: Vec<Result<_, ApplyError>> = futures_util::future::join_all(reads).await;
    for read in reads {
        let (session, rows) = read?;
        builder.database(session.database(), rows);
    }
    let mut catalog = builder.finish(None);
    // What no transaction of this wave is in stands as it was verified.
    for (name, database) in catalog.databases.iter_mut() {
        if database.contents.is_none()
            && let Some(before) = execution.fresh.databases.get(name)
        {
            database.contents.clone_from(&before.contents);
        }
    }
    let config = execution.plan.config().clone().rotated();
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
