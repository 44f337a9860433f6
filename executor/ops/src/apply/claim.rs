//! The right to apply a plan, which is used up unless nothing was changed.

use super::ended::Ended;
use super::run::Run;

impl Run<'_> {
    /// Takes it.
    pub(super) async fn claim(&self) -> Result<(), Ended> {
        let uses = self.bench.store.plan_uses();
        let (plan, resource) = (&self.request.document.sid, &self.request.resource);
        let claim = uses.claim(plan, resource, &self.sid).await?;
        self.notes().claim = Some(claim);
        Ok(())
    }

    /// Uses it up or gives it back, where it was taken.
    pub(super) async fn settle_claim(&self, ended: Ended) -> Ended {
        if ended.unresolved || ended.on_record {
            return ended; // Whoever finds out settles it.
        }
        let claim = self.notes().claim.take();
        if let Some(claim) = claim {
            let uses = self.bench.store.plan_uses();
            let noted = match ended.used {
                true => uses.complete(&claim).await,
                false => uses.release(&claim).await,
            };
            if let Err(error) = noted {
                // What happened on the cluster stays the news; the store's trouble is added to it.
                self.store_failed(&format!("the use of the plan could not be noted: {error}"));
            }
        }
        ended
    }
}
