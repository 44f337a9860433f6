//! The login test: the new password in the role's own hands.

use planner::VerifiedPlan;
use planner::step::Statement;

use super::Run;
use crate::connect::{ConnectionParams, Target, connect};
use crate::store::Secret;

impl Run<'_> {
    /// A login that fails does not undo anything: pg_hba.conf may keep the role out from here only.
    pub(super) async fn login(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
        password: &Secret,
    ) -> String {
        let config = plan.config();
        let creates = plan
            .steps()
            .iter()
            .any(|s| matches!(s.statement, Statement::CreateRole { .. }));
        let what = if creates {
            "the role"
        } else {
            "the role with its new password"
        };
        let first = config.scopes().first().map(|s| s.database.clone());
        let database = first.or_else(|| params.maintenance.first().cloned());
        let Some(database) = database else {
            return String::new();
        };
        let target = Target {
            resource: self.request.resource.as_str().into(),
            host: Some(params.host.clone()),
            port: Some(params.port),
            user: Some(config.role_name.as_str().to_owned()),
            password: Some(password.clone()),
            maintenance_db: None,
        };
        let environment = &self.bench.environment;
        let role_params = match ConnectionParams::new(target, &|name| environment(name)) {
            Ok(role_params) => role_params,
            Err(error) => return format!("; no login test: {error}"),
        };
        match connect(&role_params, &database).await {
            Ok(session) => {
                session.close().await;
                format!("; {what} can log in to {database}")
            }
            Err(error) => format!("; but {what} cannot log in from here: {error}"),
        }
    }
}
