//! Tells a pooler that gives each transaction another session from one that does not.

use std::time::Duration;

use super::connection::Connection;
use super::open::connect;
use super::params::ConnectionParams;
use super::pooler::Pooling;
use super::query_error::QueryError;
use super::transaction::Purpose;

/// A pool without a free session keeps a client waiting for longer; then it is not known.
const PATIENCE: Duration = Duration::from_secs(2);

/// `first` is between two transactions. Where a second connection meets the process that it met, or it
/// meets another one itself, they are handed around.
pub(super) async fn probe(params: &ConnectionParams, first: &Connection) -> Pooling {
    if first.pooling() == Pooling::Some {
        // Failing tells nothing.
        let _ = tokio::time::timeout(PATIENCE, look(params, first)).await;
    }
    first.pooling()
}

async fn look(params: &ConnectionParams, first: &Connection) -> Option<()> {
    let second = connect(params, first.database()).await.ok()?;
    meet(&second).await.ok()?;
    if second.backend_pid() == first.backend_pid() {
        first.note_handed_around();
    } else {
        meet(first).await.ok()?;
    }
    second.close().await;
    Some(())
}

async fn meet(connection: &Connection) -> Result<(), QueryError> {
    connection.begin(Purpose::Read).await?;
    connection.rollback().await
}
