//! What every command is given: the user interface, the global options, the way to the store.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use planner::desired::Prefix;

use super::args::GlobalArgs;
use super::core_dumps;
use super::error::{CommandError, ErrorKind};
use super::home;
use super::interrupt::Interrupt;
use super::os_user::os_user;
use super::ui::Ui;
use ops::{PasswordCommands, Workbench};
use store::{Key, Rotated, Store};

/// The surroundings of a command.
pub struct Context<'a> {
    /// Says things to the user.
    pub ui: &'a Ui,
    /// As given.
    pub global: GlobalArgs,
    /// Ctrl-C.
    pub interrupt: Interrupt,
    /// The store, once a command has opened it.
    pub opened: OnceLock<Store>,
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
        core_dumps::forbid();
        let patience = self.global.store_timeout;
        let store = match self.database()? {
            Some(url) => Store::open_in_postgres(url, &home, patience).await?,
            None => Store::open(&home, patience).await?,
        };
        tracing::debug!(whereabouts = store.whereabouts(), "opened the store");
        Ok(self.opened.get_or_init(|| store).clone())
    }

    /// The address of the store, where it is a database.
    ///
    /// # Errors
    /// It holds a password, and stood on the command line.
    fn database(&self) -> Result<Option<&str>, CommandError> {
        let given = self.global.store.as_deref().filter(|url| !url.is_empty());
        let Some(url) = given else { return Ok(None) };
        let of_environment = std::env::var("ROLEWRIGHT_STORE").is_ok_and(|value| value == url);
        let user = url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('@'));
        let has_password = user.is_some_and(|(user, _)| user.contains(':'));
        if !of_environment && (has_password || url.contains("password=")) {
            return Err(CommandError::new(
                ErrorKind::Usage,
                "the address of the store holds a password, which all users of this machine can read on a command line",
            )
            .hint("put the password into ~/.pgpass, or the whole address into ROLEWRIGHT_STORE"));
        }
        Ok(Some(url))
    }

    /// Seals the store with a new key, the one given or a new one in the key's place.
    ///
    /// # Errors
    /// The store cannot be opened or written, or is in use; the key stays as it was then.
    pub async fn rotate_key(&self, new: Option<Key>) -> Result<Rotated, CommandError> {
        let home = home::locate(self.global.home.clone())?;
        Ok(self.store().await?.rotate_key(&home, new).await?)
    }

    /// Whether there is a store in the home: none is made by looking.
    pub fn has_store(&self) -> bool {
        self.global.store.is_some()
            || home::locate(self.global.home.clone()).is_ok_and(|home| home.database().exists())
    }

    /// Where the key of the store is, for people.
    ///
    /// # Errors
    /// There is no home.
    pub fn key_place(&self) -> Result<String, CommandError> {
        let given = std::env::var_os(store::KEY_VARIABLE).is_some_and(|key| !key.is_empty());
        Ok(match given {
            true => format!("the value of {}", store::KEY_VARIABLE),
            false => home::locate(self.global.home.clone())?
                .key()
                .display()
                .to_string(),
        })
    }

    /// Leaves the store as one file, at the end of a command; what keeps that from being done at
    /// once is not waited for.
    pub async fn close(&self) {
        const PATIENCE: Duration = Duration::from_secs(5);
        if let Some(store) = self.opened.get() {
            let _ = tokio::time::timeout(PATIENCE, store.close()).await;
        }
    }

    /// Opens the store and puts all that an operation needs beside it.
    ///
    /// # Errors
    /// The store cannot be opened.
    pub async fn workbench(&self) -> Result<Workbench, CommandError> {
        Ok(self.workbench_of(self.store().await?))
    }

    /// The same on another store.
    pub fn workbench_of(&self, store: Store) -> Workbench {
        Workbench {
            store,
            environment: Arc::new(|name| std::env::var(name).ok()),
            limits: self.global.limits(),
            prefix: self.prefix().clone(),
            connections: usize::try_from(self.global.connections).unwrap_or(usize::MAX),
            role_lock: self.global.role_lock_timeout,
            interrupt: self.interrupt.for_operations(),
            plan_ttl: self.global.plan_ttl,
            maintenance: self.global.maintenance_db.as_deref().map(Into::into),
            os_user: os_user(),
            account: None,
            password_commands: PasswordCommands::default(),
            shared: None,
        }
    }
}
