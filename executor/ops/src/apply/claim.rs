//! The right to apply a plan, which is used up unless nothing was changed: the record says which.

use super::ended::Ended;
use super::run::Run;

impl Run<'_> {
    /// Takes it.
    pub(super) async fn claim(&self) -> Result<(), Ended> {
        let uses = self.bench.store.plan_uses();
        let (plan, resource) = (&self.request.document.sid, &self.request.resource);
        let claim = uses.claim(plan, resource, &self.standing()).await?;
        self.notes().claim = Some(claim);
        Ok(())
    }
}
