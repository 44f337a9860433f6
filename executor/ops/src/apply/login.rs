//! The login test: the new password in the role's own hands.

use cluster::connect::{ConnectionParams, connect};
use planner::VerifiedPlan;
use planner::step::Statement;

use super::password::NewPassword;
use super::run::Run;
use crate::ApplyStep;

impl Run<'_> {
    /// Logs in, where there is a new password and that is wanted. A login that fails does not undo
    /// anything: pg_hba.conf may keep the role out from here only. One that succeeds lets the
    /// passwords of before go.
    pub(super) async fn login_test(
        &self,
        params: &ConnectionParams,
        plan: &VerifiedPlan,
        new: Option<&NewPassword>,
    ) {
        let Some(NewPassword { of, password, .. }) = new.filter(|_| self.request.login_test) else {
            return;
        };
        self.enter(ApplyStep::LoginTest);
        let config = plan.config();
        let creates = plan
            .steps()
            .iter()
            .any(|s| matches!(s.statement, Statement::CreateRole { .. }));
        let what = match (of == &config.role_name, creates) {
            (false, _) => format!("login {of}"),
            (true, true) => "the role".to_owned(),
            (true, false) => "the role with its new password".to_owned(),
        };
        let first = config.scopes().first().map(|s| s.database.clone());
        let Some(database) = first.or_else(|| params.maintenance.first().cloned()) else {
            return;
        };
        let resource = &self.request.resource;
        let login = self.bench.role_params(resource, params, of, Some(password));
        match login {
            Err(error) => self.remark(&format!("; no login test: {error}")),
            Ok(login) => match connect(&login, &database).await {
                Ok(connection) => {
                    connection.close().await;
                    self.remark(&format!("; {what} can log in to {database}"));
                    self.logged_in().await;
                }
                Err(error) => {
                    self.remark(&format!("; but {what} cannot log in from here: {error}"));
                }
            },
        }
    }

    async fn logged_in(&self) {
        let secrets = self.bench.store.role_secrets();
        if let Err(error) = secrets.logged_in(&self.standing()).await {
            self.store_failed("the store could not note the login", &error);
        }
    }
}
