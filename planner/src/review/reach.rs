//! One object, and every role that reaches it, before and after a plan.

use serde::Serialize;

use super::graph::words;
use super::{EdgeChange, Problem, summary};
use crate::access::RoleGraph;
use crate::catalog::Catalog;
use crate::ground::names::RoleName;
use crate::ground::ordered::sort;
use crate::outcome::{Access, By, Target, Way};
use crate::step::Step;

/// The most roles that are listed.
const MOST: usize = 1000;

/// Who reaches an object.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// In words: `materialized view`.
    pub kind: String,
    /// Its owner.
    pub owner: RoleName,
    /// PUBLIC first, then the roles in byte order; only those that have a way of their own.
    pub roles: Vec<Reacher>,
    /// How many there are beyond those listed.
    pub more: usize,
}

/// A role with what it reaches.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reacher {
    /// Absent: PUBLIC, that is everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleName>,
    /// As [`super::GraphNode::attributes`].
    pub attributes: Vec<String>,
    /// At least one.
    pub ways: Vec<ReachWay>,
}

/// One way to an object.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReachWay {
    /// What is reached by it: `SELECT`, …
    pub privileges: Vec<String>,
    /// See [`By`].
    pub by: By,
    /// The memberships that are followed, up to the role that `by` is about; none: the role itself.
    pub through: Vec<RoleName>,
    /// How far: `no` where it holds something that is of no use to it.
    pub access: Access,
    /// What is missing, or has to be done first; empty where nothing is.
    pub why: String,
    /// What the plan does to it.
    pub change: EdgeChange,
}

impl Reach {
    /// Everybody who reaches `object` (`db`, `db.schema` or `db.schema.relation`), before the steps and after.
    ///
    /// # Errors
    /// Why the object is not found; and as [`super::Details::new`].
    pub fn new(object: &str, steps: &[Step], catalog: &Catalog) -> Result<Self, Problem> {
        let later = summary::after(steps, catalog)?;
        let graphs = (RoleGraph::new(catalog), RoleGraph::new(&later));
        let before = Target::new(object, catalog, &graphs.0).map_err(Problem::new)?;
        let after = Target::new(object, &later, &graphs.1).map_err(Problem::new)?;
        let mut names: Vec<_> = catalog.roles.keys().chain(later.roles.keys()).collect();
        sort(&mut names);
        names.dedup();
        let mut roles = Vec::new();
        for role in std::iter::once(None).chain(names.into_iter().map(Some)) {
            let ways = ways(role, &before, &after);
            if ways.is_empty() {
                continue;
            }
            roles.push(Reacher {
                role: role.cloned(),
                attributes: words(
                    role.and_then(|r| catalog.roles.get(r)),
                    role.and_then(|r| later.roles.get(r)),
                ),
                ways,
            });
        }
        let more = roles.len().saturating_sub(MOST);
        roles.truncate(MOST);
        Ok(Self {
            kind: before.objects.word.replace('_', " "),
            owner: before.objects.owner.clone(),
            roles,
            more,
        })
    }
}

/// A role's ways on both sides, each with the privileges that it leads to.
fn ways(role: Option<&RoleName>, before: &Target<'_>, after: &Target<'_>) -> Vec<ReachWay> {
    let mut all: Vec<ReachWay> = Vec::new();
    let mut add = |way: Way, change: EdgeChange, privilege: &str| {
        let same = |known: &&mut ReachWay| {
            (known.by, known.access, known.change) == (way.by, way.access, change)
                && known.through == way.through
                && known.why == way.why
        };
        if let Some(known) = all.iter_mut().find(same) {
            known.privileges.push(privilege.to_owned());
            return;
        }
        all.push(ReachWay {
            privileges: vec![privilege.to_owned()],
            by: way.by,
            through: way.through,
            access: way.access,
            why: way.why,
            change,
        });
    };
    for privilege in before.accepted.iter() {
        let (now, then) = (before.ways(role, privilege), after.ways(role, privilege));
        for way in &then {
            let change = match now.contains(way) {
                true => EdgeChange::Kept,
                false => EdgeChange::Added,
            };
            add(way.clone(), change, privilege.keyword());
        }
        for way in now.into_iter().filter(|way| !then.contains(way)) {
            add(way, EdgeChange::Removed, privilege.keyword());
        }
    }
    all
}
