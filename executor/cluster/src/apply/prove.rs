//! The proof before the commit: the catalog, re-read inside the open transactions, leaves nothing
//! to do.

use planner::catalog::CatalogBuilder;
use planner::names::DatabaseName;

use super::error::ApplyError;
use super::execution::Work;
use crate::connect::Connection;
use crate::snapshot::{read_cluster, read_database};

/// Plans again from what the transactions see; databases of other waves are not judged.
pub(super) async fn prove(
    work: &Work<'_>,
    connections: &[Connection],
    judged: &[DatabaseName],
) -> Result<(), ApplyError> {
    let mut builder = CatalogBuilder::new(read_cluster(work.maintenance).await?);
    let reads = connections
        .iter()
        .map(|c| async move { Ok((c, read_database(c).await?)) });
    let reads: Vec<Result<_, ApplyError>> = futures_util::future::join_all(reads).await;
    for read in reads {
        let (connection, rows) = read?;
        builder.database(connection.database(), rows);
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
