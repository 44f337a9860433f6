//! Verification: a stored plan against a fresh snapshot. The only way to a [`VerifiedPlan`], and an
//! apply takes nothing else.

mod changes;
mod expiry;

use crate::catalog::Catalog;
use crate::desired::RoleConfig;
use crate::ground::hash::sha256_hex;
use crate::ground::moment::is_moment;
use crate::ground::names::{ResourceName, RoleName};
use crate::plan::{Plan, PlanError, plan};
use crate::session::SessionDocument;
use crate::step::{Attribute, Statement, Step};

/// A plan that has just been made again from a fresh snapshot and is what was reviewed, to the byte.
#[derive(Debug)]
pub struct VerifiedPlan {
    sid: String,
    plan: Plan,
    moved: Vec<String>,
}

impl VerifiedPlan {
    /// The plan's session.
    pub fn sid(&self) -> &str {
        &self.sid
    }

    /// What to run.
    pub fn steps(&self) -> &[Step] {
        &self.plan.steps
    }

    /// The role as desired.
    pub fn config(&self) -> &RoleConfig {
        &self.plan.config
    }

    /// The role's name.
    pub fn role_name(&self) -> &RoleName {
        &self.plan.config.role_name
    }

    /// What changed on the cluster since the plan and led to the same SQL, in sentences.
    pub fn moved(&self) -> &[String] {
        &self.moved
    }

    /// The whole plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// What is known about the moment of the apply: the planner has no clock and no store.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The resource the apply was asked for.
    pub resource: &'a ResourceName,
    /// Now, `YYYY-MM-DDTHH:MM:SSZ`, by our clock; for a snapshot that does not say when it was taken.
    pub now: &'a str,
    /// The facts kept with the plan, where this store made it; only to say what changed.
    pub facts: Option<&'a str>,
    /// The document is known to be as it was made: the store's own. Else all of it that a reviewer
    /// reads has to be what is planned afresh.
    pub genuine: bool,
}

/// What verification found.
#[derive(Debug)]
pub enum Verified {
    /// Go ahead with exactly this.
    Apply(Box<VerifiedPlan>),
    /// The cluster already is as desired: nothing to run.
    InSync,
}

/// Why a plan is not applied. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The record does not hold together.
    #[error("the plan was edited after it was made: {0}; make a fresh plan and review that")]
    Edited(String),
    /// Made for another resource.
    #[error(
        "the plan is for resource `{planned}`, not for `{asked}`; apply it there, or plan for `{asked}`"
    )]
    OtherResource {
        /// The plan's.
        planned: ResourceName,
        /// The one asked for.
        asked: ResourceName,
    },
    /// The resource points at another cluster now.
    #[error(
        "the plan was made on cluster {planned}, and resource `{resource}` now is cluster {found}; make a fresh plan"
    )]
    OtherCluster {
        /// The resource.
        resource: ResourceName,
        /// `system_identifier` of the plan.
        planned: String,
        /// `system_identifier` found.
        found: String,
    },
    /// Too old.
    #[error("the plan expired at {0}; make a fresh plan")]
    Expired(String),
    /// What was to work for a while would end at once.
    #[error(
        "the plan lets a login work until {0}, which has passed by now; make a fresh plan, and apply it sooner or with a longer `retire_after`"
    )]
    Retired(String),
    /// The cluster changed in a way that leaves no plan at all.
    #[error("the cluster changed since the plan: {0}; make a fresh plan")]
    Impossible(PlanError),
    /// The cluster changed.
    #[error("the cluster changed since the plan: {}; make a fresh plan", .changes.join("; "))]
    Stale {
        /// One sentence each.
        changes: Vec<String>,
    },
}

