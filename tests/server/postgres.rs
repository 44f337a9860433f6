//! The server under test: `cluster()` is shared by all, and failures are the test's.

use std::ops::Deref;
use std::sync::OnceLock;

use throwaway::{Error, Row};
use tokio_postgres::Client;

use crate::start::start;

pub struct Cluster(throwaway::Cluster);

impl Deref for Cluster {
    type Target = throwaway::Cluster;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The cluster shared by all tests. They run side by side: use databases and roles of your own in it.
pub fn cluster() -> &'static Cluster {
    static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let started = SHARED.get_or_init(|| start(&[]).map(Cluster).map_err(|error| error.to_string()));
    match started {
        Ok(cluster) => cluster,
        Err(message) => panic!("{message}"),
    }
}

#[track_caller]
fn succeed<T>(result: Result<T, Error>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

impl Cluster {
    /// A cluster of the test's own, to stop, to configure (`&[("log_statement", "all")]`), or for
    /// changes that all of a cluster would see.
    #[track_caller]
    pub fn start_private(settings: &[(&str, &str)]) -> Self {
        Self(succeed(start(settings)))
    }

    /// A hot standby of this one.
    #[track_caller]
    pub fn standby(&self) -> Self {
        Self(succeed(self.0.standby(&[])))
    }

    pub async fn connect(&self, database: &str) -> Client {
        succeed(self.0.connect(database).await)
    }

    #[track_caller]
    pub fn sql(&self, database: &str, sql: &str) -> Vec<Row> {
        succeed(self.0.sql(database, sql))
    }

    /// For a statement that is expected to fail.
    pub fn try_sql(&self, database: &str, sql: &str) -> Result<Vec<Row>, Error> {
        self.0.sql(database, sql)
    }

    #[track_caller]
    pub fn stop(&self) {
        succeed(self.0.stop());
    }

    #[track_caller]
    pub fn start_again(&self) {
        succeed(self.0.start_again());
    }
}
