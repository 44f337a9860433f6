//! Which of a role's passwords is in force: never guessed, compared with what the server holds.

use cluster::apply::{Candidate, Comparison, compare};
use cluster::connect::{
    Connection, ConnectionParams, Endpoint, PasswordSource, connect_maintenance,
};
use planner::desired::Scope;
use planner::names::RoleName;
use secret::Secret;
use store::{Held, RoleSecret};

use crate::{OpsError, Workbench};

/// What a comparison found.
#[derive(Debug)]
pub struct Compared {
    /// The one that the server holds.
    pub in_force: Option<RoleSecret>,
    /// All that are kept, newest first.
    pub all: Vec<RoleSecret>,
    /// Why it could not be compared, where that is so.
    pub unknown: Option<String>,
}

impl Workbench {
    /// Compares the passwords that are kept for a role with what the server holds, and notes which
    /// one is in force.
    ///
    /// # Errors
    /// The store cannot be read or written. A server that cannot be reached is no error: see
    /// [`Compared::unknown`].
    pub async fn password_in_force(
        &self,
        resource: &str,
        role: &RoleName,
    ) -> Result<Compared, OpsError> {
        let connected = match self.params(resource).await {
            Ok(params) => match connect_maintenance(&params).await {
                Ok(connection) => Ok((params, connection)),
                Err(error) => Err(error.to_string()),
            },
            Err(error) => Err(error.to_string()),
        };
        match connected {
            Ok((params, connection)) => {
                let compared = self.compare_passwords(resource, role, None, (&params, &connection));
                let compared = compared.await;
                connection.close().await;
                compared
            }
            Err(why) => Ok(Compared {
                in_force: None,
                all: self
                    .store
                    .role_secrets()
                    .all(resource, role.as_str())
                    .await?,
                unknown: Some(why),
            }),
        }
    }

    /// The same on a connection to the maintenance database.
    pub(crate) async fn compare_passwords(
        &self,
        resource: &str,
        role: &RoleName,
        scope: Option<&Scope>,
        (params, maintenance): (&ConnectionParams, &Connection),
    ) -> Result<Compared, OpsError> {
        let secrets = self.store.role_secrets();
        let all = secrets.all(resource, role.as_str()).await?;
        let mut compared = Compared {
            in_force: None,
            all,
            unknown: None,
        };
        if compared.all.is_empty() {
            return Ok(compared);
        }
        let login = self.role_params(resource, params, role, None)?;
        let database = scope.map_or_else(|| maintenance.database().clone(), |s| s.database.clone());
        let candidate = |kept: &RoleSecret| match &kept.held {
            Held::Here(password) => Candidate::Password(password.clone()),
            Held::Elsewhere { .. } => Candidate::Elsewhere(kept.verifier.clone()),
        };
        let candidates: Vec<_> = compared.all.iter().map(candidate).collect();
        match compare(maintenance, &login, &database, &candidates).await {
            Comparison::InForce(at) => {
                compared.in_force = compared.all.get(at).cloned();
                if let Some(secret) = &compared.in_force
                    && !self.store.is_read_only()
                {
                    secrets.in_force(&secret.sid).await?;
                }
            }
            Comparison::None => {}
            Comparison::Unknown(why) => compared.unknown = Some(why),
        }
        Ok(compared)
    }

    /// The settings of a connection as the role itself.
    pub(crate) fn role_params(
        &self,
        resource: &str,
        admin: &ConnectionParams,
        role: &RoleName,
        password: Option<&Secret>,
    ) -> Result<ConnectionParams, OpsError> {
        let endpoint = Endpoint {
            resource: resource.into(),
            host: Some(admin.host.clone()),
            port: Some(admin.port),
            user: Some(role.as_str().to_owned()),
            password: password
                .cloned()
                .map_or(PasswordSource::Nobody, PasswordSource::Known),
            maintenance_db: None,
        };
        let environment = &self.environment;
        let mut params = ConnectionParams::new(endpoint, &|name| environment(name))?;
        params.limits = admin.limits;
        Ok(params)
    }
}
