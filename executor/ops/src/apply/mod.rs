//! Apply one plan: verify → persist → execute → prove → commit → confirm → record. The protocol is
//! [`Workbench::apply`]; the other files are its steps.
//!
//! Before each effect the store's journal says what is about to happen, so that whatever ends this
//! process, a later one finds out what is where: [`settle`].

mod check;
mod claim;
mod confirm;
mod dead;
mod ended;
mod found;
mod hand_over;
mod journal;
mod login;
mod ours;
mod password;
mod record;
mod resume;
mod run;
mod settle;
mod verify;

use cluster::apply::{ApplyError, Execution, Tries};
use planner::SessionDocument;

use super::{ApplyEntry, ApplyStep, Listener, OpsError, Workbench};
use ended::Ended;
use run::Run;

pub use resume::Resumed;
pub(crate) use verify::likely;

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
    /// A person's word that a role may be taken over that this store never made.
    pub adopt: bool,
}

impl Workbench {
    /// Applies one plan. Whatever happens to it, a session records it.
    ///
    /// # Errors
    /// The store cannot be written: nothing was applied.
    #[expect(
        clippy::too_many_lines,
        reason = "the protocol, to be read in one piece"
    )]
    pub async fn apply(
        &self,
        request: ApplyRequest,
        listener: &Listener,
    ) -> Result<ApplyEntry, OpsError> {
        let run = Run::recorded(self, &request, listener).await?;
        // On the heap: the steps' states are long, and each is moved until it is first polled.
        let protocol = Box::pin(async {
            run.enter(ApplyStep::CheckPlan);
            run.check_plan()?;
            run.enter(ApplyStep::CompareWithStore);
            run.compare_with_store().await?;
            run.enter(ApplyStep::Lock);
            let params = run.params().await?;
            let mut links = run.or_interrupted(run.links(&params)).await?;
            run.or_interrupted(Box::pin(run.lock(&params, &mut links)))
                .await?;
            let ready = Box::pin(async {
                run.settle_the_dead(&params, &links).await?;
                run.enter(ApplyStep::Claim);
                run.claim().await?;
                run.enter(ApplyStep::Verify);
                let taken = run
                    .or_interrupted(run.whole_snapshot(&params, &links))
                    .await?;
                let fresh = &taken.catalog;
                let plan = run.verify(fresh).await?;
                let adopted = run.check_ours(&plan, fresh).await?;
                let password = run.make_password(&plan)?; // Where a step needs one.
                run.announce((&plan, fresh), adopted, password.as_ref())
                    .await?;
                Ok::<_, Ended>((taken, plan, password))
            })
            .await;
            let (taken, plan, password) = match ready {
                Ok(ready) => ready,
                Err(ended) => {
                    run.keep(links);
                    return Err(ended);
                }
            };
            let on_fate = run.fates_of(&plan, &taken.catalog);
            let work = run.work(&plan, (&params, &taken), password.as_ref(), &on_fate);
            let mut execution = Execution::new(work, &mut links);
            let executed = Box::pin(async {
                let mut created = None;
                if execution.creates_role() {
                    run.enter(ApplyStep::CreateRole);
                    execution.create_role().await?;
                    created = Some(run.created_role(&taken.catalog));
                }
                for wave in execution.waves() {
                    run.announce_wave(&wave, created.take()).await?;
                    let mut tries = Tries::default();
                    while let Err(error) = async {
                        run.enter(ApplyStep::Begin);
                        let begun = execution.begin(&wave).await?;
                        run.enter(ApplyStep::Run);
                        let ran = begun.run().await?;
                        run.enter(ApplyStep::Prove);
                        let proved = ran.prove().await?;
                        run.enter(ApplyStep::Commit);
                        let half = proved.commit_cluster().await?;
                        if half.cluster_is_committed() {
                            run.confirm_password(password.as_ref()).await;
                        }
                        half.commit_databases().await
                    }
                    .await
                    {
                        if !run.end_those_over(&params, &error).await? {
                            tries.again(error).await?; // On a lost race; else the wave failed.
                        }
                    }
                }
                Ok::<_, OpsError>(())
            })
            .await;
            // From here on nothing may hide what happened on the cluster.
            let (progress, proof) = (execution.progress(), execution.into_proof());
            run.remark_on(progress);
            let ended = match executed {
                Err(error) => Box::pin(run.failed(&params, links, progress, error)).await,
                Ok(()) => {
                    run.confirm_password(password.as_ref()).await;
                    run.forget_retired(&plan).await;
                    run.enter(ApplyStep::ProveInSync);
                    let committed = (proof, &taken.catalog);
                    let ended = run.prove_in_sync(&params, &links, &plan, committed).await;
                    run.keep(links);
                    run.login_test(&params, &plan, password.as_ref()).await;
                    ended
                }
            };
            run.hand_over(&params, password.as_ref()).await; // While the role's lock is held.
            Ok::<Ended, Ended>(ended)
        });
        let ended = protocol.await.unwrap_or_else(|ended| ended);
        run.enter(ApplyStep::Record);
        let entry = run.record(ended).await;
        run.let_go().await; // Of the role's lock: an apply without it and without an end is dead.
        Ok(entry)
    }
}

/// The name that the server knows the connections of an apply by.
fn application(sid: &str) -> String {
    format!("rolewright/{sid}")
}

/// The apply of such a name.
fn sid_of(application: &str) -> Option<&str> {
    application.strip_prefix("rolewright/")
}

/// True where only looking tells what is on the cluster, or on record.
fn needs_a_look(error: &OpsError) -> bool {
    match error {
        OpsError::Apply(error) => ApplyError::needs_a_look(error),
        OpsError::Store(error) => error.is_overtaken(),
        _ => false,
    }
}
