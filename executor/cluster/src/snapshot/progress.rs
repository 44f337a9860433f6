//! What a snapshot reports while it is taken.

use planner::names::DatabaseName;

/// An event, in the order things happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The cluster part is read, and this many databases are to be read.
    Cluster {
        /// How many databases follow.
        databases: usize,
    },
    /// One database is done with.
    Database {
        /// Which.
        name: DatabaseName,
        /// How many are done, this one included.
        done: usize,
        /// Of how many.
        total: usize,
        /// Why it could not be read, where that is so.
        unreachable: Option<String>,
    },
}
