//! The plan against the cluster as it is now.

use cluster::connect::ConnectionParams;
use cluster::snapshot::{self, Which};
use planner::verify::{Verified, verify};
use planner::{Catalog, VerifiedPlan};

use super::ended::Ended;
use super::run::Run;
use crate::OpsError;

impl Run<'_> {
    /// Of the databases concerned.
    pub(super) async fn snapshot(&self, params: &ConnectionParams) -> Result<Catalog, OpsError> {
        let config = self.request.document.role_config();
        let which = Which::Needed(Box::new(move |cluster| {
            cluster.databases_to_read([&config])
        }));
        Ok(snapshot::take(params, self.bench.connections, which, &|_| {}).await?)
    }

    /// The same plan again, or it is refused.
    pub(super) fn verify(&self, fresh: &Catalog) -> Result<VerifiedPlan, Ended> {
        match verify(&self.request.document, fresh, self.moment())? {
            Verified::InSync => Err(Ended::in_sync()),
            Verified::Apply(plan) => Ok(*plan),
        }
    }
}
