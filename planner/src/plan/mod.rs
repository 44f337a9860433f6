//! The plan: immutable data so specific that the executor has no choice left.

mod advice;
mod current_state;
mod login_advice;
mod undo;

pub use current_state::{AttributeValue, CurrentState, Exceptions, ObjectsState, ScopeState};

use crate::access::RoleGraph;
use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::diff::{Context, diff};
use crate::facts;
use crate::ground::hash::sha256_hex;
use crate::ground::names::RoleName;
use crate::ground::note::Note;
use crate::ground::quote;
use crate::sql;
use crate::step::Step;

/// What is to be done for one role, with everything a reader needs to judge it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was asked for.
    pub config: RoleConfig,
    /// What is there.
    pub current_state: CurrentState,
    /// What to do, in order of execution.
    pub steps: Vec<Step>,
    /// The SQL text of the steps.
    pub sql: String,
    /// SHA-256 of `sql`.
    pub sql_checksum: String,
    /// The facts the plan was made from, one a line: see [`crate::facts`].
    pub facts: String,
    /// SHA-256 of `facts`.
    pub state_checksum: String,
    /// What reaches the role in ways a plan does not touch.
    pub advice: Vec<Note>,
}

impl Plan {
    /// True where there is nothing to do.
    pub fn is_in_sync(&self) -> bool {
        self.steps.is_empty()
    }
}

/// Why no plan can be made: every reason, each with its object and remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text())]
pub struct PlanError {
    /// The role, `analytics/ro`.
    pub role: String,
    /// Its name in PostgreSQL.
    pub role_name: RoleName,
    /// At least one, of severity error.
    pub notes: Vec<Note>,
}

impl PlanError {
    fn text(&self) -> String {
        const SHOWN: usize = 10;
        let mut lines: Vec<_> = self.notes.iter().take(SHOWN).map(Note::to_string).collect();
        if self.notes.len() > SHOWN {
            lines.push(format!("and {} more", self.notes.len() - SHOWN));
        }
        format!("{} cannot be planned: {}", self.role, lines.join("; "))
    }
}

/// What a plan does, without what it was made from: as much as a preview shows with every key.
///
/// The facts name every table of the scopes: gathering and hashing them takes longer than the diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What was asked for.
    pub config: RoleConfig,
    /// What to do, in order of execution.
    pub steps: Vec<Step>,
    /// The SQL text of the steps.
    pub sql: String,
    /// SHA-256 of `sql`.
    pub sql_checksum: String,
    retire_at: Option<String>,
}

impl Draft {
    /// The plan. `catalog` is the one that the draft was made from.
    pub fn complete(self, catalog: &Catalog) -> Plan {
        let (config, graph) = (self.config.clone(), RoleGraph::new(catalog));
        complete(self, &Context::new(&config, catalog, &graph))
    }
}

/// Plans one role against one snapshot.
///
/// # Errors
/// Every reason why the desired state cannot be reached from here.
pub fn plan(config: &RoleConfig, catalog: &Catalog) -> Result<Plan, PlanError> {
    let graph = RoleGraph::new(catalog);
    let context = Context::new(config, catalog, &graph);
    begin(&context).map(|draft| complete(draft, &context))
}

/// The steps and the SQL of [`plan`].
///
/// # Errors
/// Those of [`plan`].
pub fn draft(config: &RoleConfig, catalog: &Catalog) -> Result<Draft, PlanError> {
    begin(&Context::new(config, catalog, &RoleGraph::new(catalog)))
}

fn begin(context: &Context<'_>) -> Result<Draft, PlanError> {
    let (config, found) = (context.config, diff(context));
    if !found.errors.is_empty() {
        return Err(PlanError {
            role: quote::display(&config.describe()),
            role_name: config.role_name.clone(),
            notes: found.errors,
        });
    }
    let sql = sql::render(config.role_name.as_str(), &found.steps);
    Ok(Draft {
        sql_checksum: sha256_hex(sql.as_bytes()),
        config: config.clone(),
        steps: found.steps,
        sql,
        retire_at: found.retire_at,
    })
}

fn complete(draft: Draft, context: &Context<'_>) -> Plan {
    let (config, catalog) = (context.config, context.catalog);
    let facts = facts::facts(config, catalog);
    Plan {
        current_state: CurrentState::new(config, catalog, &draft.steps),
        advice: advice::advice(context),
        state_checksum: sha256_hex(facts.as_bytes()),
        config: RoleConfig {
            retire_at: config.retire_at.clone().or(draft.retire_at),
            ..draft.config
        },
        steps: draft.steps,
        sql: draft.sql,
        sql_checksum: draft.sql_checksum,
        facts,
    }
}
