//! An admin account is stored only after it was let in.

use crate::error::CommandError;
use cluster::connect::{Health, health};
use ops::{OpsError, Workbench};
use store::{Account, PasswordFrom, Resource, TestedAt};

/// Logs in with the account.
///
/// # Errors
/// Whatever keeps it out.
pub async fn test(
    workbench: &Workbench,
    resource: &Resource,
    user: &str,
    password: &PasswordFrom,
) -> Result<Health, CommandError> {
    let params = workbench.params_with(&resource.name, &place(resource), user, password)?;
    Ok(health(&params).await.map_err(OpsError::from)?)
}

/// Logs in with the account, then stores it.
///
/// # Errors
/// Whatever keeps it out, nothing is stored then; or the store cannot be written.
pub async fn test_and_store(
    workbench: &Workbench,
    resource: &Resource,
    user: &str,
    password: &PasswordFrom,
) -> Result<Health, CommandError> {
    let health = test(workbench, resource, user, password).await?;
    let account = Account {
        user: user.to_owned(),
        password: password.clone(),
        tested: place(resource),
    };
    let credentials = workbench.store.credentials();
    credentials.set(&resource.name, &account).await?;
    Ok(health)
}

/// Where a resource leads to.
pub fn place(resource: &Resource) -> TestedAt {
    TestedAt {
        host: resource.host.clone(),
        port: resource.port,
    }
}
