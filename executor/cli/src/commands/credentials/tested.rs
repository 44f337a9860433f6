//! An admin account is stored only after it was let in.

use crate::error::CommandError;
use cluster::connect::{Health, health};
use ops::{OpsError, Workbench};
use secret::Secret;
use store::Resource;

/// Logs in with the account.
///
/// # Errors
/// Whatever keeps it out.
pub async fn test(
    workbench: &Workbench,
    resource: &Resource,
    user: &str,
    password: &Secret,
) -> Result<Health, CommandError> {
    let params = workbench.params_with(
        &resource.name,
        &resource.host,
        resource.port,
        user,
        Some(password),
    )?;
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
    password: &Secret,
) -> Result<Health, CommandError> {
    let health = test(workbench, resource, user, password).await?;
    workbench
        .store
        .credentials()
        .set(&resource.name, user, password)
        .await?;
    Ok(health)
}
