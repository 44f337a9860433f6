//! The session document: the record of one plan, as YAML with exactly the reference document's keys
//! and order, then ours.

mod yaml;

use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::desired::{Item, Mode, PrivilegeWord, RoleConfig, RoleType, Scope};
use crate::ground::hash::sha256_hex;
use crate::ground::names::{DatabaseName, ResourceName, RoleName};
use crate::ground::nesting::{self, TooDeep};
use crate::ground::note::Note;
use crate::ground::quote::message;
use crate::plan::{CurrentState, Plan};
use crate::sql;
use crate::step::{Phase, Risk, Step};

/// The role definition as submitted.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `managed` or `external`.
    #[serde(rename = "type")]
    pub role_type: RoleType,
    /// The role's name in PostgreSQL.
    pub role_name: RoleName,
    /// The parent of an external role, else empty.
    pub source_role: String,
    /// As submitted.
    pub scopes: Vec<Scope>,
    /// As submitted, upper-cased.
    pub privileges: Vec<PrivilegeWord>,
    /// A new password at apply.
    pub rotate_password: bool,
    /// Only where it is not `authoritative`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Only where it is managed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_limit: Option<i32>,
    /// Only where it is managed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// Only where there are two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logins: Option<i32>,
    /// As submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retire_after: Option<String>,
    /// Until when a login works that this plan takes out of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retire_at: Option<String>,
}

/// Which cluster the plan is for.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// `pg_control_system().system_identifier`.
    pub system_identifier: String,
    /// `15.18`.
    pub server_version: String,
}

/// One step as it stands in the document; `result` is filled by an apply.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// See [`Phase`].
    pub phase: Phase,
    /// The database it runs in; absent is the maintenance database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseName>,
    /// The role it runs as, where not the admin account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_as: Option<RoleName>,
    /// One statement, placeholder instead of a password.
    pub sql: String,
    /// Why.
    pub reason: String,
    /// See [`Risk`].
    pub risk: Risk,
    /// What came of it, in an apply's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Microseconds from the answer before it, or from when its flight was sent, to its own, in an
    /// apply's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_us: Option<u64>,
}

/// The record of a plan. Field order is key order.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionDocument {
    /// The session's UUID.
    pub sid: String,
    /// As submitted.
    pub config: Config,
    /// What was there.
    pub current_state: CurrentState,
    /// The SQL text.
    pub sql_plan: String,
    /// SHA-256 of `sql_plan`.
    pub sql_plan_checksum: String,
    /// What an apply printed; empty for a plan.
    pub command_output: String,
    /// The resource in the inventory.
    pub resource: ResourceName,
    /// The label, for people; the role's name is what counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Which cluster.
    pub cluster: Cluster,
    /// SHA-256 of the facts the plan was made from.
    pub state_checksum: String,
    /// SHA-256 over the rest of the document: see [`SessionDocument::seal`].
    pub plan_checksum: String,
    /// The version of the planner that made it.
    pub planner_version: String,
    /// After this an apply is refused (RFC 3339, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// What the plan leaves alone and a reader should know.
    pub advice: Vec<Note>,
    /// The way back.
    pub undo_sql: String,
    /// The statements with reason and risk.
    pub steps: Vec<StepRecord>,
    /// By the store that made the plan, over `plan_checksum` and `planner_version`: that store knows
    /// its own plans again; any other can only plan anew and compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_seal: Option<String>,
}

impl From<&RoleConfig> for Config {
    fn from(config: &RoleConfig) -> Self {
        let source = config.source_role().map_or("", RoleName::as_str);
        Self {
            role_type: config.role_type(),
            role_name: config.role_name.clone(),
            source_role: source.to_owned(),
            scopes: config.scopes().to_vec(),
            privileges: config.privileges().to_vec(),
            rotate_password: config.rotates_password(),
            mode: config.item.mode,
            connection_limit: config.connection_limit(),
            valid_until: config.valid_until().map(str::to_owned),
            logins: config.item.logins,
            retire_after: config.item.retire_after.clone(),
            retire_at: config.retire_at.clone(),
        }
    }
}

