//! The login test: the new password in the role's own hands.

use cluster::connect::{ConnectionParams, Endpoint, connect};
use planner::VerifiedPlan;
use planner::step::Statement;

use super::password::NewPassword;
use super::run::Run;
use crate::ApplyStep;

impl Run<'_> {
    /// Logs in, where there is a new password and that is wanted. A login that fails does not undo
    /// anything: pg_hba.conf may keep the role out from here only.
    pub(super) async fn login_test(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
        new: Option<&NewPassword>,
    ) {
        let Some(NewPassword { password, .. }) = new.filter(|_| self.request.login_test) else {
            return;
        };
        self.enter(ApplyStep::LoginTest);
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
        let Some(database) = first.or_else(|| params.maintenance.first().cloned()) else {
            return;
        };
        let endpoint = Endpoint {
            resource: self.request.resource.as_str().into(),
            host: Some(params.host.clone()),
            port: Some(params.port),
            user: Some(config.role_name.as_str().to_owned()),
            password: Some(password.clone()),
            maintenance_db: None,
        };
        let environment = &self.bench.environment;
        self.remark(
            &match ConnectionParams::new(endpoint, &|name| environment(name)) {
                Err(error) => format!("; no login test: {error}"),
                Ok(role_params) => match connect(&role_params, &database).await {
                    Ok(connection) => {
                        connection.close().await;
                        format!("; {what} can log in to {database}")
                    }
                    Err(error) => format!("; but {what} cannot log in from here: {error}"),
                },
            },
        );
    }
}