/// Makes the plan again from the stored config and a fresh snapshot, and compares everything.
///
/// # Errors
/// [`Refusal`]: what does not fit, and what to do.
pub fn verify(
    document: &SessionDocument,
    fresh: &Catalog,
    moment: Moment<'_>,
) -> Result<Verified, Refusal> {
    check_document(document, moment)?;
    if fresh.server.system_identifier != document.cluster.system_identifier {
        return Err(Refusal::OtherCluster {
            resource: document.resource.clone(),
            planned: document.cluster.system_identifier.clone(),
            found: fresh.server.system_identifier.clone(),
        });
    }
    if let Some(expiry) = &document.expires_at
        && expiry::is_over(expiry, fresh.taken_at.as_deref(), moment.now)
    {
        return Err(Refusal::Expired(expiry.clone()));
    }
    let plan = plan(&document.role_config(), fresh).map_err(Refusal::Impossible)?;
    if plan.is_in_sync() {
        return Ok(Verified::InSync);
    }
    if let Some(retire_at) = &document.config.retire_at
        && sets(&plan, retire_at)
        && expiry::is_over(retire_at, fresh.taken_at.as_deref(), moment.now)
    {
        return Err(Refusal::Retired(retire_at.clone()));
    }
    let changes = || changes::describe(document, &plan, moment.facts);
    if plan.sql_checksum != document.sql_plan_checksum {
        return Err(Refusal::Stale { changes: changes() });
    }
    // A busy schema changes all the time; what was reviewed is the SQL, and that is the same.
    let moved = match plan.state_checksum == document.state_checksum {
        true if moment.genuine => Vec::new(),
        true => {
            same_to_a_reader(document, &plan, fresh)?;
            Vec::new()
        }
        false => changes(),
    };
    Ok(Verified::Apply(Box::new(VerifiedPlan {
        sid: document.sid.clone(),
        plan,
        moved,
    })))
}

/// True where the plan has a login end then.
fn sets(plan: &Plan, moment: &str) -> bool {
    let ends =
        |attribute: &Attribute| matches!(attribute, Attribute::ValidUntil(at) if at == moment);
    plan.steps.iter().any(|step| match &step.statement {
        Statement::AlterRole { attributes, .. } => attributes.iter().any(ends),
        _ => false,
    })
}

/// Made from the same facts, everything has to read the same.
fn same_to_a_reader(
    document: &SessionDocument,
    plan: &Plan,
    fresh: &Catalog,
) -> Result<(), Refusal> {
    let afresh = SessionDocument::new(&document.sid, plan, fresh, document.expires_at.clone());
    let differs = [
        (
            "current_state",
            afresh.current_state != document.current_state,
        ),
        ("undo_sql", afresh.undo_sql != document.undo_sql),
        ("steps", afresh.steps != document.steps),
    ];
    match differs.into_iter().find(|(_, differs)| *differs) {
        None => Ok(()),
        Some((key, _)) => Err(Refusal::Edited(format!(
            "its `{key}` is not what the same plan has when it is made again"
        ))),
    }
}

/// What can be said without a cluster: the record holds together and is for here. Whether it is for
/// now, the server's clock says.
///
/// # Errors
/// [`Refusal`].
pub fn check_document(document: &SessionDocument, moment: Moment<'_>) -> Result<(), Refusal> {
    if sha256_hex(document.sql_plan.as_bytes()) != document.sql_plan_checksum {
        return Err(Refusal::Edited(
            "its SQL does not match `sql_plan_checksum`".to_owned(),
        ));
    }
    if document.seal() != document.plan_checksum {
        return Err(Refusal::Edited(
            "the document does not match its `plan_checksum`".to_owned(),
        ));
    }
    if let Err(why) = document.config.role_name.check_as_grantee() {
        return Err(Refusal::Edited(why));
    }
    if document
        .config
        .retire_at
        .as_deref()
        .is_some_and(|at| !is_moment(at))
    {
        return Err(Refusal::Edited("its `retire_at` is no moment".to_owned()));
    }
    if &document.resource != moment.resource {
        return Err(Refusal::OtherResource {
            planned: document.resource.clone(),
            asked: moment.resource.clone(),
        });
    }
    Ok(())
}
