//! What `rolewright plan --open` puts into its page: everything the plan view shows, as data.

use serde::Serialize;

use super::{Details, PlanFailure, PlanSummary, PlannedOn};
use crate::catalog::Catalog;
use crate::ground::VERSION;
use crate::plan::{Plan, PlanError};
use crate::session::{Cluster, SessionDocument};

/// The tag of this format.
pub const FORMAT: &str = "rolewright/report/1";

/// The plans of one run.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub planner_version: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// In the order they were asked for.
    pub reviews: Vec<Review>,
}

/// One role: its plan, or why there is none.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Where there is a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<PlanSummary>,
    /// Where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<PlanFailure>,
    /// Which cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
    /// The snapshot of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<PlannedOn>,
    /// The SQL text; empty where there is no plan.
    pub sql: String,
    /// Where there is a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
    /// The session document, YAML; empty where there is no plan.
    pub document: String,
}

impl Report {
    /// The report of these reviews.
    pub fn new(created_at: impl Into<String>, reviews: Vec<Review>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            planner_version: VERSION.to_owned(),
            created_at: created_at.into(),
            reviews,
        }
    }
}

impl Review {
    /// A plan, with the catalog it was made from and the record that is kept of it.
    pub fn planned(plan: &Plan, catalog: &Catalog, document: &SessionDocument) -> Self {
        Self {
            summary: Some(PlanSummary::new(
                &plan.config,
                &plan.steps,
                &plan.sql_checksum,
            )),
            cluster: Some(document.cluster.clone()),
            on: Some(PlannedOn::new(catalog)),
            sql: plan.sql.clone(),
            details: Details::new(plan, catalog).ok(),
            document: document.to_yaml().unwrap_or_default(),
            failure: None,
        }
    }

    /// No plan.
    pub fn failed(error: PlanError) -> Self {
        Self {
            failure: Some(error.into()),
            ..Self::default()
        }
    }
}
