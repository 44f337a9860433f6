//! Whose account a resource is entered with, and where its password comes from.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use child::{Argv, Errand};
use cluster::connect::{
    ConnectionParams, Endpoint, Health, Limits, ParamsError, PasswordCommand, PasswordSource,
    health,
};
use store::{Account, PasswordFrom, Resource, TestedAt};

use crate::{OpsError, Workbench};

/// Whose account is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountFrom {
    /// The stored one.
    Store,
    /// libpq's environment has it.
    Env,
}

/// Which command, and what it is told.
type Asked = (Vec<(&'static str, String)>, Argv);

/// The commands that print passwords, by what they are asked.
#[derive(Clone, Debug, Default)]
pub struct PasswordCommands(Arc<Mutex<BTreeMap<Asked, Arc<PasswordCommand>>>>);

impl Workbench {
    /// The connection settings of a resource, with its stored admin account; with libpq's (`PGUSER`,
    /// `PGPASSWORD`, `PGPASSFILE`, a service), and nothing of the stored one, where that is asked
    /// for ([`Workbench::account`]).
    ///
    /// # Errors
    /// Unknown resource, no admin account, one for another host or port, unusable settings.
    pub async fn params(&self, resource: &str) -> Result<ConnectionParams, OpsError> {
        let entry = self.store.inventory().get(resource).await?;
        if self.account_is_libpqs()? {
            return self.params_of(
                resource,
                &entry.host,
                entry.port,
                None,
                PasswordSource::Libpq,
            );
        }
        let account = self.store.credentials().get(resource).await?;
        let account = account.ok_or_else(|| OpsError::NoCredentials(resource.to_owned()))?;
        let now = TestedAt {
            host: entry.host,
            port: entry.port,
        };
        if account.tested != now {
            // Whoever can change the inventory would have the password sent to a server of theirs.
            return Err(OpsError::AccountElsewhere {
                resource: resource.to_owned(),
                tested: account.tested,
                now,
            });
        }
        self.params_with(resource, &now, &account.user, &account.password)
    }

    /// The same with an account that is not stored (yet).
    ///
    /// # Errors
    /// Unusable settings.
    pub fn params_with(
        &self,
        resource: &str,
        at: &TestedAt,
        user: &str,
        password: &PasswordFrom,
    ) -> Result<ConnectionParams, OpsError> {
        let source = match password {
            PasswordFrom::Stored(password) => PasswordSource::Known(password.clone()),
            PasswordFrom::Command(words) => {
                PasswordSource::Command(self.password_command(resource, at, user, words)?)
            }
            PasswordFrom::PassFile => PasswordSource::PassFile,
            PasswordFrom::Nobody => PasswordSource::Nobody,
        };
        self.params_of(resource, &at.host, at.port, Some(user), source)
    }

    /// One for all that this process does with the account: what is opened together asks once.
    fn password_command(
        &self,
        resource: &str,
        at: &TestedAt,
        user: &str,
        words: &[String],
    ) -> Result<Arc<PasswordCommand>, OpsError> {
        let argv = Argv::new(words.to_vec()).map_err(|source| OpsError::PasswordCommand {
            resource: resource.to_owned(),
            source,
        })?;
        let env = vec![
            ("ROLEWRIGHT_RESOURCE", resource.to_owned()),
            ("PGHOST", at.host.clone()),
            ("PGPORT", at.port.to_string()),
            ("PGUSER", user.to_owned()),
        ];
        let asked = (env.clone(), argv.clone());
        let new = || {
            Arc::new(PasswordCommand::new(Errand {
                argv,
                env,
                patience: self.limits.command,
            }))
        };
        let known = self.password_commands.0.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(known.entry(asked).or_insert_with(new)))
    }

    fn account_is_libpqs(&self) -> Result<bool, OpsError> {
        let key = "ROLEWRIGHT_CREDENTIALS";
        match (self.account, (self.environment)(key).as_deref()) {
            (Some(account), _) => Ok(account == AccountFrom::Env),
            (None, None | Some("" | "store" | "stored")) => Ok(false),
            (None, Some("env")) => Ok(true),
            (None, Some(other)) => Err(OpsError::Params(ParamsError::Value {
                key,
                value: planner::quote::display(other),
                expected: "store or env is wanted",
            })),
        }
    }

    fn params_of(
        &self,
        resource: &str,
        host: &str,
        port: u16,
        user: Option<&str>,
        password: PasswordSource,
    ) -> Result<ConnectionParams, OpsError> {
        let endpoint = Endpoint {
            resource: resource.into(),
            host: Some(host.to_owned()),
            port: Some(port),
            user: user.map(str::to_owned),
            password,
            maintenance_db: self.maintenance.clone(),
        };
        let connect = self.limits.connect;
        let mut params = ConnectionParams::new(endpoint, &|name| (self.environment)(name))?;
        // PGCONNECT_TIMEOUT wins over our default, an option of ours over both.
        params.limits = Limits {
            connect: if connect == Limits::default().connect {
                params.limits.connect
            } else {
                connect
            },
            ..self.limits
        };
        Ok(params)
    }

    /// Logs in with an account that is not stored (yet).
    ///
    /// # Errors
    /// Whatever keeps it out.
    pub async fn try_account(
        &self,
        resource: &Resource,
        user: &str,
        password: &PasswordFrom,
    ) -> Result<Health, OpsError> {
        let params = self.params_with(&resource.name, &resource.into(), user, password)?;
        Ok(health(&params).await?)
    }

    /// Logs in with an account, then stores it: one that was not let in is never stored.
    ///
    /// # Errors
    /// Whatever keeps it out, or the store cannot be written.
    pub async fn set_account(
        &self,
        resource: &Resource,
        user: &str,
        password: &PasswordFrom,
    ) -> Result<Health, OpsError> {
        let health = self.try_account(resource, user, password).await?;
        let account = Account {
            user: user.to_owned(),
            password: password.clone(),
            tested: resource.into(),
        };
        let credentials = self.store.credentials();
        credentials.set(&resource.name, &account).await?;
        Ok(health)
    }

    /// Logs in and looks.
    ///
    /// # Errors
    /// As [`Workbench::params`], and whatever keeps the admin account out.
    pub async fn health(&self, resource: &str) -> Result<Health, OpsError> {
        Ok(health(&self.params(resource).await?).await?)
    }
}
