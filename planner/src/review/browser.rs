//! Every type that crosses to the browser, in one place for the generation of TypeScript's types.

use serde::Serialize;

use super::{
    Desired, Details, Found, Graph, Names, PlanFailure, PlanSummary, Problem, Reach, Report,
    SnapshotSummary, Table,
};
use crate::outcome::{Answers, Question};

/// Never made: its fields only name the types.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // Each field is the type of the same name.
pub struct Browser {
    pub answers: Answers,
    pub desired: Desired,
    pub details: Details,
    pub found: Found,
    pub graph: Graph,
    pub names: Names,
    pub plan_failure: PlanFailure,
    pub plan_summary: PlanSummary,
    pub problem: Problem,
    pub question: Question,
    pub reach: Reach,
    pub report: Report,
    pub snapshot_summary: SnapshotSummary,
    pub table: Table,
}
