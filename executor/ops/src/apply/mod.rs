//! Apply one plan: verify → persist → execute → prove → commit → confirm → record. The protocol is
//! [`Workbench::apply`]; the other files are its steps.

mod check;
mod claim;
mod confirm;
mod ended;
mod login;
mod password;
mod record;
mod run;
mod verify;

use cluster::apply::{ApplyError, Execution, Tries, lock_role};
use cluster::connect::connect_maintenance;
use planner::SessionDocument;

use super::{ApplyEntry, ApplyStep, Listener, OpsError, Workbench};
use ended::Ended;
use run::Run;

/// What to apply.
#[derive(Clone, Debug)]
pub struct ApplyRequest {
    /// The resource the apply was asked for; has to be the plan's.
    pub resource: String,
    /// The plan, as it was reviewed.
    pub document: SessionDocument,
    /// The facts kept with the plan, where this store made it: to say what changed.
    pub facts: Option<String>,
    /// Log in with a new password afterwards.
    pub login_test: bool,
}

impl Workbench {
    /// Applies one plan. Whatever happens to it, a session records it.
    ///
    /// # Errors
    /// The store cannot be written: nothing was applied.
    #[expect(
        clippy::too_many_lines,
        reason = "the protocol, in one place and in order"
    )]
    pub async fn apply(
        &self,
        request: ApplyRequest,
        listener: &Listener,
    ) -> Result<ApplyEntry, OpsError> {
        let run = Run::recorded(self, &request, listener).await?;
        let protocol = async {
            run.enter(ApplyStep::CheckPlan);
            run.check_plan()?;
            run.enter(ApplyStep::CompareWithStore);
            run.compare_with_store().await?;
            run.enter(ApplyStep::Claim);
            run.claim().await?;
            run.enter(ApplyStep::Lock);
            let params = self.params(&request.resource).await?;
            let maintenance = connect_maintenance(&params).await?;
            lock_role(&maintenance, run.role_name()).await?;
            run.enter(ApplyStep::Verify);
            let fresh = run.snapshot(&params).await?;
            let plan = run.verify(&fresh)?;
            let password = run.persist_password(&plan).await?; // Where a step needs one.
            let (on_fate, looked) = (run.fates_of(&plan), (&params, &maintenance, &fresh));
            let work = run.work(&plan, looked, password.as_ref(), &on_fate);
            let mut execution = Execution::new(work);
            let executed = async {
                if execution.creates_role() {
                    run.enter(ApplyStep::CreateRole);
                    execution.create_role().await?;
                }
                for wave in execution.waves() {
                    let mut tries = Tries::default();
                    while let Err(error) = async {
                        run.enter(ApplyStep::Begin);
                        let begun = execution.begin(&wave).await?;
                        run.enter(ApplyStep::Run);
                        let ran = begun.run().await?;
                        run.enter(ApplyStep::Prove);
                        let proved = ran.prove().await?;
                        run.enter(ApplyStep::Commit);
                        proved.commit().await
                    }
                    .await
                    {
                        tries.again(error).await?; // On a lost race; else the wave failed.
                    }
                }
                Ok::<_, ApplyError>(())
            }
            .await;
            // From here on nothing may hide what happened on the cluster.
            let ended = match executed {
                Err(error) => run.taken_back(&execution, error, password.is_some()).await,
                Ok(()) => {
                    run.confirm_password(password.is_some()).await;
                    run.enter(ApplyStep::ProveInSync);
                    let ended = run.prove_in_sync(&params, &plan).await;
                    run.login_test(&params, &plan, password.as_ref()).await;
                    ended
                }
            };
            maintenance.close().await;
            Ok::<Ended, Ended>(ended)
        };
        let ended = protocol.await.unwrap_or_else(|ended| ended);
        let ended = run.settle_claim(ended).await; // Used up, or free for another apply.
        run.enter(ApplyStep::Record);
        run.record(ended).await
    }
}