impl From<&Step> for StepRecord {
    fn from(step: &Step) -> Self {
        Self {
            phase: step.phase,
            database: step.database.clone(),
            acting_as: step.acting_as.clone(),
            sql: sql::statement(&step.statement, sql::PASSWORD_PLACEHOLDER),
            reason: step.reason.clone(),
            risk: step.risk,
            result: None,
            took_us: None,
        }
    }
}

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// No document of ours goes that deep.
    #[error("the session document cannot be read: {0}")]
    Nested(#[from] TooDeep),
    /// Not YAML, or not this shape; says line and column.
    #[error("the session document cannot be read: {}", message(.0))]
    Yaml(#[from] serde_yaml::Error),
}

impl SessionDocument {
    /// The record of a plan. `sid` and `expires_at` come from the caller: the planner has neither
    /// clock nor randomness.
    pub fn new(sid: &str, plan: &Plan, catalog: &Catalog, expires_at: Option<String>) -> Self {
        let steps = plan.steps.iter().map(StepRecord::from).collect();
        let mut document = Self {
            sid: sid.to_owned(),
            config: Config::from(&plan.config),
            current_state: plan.current_state.clone(),
            sql_plan: plan.sql.clone(),
            sql_plan_checksum: plan.sql_checksum.clone(),
            command_output: String::new(),
            resource: plan.config.resource().clone(),
            role: plan.config.label().map(str::to_owned),
            cluster: Cluster {
                system_identifier: catalog.server.system_identifier.clone(),
                server_version: catalog.server.version(),
            },
            state_checksum: plan.state_checksum.clone(),
            plan_checksum: String::new(),
            planner_version: String::new(),
            expires_at,
            advice: plan.advice.clone(),
            undo_sql: plan.undo_sql(catalog),
            steps,
            store_seal: None,
        };
        document.plan_checksum = document.seal();
        crate::ground::VERSION.clone_into(&mut document.planner_version);
        document
    }

    /// What `plan_checksum` has to be: the SHA-256 of the document's JSON, keys in document order,
    /// without `plan_checksum` itself, `planner_version`, `store_seal`, and what an apply fills in. It binds all
    /// that a reviewer reads to what an apply may do. It is no signature: whoever can write the file
    /// can write the checksum too, and then the plan that is made again at apply decides.
    pub fn seal(&self) -> String {
        let hash = |document: &Self| {
            let json = serde_json::to_string(document).unwrap_or_default();
            sha256_hex(json.as_bytes())
        };
        let unsealed = [
            &self.plan_checksum,
            &self.planner_version,
            &self.command_output,
        ];
        if unsealed.iter().all(|text| text.is_empty())
            && self.store_seal.is_none()
            && self
                .steps
                .iter()
                .all(|step| step.result.is_none() && step.took_us.is_none())
        {
            return hash(self);
        }
        let mut sealed = self.clone();
        sealed.plan_checksum = String::new();
        sealed.planner_version = String::new();
        sealed.command_output = String::new();
        sealed.store_seal = None;
        for step in &mut sealed.steps {
            step.result = None;
            step.took_us = None;
        }
        hash(&sealed)
    }

    /// What `store_seal` is over: all that `plan_checksum` covers, and who planned it.
    pub fn sealed_text(&self) -> String {
        format!("{} {}", self.plan_checksum, self.planner_version)
    }

    /// The role as it was desired.
    pub fn role_config(&self) -> RoleConfig {
        let config = self.config.clone();
        let managed = config.role_type == RoleType::Managed;
        let item = Item {
            resource_name: self.resource.clone(),
            role_type: config.role_type,
            role: self.role.clone().unwrap_or_default(),
            scopes: managed.then_some(config.scopes),
            privileges: managed.then_some(config.privileges),
            source_role: Some(RoleName::new(config.source_role)).filter(|r| !r.as_str().is_empty()),
            rotate_password: config.rotate_password,
            mode: config.mode.filter(|mode| *mode != Mode::default()),
            connection_limit: config.connection_limit,
            valid_until: config.valid_until,
            logins: config.logins.filter(|logins| *logins != 1),
            retire_after: config.retire_after,
        };
        RoleConfig {
            item,
            role_name: config.role_name,
            retire_at: config.retire_at,
        }
    }

    /// The document as YAML.
    ///
    /// # Errors
    /// None in practice: every value here can be written.
    pub fn to_yaml(&self) -> Result<String, DocumentError> {
        yaml::write(self)
    }

    /// Reads a document back.
    ///
    /// # Errors
    /// Line and column of what is wrong.
    pub fn from_yaml(text: &str) -> Result<Self, DocumentError> {
        nesting::check(text)?;
        Ok(serde_yaml::from_str(text)?)
    }
}
