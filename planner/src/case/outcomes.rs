//! `outcomes.yaml`: what the roles of a case can and cannot do once all its plans are applied.
//!
//! ```yaml
//! format: rolewright/outcomes/1
//! can:
//! - ro SELECT analytics.public.*
//! cannot:
//! - ro INSERT analytics.public.*
//! ```
//!
//! See [`crate::outcome`] for the lines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::ground::names::{ResourceName, RoleName};
use crate::ground::nesting::{self, TooDeep};
use crate::ground::quote::{brief, message};
use crate::outcome::{Claim, Outcome, Subject, check};

const FORMAT: &str = "rolewright/outcomes/1";

/// What is stated; an empty one states nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    lines: Vec<(Claim, String, Outcome)>,
}

/// Why an outcomes.yaml was refused.
#[derive(Debug, thiserror::Error)]
pub enum OutcomesError {
    /// No file of ours goes that deep.
    #[error(transparent)]
    Nested(#[from] TooDeep),
    /// Not YAML, or not this shape.
    #[error("{}", message(.0))]
    Yaml(#[from] serde_yaml::Error),
    /// Another format.
    #[error("it says format `{0}`, this program reads `{FORMAT}`")]
    Format(String),
    /// A line that is no outcome.
    #[error("{claim}: `{line}`: {why}")]
    Line {
        /// `can` or `cannot`.
        claim: &'static str,
        /// As written.
        line: String,
        /// What is wrong.
        why: String,
    },
    /// Nothing in it.
    #[error("it states nothing; add a line under `can:` or `cannot:`, or remove the file")]
    Empty,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    #[serde(default)]
    can: Vec<String>,
    #[serde(default)]
    cannot: Vec<String>,
}

impl Outcomes {
    /// Reads the file.
    ///
    /// # Errors
    /// [`OutcomesError`]: the first fault.
    pub fn parse(text: &str) -> Result<Self, OutcomesError> {
        nesting::check(text)?;
        let file: File = serde_yaml::from_str(text)?;
        if file.format != FORMAT {
            return Err(OutcomesError::Format(brief(&file.format)));
        }
        let can = file.can.into_iter().map(|line| (Claim::Can, line));
        let cannot = file.cannot.into_iter().map(|line| (Claim::Cannot, line));
        let lines: Vec<_> = can
            .chain(cannot)
            .map(|(claim, line)| match line.parse() {
                Ok(outcome) => Ok((claim, brief(&line), outcome)),
                Err(why) => Err(OutcomesError::Line {
                    claim: claim.keyword(),
                    line: brief(&line),
                    why,
                }),
            })
            .collect::<Result<_, _>>()?;
        if lines.is_empty() {
            return Err(OutcomesError::Empty);
        }
        Ok(Self { lines })
    }

    /// True where nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The outcomes that do not hold on the catalogs as they are after the plans, and those that
    /// cannot be decided.
    pub(super) fn check(
        &self,
        configs: &[RoleConfig],
        after: &BTreeMap<ResourceName, Catalog>,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        for (claim, line, outcome) in &self.lines {
            let found = resolve(&outcome.subject, configs, after)
                .and_then(|(role, catalog)| check(*claim, outcome, &role, catalog));
            match found {
                Ok(contradictions) if contradictions.is_empty() => {}
                Ok(contradictions) => problems.push(format!(
                    "{}: {line}: not so: {}",
                    claim.keyword(),
                    first_few(&contradictions)
                )),
                Err(why) => problems.push(format!("{}: {line}: {why}", claim.keyword())),
            }
        }
        problems
    }
}

fn first_few(sentences: &[String]) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<_> = sentences.iter().take(SHOWN).cloned().collect();
    if sentences.len() > SHOWN {
        shown.push(format!("and {} more", sentences.len() - SHOWN));
    }
    shown.join("; ")
}

/// The role that is meant, and its cluster: an item's label first, else any role of that name.
fn resolve<'a>(
    subject: &Subject,
    configs: &[RoleConfig],
    after: &'a BTreeMap<ResourceName, Catalog>,
) -> Result<(RoleName, &'a Catalog), String> {
    let here = |resource: &ResourceName| {
        subject
            .resource
            .as_ref()
            .is_none_or(|wanted| wanted == resource.as_str())
    };
    let labelled: Vec<_> = configs
        .iter()
        .filter(|c| here(c.resource()) && c.label() == Some(&subject.name))
        .map(|c| (c.resource(), c.role_name.clone()))
        .collect();
    let candidates = if labelled.is_empty() {
        let named = RoleName::new(subject.name.clone());
        after
            .iter()
            .filter(|(resource, catalog)| here(resource) && catalog.roles.contains_key(&named))
            .map(|(resource, _)| (resource, named.clone()))
            .collect()
    } else {
        labelled
    };
    match candidates.as_slice() {
        [(resource, role)] => after
            .get(*resource)
            .map(|catalog| (role.clone(), catalog))
            .ok_or_else(|| format!("resource `{resource}` has no catalog")),
        [] => Err(format!(
            "`{}` is neither a label in plan.yaml nor a role in the catalog after the plan",
            brief(&subject.name)
        )),
        several => {
            let names: Vec<_> = several.iter().map(|(r, _)| r.to_string()).collect();
            Err(format!(
                "`{}` is on several resources ({}); write `resource/label`",
                brief(&subject.name),
                names.join(", ")
            ))
        }
    }
}
