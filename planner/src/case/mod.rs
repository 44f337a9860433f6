//! Offline cases: desired roles and a catalog in, everything a plan would say out, no database.
//!
//! A case is a folder of a few files; here they are texts, reading them is the executor's.
//!
//! - `plan.yaml`: the roles, as for `plan -f`.
//! - `catalog.json`: the snapshot; or one for each resource, `catalog.<resource>.json`.
//! - `expected.txt`: what planning gives, to read ([`readable`]); written by `--update`.
//! - `session.yaml`: the same as whole session documents ([`session_yaml`]); compared where it is
//!   there. Few cases need one: it is about the document's format, not about a plan.
//! - `outcomes.yaml`: what the roles can and cannot do afterwards ([`Outcomes`]); written by hand, so
//!   that an update never takes back what somebody stated.
//!
//! Three laws are checked in every case, expected or not: each statement would do what it says on a
//! server (on a model of one), planning again right after finds nothing, and neither does the plan of
//! one role make another's stale. Documents read back as they were written.

mod laws;
#[cfg(test)]
mod logins_tests;
mod outcomes;
mod planned;
mod readable;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use outcomes::{Outcomes, OutcomesError};
pub use planned::{NO_SID, Planned, PlannedRole, session_yaml};
pub use readable::readable;

use crate::catalog::{Catalog, CatalogError};
use crate::desired::{Prefix, RoleConfig, parse_plan_file};
use crate::ground::names::ResourceName;

/// The texts of one case.
#[derive(Clone, Debug, Default)]
pub struct Files<'a> {
    /// `plan.yaml`
    pub plan: &'a str,
    /// `catalog.json`, for each resource without one of its own.
    pub catalog: Option<&'a str>,
    /// `catalog.<resource>.json`
    pub catalogs: BTreeMap<String, &'a str>,
    /// `outcomes.yaml`
    pub outcomes: Option<&'a str>,
}

/// Why a case cannot be run at all: its files are at fault, not the plan.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A snapshot that cannot be read.
    #[error("{file}: {source}")]
    Catalog {
        /// Which file.
        file: String,
        /// What is wrong.
        source: CatalogError,
    },
    /// A resource without a snapshot.
    #[error("plan.yaml names resource `{resource}`, and there is neither catalog.json nor {file}")]
    NoCatalog {
        /// The resource.
        resource: ResourceName,
        /// The file that would be for it alone.
        file: String,
    },
    /// A snapshot without a resource.
    #[error("{file} is for no resource that plan.yaml names; rename or remove it")]
    StrayCatalog {
        /// Which file.
        file: String,
    },
    /// Outcomes that cannot be read.
    #[error("outcomes.yaml: {0}")]
    Outcomes(#[from] OutcomesError),
}

/// What came of a case, whatever was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// What planning gave.
    pub planned: Planned,
    /// Laws broken and outcomes that do not hold, a sentence each.
    pub problems: Vec<String>,
    /// How many outcomes were checked.
    pub outcomes: usize,
}

/// The file of one resource's own snapshot.
fn file_of(resource: &str) -> String {
    crate::ground::quote::display(&format!("catalog.{resource}.json"))
}

/// Plans every role of a case and checks laws and outcomes.
///
/// # Errors
/// [`CaseError`]. A plan.yaml that is refused is a result, since a case may expect just that.
pub fn run(files: &Files<'_>, prefix: &Prefix) -> Result<CaseResult, CaseError> {
    let stated = match files.outcomes {
        Some(text) => Outcomes::parse(text)?,
        None => Outcomes::default(),
    };
    let configs = match parse_plan_file(files.plan, prefix) {
        Ok(configs) => configs,
        Err(error) => {
            let problems = if stated.is_empty() {
                Vec::new()
            } else {
                vec!["outcomes.yaml states outcomes, but plan.yaml is refused".to_owned()]
            };
            return Ok(CaseResult {
                planned: Err(error.to_string()),
                problems,
                outcomes: 0,
            });
        }
    };
    let catalogs = catalogs(files, &configs)?;
    let mut roles = Vec::with_capacity(configs.len());
    let mut problems = Vec::new();
    let mut after = catalogs.clone();
    for config in &configs {
        // Every resource has a catalog here: `catalogs` refuses otherwise.
        let (Some(before), Some(state)) = (
            catalogs.get(config.resource()),
            after.get_mut(config.resource()),
        ) else {
            continue;
        };
        let planned = crate::plan(config, before);
        roles.push(PlannedRole::new(config, before, &planned));
        if let Ok(plan) = &planned {
            let found = laws::check(config, plan, before, state);
            let role = crate::ground::quote::display(&config.describe());
            problems.extend(found.into_iter().map(|law| format!("{role}: {law}")));
        }
    }
    problems.extend(stated.check(&configs, &after));
    Ok(CaseResult {
        planned: Ok(roles),
        problems,
        outcomes: stated.len(),
    })
}

fn catalogs(
    files: &Files<'_>,
    configs: &[RoleConfig],
) -> Result<BTreeMap<ResourceName, Catalog>, CaseError> {
    if let Some(stray) = files
        .catalogs
        .keys()
        .find(|name| !configs.iter().any(|c| c.resource().as_str() == *name))
    {
        return Err(CaseError::StrayCatalog {
            file: file_of(stray),
        });
    }
    let mut catalogs = BTreeMap::new();
    for config in configs {
        let resource = config.resource();
        if catalogs.contains_key(resource) {
            continue;
        }
        let own = files.catalogs.get(resource.as_str());
        let (file, text) = match (own, files.catalog) {
            (Some(text), _) => (file_of(resource.as_str()), *text),
            (None, Some(text)) => ("catalog.json".to_owned(), text),
            (None, None) => {
                return Err(CaseError::NoCatalog {
                    resource: resource.clone(),
                    file: file_of(resource.as_str()),
                });
            }
        };
        let catalog =
            Catalog::from_json(text).map_err(|source| CaseError::Catalog { file, source })?;
        catalogs.insert(resource.clone(), catalog);
    }
    Ok(catalogs)
}
