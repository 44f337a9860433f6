//! Takes catalog snapshots: fetches the rows that [`planner::catalog`] makes a snapshot of.
//!
//! ```text
//! maintenance database ── read_cluster ──┐
//! each database needed ── read_database ─┴─> CatalogBuilder ──> Catalog
//! ```
//!
//! One catalog object is one file here with the `.sql` file of the same name. All queries of a
//! database are sent at once and answered in one round trip. Nothing is judged here.

mod acl;
mod clock;
mod cluster;
mod columns;
mod contents;
mod databases;
mod error;
mod known;
mod memberships;
mod objects;
mod own_database;
mod progress;
mod query;
mod roles;
mod schemas;
mod sequence_defaults;
mod server;
mod strangers;
mod take;
mod transaction;
mod unplanned;
mod versions;
mod which;

pub use clock::server_now;
pub use cluster::read_cluster;
pub use contents::{Detail, read_database, read_versioned};
pub use error::SnapshotError;
pub use known::Known;
pub use progress::Progress;
pub use take::{DEFAULT_CONNECTIONS, Open, Taken, take, take_on};
pub use transaction::read_only;
pub use versions::{Versions, read_versions};
pub use which::{Ask, Which};
