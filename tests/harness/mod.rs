//! A throwaway PostgreSQL for tests: `cluster()` starts one per test binary.
//!
//! Which one, the variables of `throwaway::Wanted::from_env` say. Without any server the test fails;
//! nothing is skipped.
#![allow(dead_code)] // Each test binary uses its own part of this.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.

use std::ops::Deref;
use std::path::Path;
use std::sync::OnceLock;

use throwaway::{Error, Row, Wanted};
use tokio_postgres::Client;

/// A running cluster whose failures are the test's.
pub struct Cluster(throwaway::Cluster);

impl Deref for Cluster {
    type Target = throwaway::Cluster;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The cluster shared by the tests of one binary. Tests run side by side: use
/// databases and roles of your own in it.
pub fn cluster() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| Cluster::start_private(&[]))
}

/// What the tests are asked to run against.
pub fn wanted() -> Wanted {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache");
    succeed(Wanted::from_env()).downloads(cache)
}

#[track_caller]
fn succeed<T>(result: Result<T, Error>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

impl Cluster {
    /// A cluster of the test's own, to stop or to configure: `&[("log_statement", "all")]`.
    #[track_caller]
    pub fn start_private(settings: &[(&str, &str)]) -> Self {
        let wanted = settings.iter().fold(wanted(), |wanted, (name, value)| {
            wanted.setting(name, value)
        });
        Self(succeed(wanted.start()))
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
