//! What a person reviews before anything is applied: the shapes that the browser and the report show.
//!
//! ```text
//! text (YAML, CSV) ─> Desired, Table      ┐
//! snapshot ─> SnapshotSummary, Names      ├─> Summary, Details (steps, advice, undo, matrix), Graph
//! plan ───────────────────────────────────┘   Reach
//! ```
//!
//! Nothing is decided here: everything comes from a plan, a catalog, or the catalog that the model
//! says will be there afterwards. TypeScript's types are generated from these (`Browser`).

mod browser;
mod desired;
mod graph;
mod matrix;
mod objects;
mod problem;
mod reach;
mod report;
mod role;
mod sentence;
mod sheet;
mod snapshot;
mod summary;
#[cfg(test)]
mod tests;

pub use browser::Browser;
pub use desired::{Desired, DesiredItem, read_csv, read_yaml, write_yaml};
pub use graph::{EdgeChange, EdgeKind, Graph, GraphEdge, GraphNode, NodeKind};
pub use matrix::{ColumnGrants, Holding, Matrix, MatrixCell, MatrixRow};
pub use objects::{Found, FoundObject};
pub use problem::Problem;
pub use reach::{Reach, ReachWay, Reacher};
pub use report::{FORMAT as REPORT_FORMAT, Report, Review};
pub use role::{AttributeChange, Change, MembershipChange, RoleChanges};
pub use sentence::Piece;
pub use sheet::{Table, read_table};
pub use snapshot::{
    DatabaseNames, DatabaseSummary, Names, PlannedOn, RelationCount, SnapshotSummary,
};
pub use summary::{Danger, Details, PlanFailure, PlanStatus, PlanSummary, Risks};
