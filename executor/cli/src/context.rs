//! What every command is given: the user interface, the global options, the way to the store.

use std::sync::Arc;

use planner::desired::Prefix;

use super::args::GlobalArgs;
use super::error::CommandError;
use super::home;
use super::interrupt::Interrupt;
use super::os_user::os_user;
use super::ui::Ui;
use ops::Workbench;
use store::Store;

/// The surroundings of a command.
pub struct Context<'a> {
    /// Says things to the user.
    pub ui: &'a Ui,
    /// As given.
    pub global: GlobalArgs,
    /// Ctrl-C.
    pub interrupt: Interrupt,
}

impl Context<'_> {
    /// What role names start with.
    pub fn prefix(&self) -> &Prefix {
        &self.global.role_prefix
    }

    /// Opens the store.
    ///
    /// # Errors
    /// The store cannot be opened.
    pub async fn store(&self) -> Result<Store, CommandError> {
        let home = home::locate(self.global.home.clone())?;
        let store = Store::open(&home).await?;
        tracing::debug!(whereabouts = store.whereabouts(), "opened the store");
        Ok(store)
    }

    /// Opens the store and puts all that an operation needs beside it.
    ///
    /// # Errors
    /// The store cannot be opened.
    pub async fn workbench(&self) -> Result<Workbench, CommandError> {
        Ok(Workbench {
            store: self.store().await?,
            environment: Arc::new(|name| std::env::var(name).ok()),
            limits: self.global.limits(),
            prefix: self.prefix().clone(),
            connections: usize::try_from(self.global.connections).unwrap_or(usize::MAX),
            plan_ttl: self.global.plan_ttl,
            maintenance: self.global.maintenance_db.as_deref().map(Into::into),
            os_user: os_user(),
        })
    }
}
