//! After the execution: is the cluster in sync, or what is left where it failed?

use std::sync::Arc;

use cluster::apply::{ApplyError, Execution};
use cluster::connect::ConnectionParams;
use planner::VerifiedPlan;

use super::ended::Ended;
use super::run::Run;
use crate::{ApplyStep, Status};

impl Run<'_> {
    /// Committed: the cluster, read afresh, has to be in sync.
    pub(super) async fn prove_in_sync(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
    ) -> Ended {
        let unverified = |error: &dyn std::fmt::Display| {
            let message = format!("applied and committed, but it cannot be verified: {error}");
            Ended::committed(Status::Failed, message)
        };
        let catalog = match self.snapshot(params).await {
            Ok(catalog) => catalog,
            Err(error) => {
                let ended = unverified(&error);
                let cause = Some(Arc::new(error));
                return Ended { cause, ..ended };
            }
        };
        let config = plan.config().clone().rotated();
        match planner::plan(&config, &catalog) {
            Err(error) => unverified(&error),
            Ok(plan) if plan.is_in_sync() => {
                Ended::committed(Status::Success, "applied and verified in sync")
            }
            Ok(plan) => {
                let first = plan.steps.first().map(|s| s.reason.as_str());
                let first = first.unwrap_or_default();
                let message = format!(
                    "applied and committed, but something changed the cluster at the same time: {first} Plan again"
                );
                Ended::committed(Status::Failed, message)
            }
        }
    }

    /// The execution failed: the role it created goes again, a password that is or may be in force
    /// is kept, and the message says what is left.
    pub(super) async fn taken_back(
        &self,
        execution: &Execution<'_>,
        error: ApplyError,
        password: bool,
    ) -> Ended {
        let mut error = execution.judged(error);
        if execution.leaves_role(&error) {
            self.enter(ApplyStep::DropRole);
            error = execution.drop_role(error).await;
        }
        let changed = error.changed_something();
        if !changed {
            self.remark("; nothing was changed");
        }
        if error.role_committed() {
            self.confirm_password(password).await;
        } else if password && !changed {
            self.discard_password().await;
        }
        Ended {
            used: changed,
            ..Ended::from(error)
        }
    }
}
