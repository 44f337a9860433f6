//! A plan at a glance, and in detail.

use serde::Serialize;

use super::sentence::sentence;
use super::{Matrix, Piece, Problem, RoleChanges};
use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::ground::names::{ResourceName, RoleName};
use crate::ground::note::Note;
use crate::ground::quote;
use crate::model;
use crate::plan::{Plan, PlanError};
use crate::session::StepRecord;
use crate::step::{Attribute, Risk, Statement, Step};

/// Whether there is something to do.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanStatus {
    /// Nothing.
    InSync,
    /// Something.
    OutOfSync,
}

/// A plan at a glance.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanSummary {
    /// `analytics/ro`
    pub role: String,
    /// Its name in PostgreSQL.
    pub role_name: RoleName,
    /// The resource it is for.
    pub resource: ResourceName,
    /// See [`PlanStatus`].
    pub status: PlanStatus,
    /// SHA-256 of the SQL text.
    pub sql_plan_checksum: String,
    /// How many statements.
    pub statements: usize,
    /// How many of each risk.
    pub risks: Risks,
    /// The destructive ones, in order of execution: few, and nobody should have to look for them.
    pub dangers: Vec<Danger>,
}

/// A destructive statement.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Danger {
    /// As a line of the SQL text has it.
    pub sql: String,
    /// What it does to the role: `loses SUPERUSER`.
    pub what: String,
}

/// Statements by risk.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)] // Each field counts the risk of the same name.
pub struct Risks {
    pub grants: usize,
    pub revokes: usize,
    pub credentials: usize,
    pub destructive: usize,
}

/// Why no plan can be made.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanFailure {
    /// `analytics/ro`
    pub role: String,
    /// Its name in PostgreSQL.
    pub role_name: RoleName,
    /// At least one.
    pub notes: Vec<Note>,
}

/// A plan in detail: what is asked for when somebody looks, as it reads every object in scope.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Details {
    /// SHA-256 of the facts the plan was made from.
    pub state_checksum: String,
    /// The statements with reason and risk, in order of execution.
    pub steps: Vec<StepRecord>,
    /// What the plan leaves alone and a reader should know.
    pub advice: Vec<Note>,
    /// The way back.
    pub undo_sql: String,
    /// What is destructive about that.
    pub undo_dangers: Vec<Danger>,
    /// Who gains and loses what: one sentence, in pieces.
    pub sentence: Vec<Piece>,
    /// What changes of the role itself.
    pub role: RoleChanges,
    /// What changes, by scope and privilege.
    pub matrix: Matrix,
}

impl PlanSummary {
    /// Counts what the steps of a plan do.
    pub fn new(config: &RoleConfig, steps: &[Step], sql_checksum: &str) -> Self {
        let mut risks = Risks::default();
        for step in steps {
            match step.risk {
                Risk::Grants => risks.grants += 1,
                Risk::Revokes => risks.revokes += 1,
                Risk::Credentials => risks.credentials += 1,
                Risk::Destructive => risks.destructive += 1,
            }
        }
        Self {
            role: quote::display(&config.describe()),
            role_name: config.role_name.clone(),
            resource: config.resource().clone(),
            status: match steps.is_empty() {
                true => PlanStatus::InSync,
                false => PlanStatus::OutOfSync,
            },
            sql_plan_checksum: sql_checksum.to_owned(),
            statements: steps.len(),
            risks,
            dangers: dangers(steps),
        }
    }
}

impl From<PlanError> for PlanFailure {
    fn from(error: PlanError) -> Self {
        Self {
            role: error.role,
            role_name: error.role_name,
            notes: error.notes,
        }
    }
}

impl Details {
    /// The plan in detail. `catalog` is the one it was made from.
    ///
    /// # Errors
    /// A statement that would not do what it says, which is a defect of the planner.
    pub fn new(plan: &Plan, catalog: &Catalog) -> Result<Self, Problem> {
        let after = after(&plan.steps, catalog)?;
        let matrix = Matrix::new(&plan.config, catalog, &after);
        let role = RoleChanges::new(&plan.config, (catalog, &after), &plan.steps, &matrix);
        Ok(Self {
            state_checksum: plan.state_checksum.clone(),
            steps: plan.steps.iter().map(StepRecord::from).collect(),
            advice: plan.advice.clone(),
            undo_sql: plan.undo_sql(catalog),
            undo_dangers: dangers(&plan.undo_steps(catalog)),
            sentence: sentence(plan, &role, &matrix),
            role,
            matrix,
        })
    }
}

fn dangers(steps: &[Step]) -> Vec<Danger> {
    let grave = steps.iter().filter(|step| step.risk == Risk::Destructive);
    let danger = |step: &Step| Danger {
        sql: StepRecord::from(step).sql,
        what: what(&step.statement),
    };
    grave.map(danger).collect()
}

/// What a destructive statement does, in words.
fn what(statement: &Statement) -> String {
    match statement {
        Statement::AlterRole { attributes, .. } => {
            let grave = |on| {
                let all = attributes.iter().filter(move |a| a.is_on() == on);
                all.filter_map(Attribute::grave).collect::<Vec<_>>()
            };
            let (gained, lost) = (grave(true), grave(false));
            let said = [("gains ", gained), ("loses ", lost)];
            let said = said.iter().filter(|(_, words)| !words.is_empty());
            let said = said.map(|(verb, words)| format!("{verb}{}", words.join(", ")));
            said.collect::<Vec<_>>().join("; ")
        }
        Statement::RevokeMembership {
            parent,
            admin_only: true,
            ..
        } => format!("loses ADMIN on {parent}"),
        Statement::RevokeMembership { parent, .. } => format!("loses membership in {parent}"),
        Statement::GrantMembership { parent, .. }
        | Statement::CreateRole {
            parent: Some(parent),
            ..
        } => format!("gains membership in {parent}"),
        Statement::DropRole { .. } => "is dropped".to_owned(),
        _ => "may be more than it looks".to_owned(),
    }
}

/// The catalog as it would be after the plan.
pub(super) fn after(steps: &[Step], catalog: &Catalog) -> Result<Catalog, Problem> {
    model::apply(catalog, steps).map_err(|error| {
        Problem::new(format!(
            "what the plan leaves cannot be shown: {error}; please report this with the snapshot"
        ))
    })
}
