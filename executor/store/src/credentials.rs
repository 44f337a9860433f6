//! The admin accounts that Rolewright provisions with, one for each resource.

use super::db::Row;
use super::{Key, Resource, Sealed, Store, StoreError, seal, time};
use secret::Secret;
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroize;

const READING: &str = "read the admin account";

/// The admin accounts of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a>(pub(super) &'a Store);

/// An admin account, and where it was tested.
#[derive(Debug, Clone)]
pub struct Account {
    /// The role to log in as.
    pub user: String,
    /// Where its password comes from.
    pub password: PasswordFrom,
    /// Where it was let in: the password is for that server, and no other is to see it.
    pub tested: TestedAt,
}

/// Where the password of an admin account comes from.
#[derive(Debug, Clone)]
pub enum PasswordFrom {
    /// It is stored.
    Stored(Secret),
    /// A command prints it: a program and its arguments.
    Command(Vec<String>),
    /// libpq's password file.
    PassFile,
    /// It has none: peer, a client certificate, trust.
    Nobody,
}

impl PasswordFrom {
    /// In a word: `stored`, `command`, `pgpass` or `none`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Stored(_) => "stored",
            Self::Command(_) => "command",
            Self::PassFile => "pgpass",
            Self::Nobody => "none",
        }
    }

    /// The password, where it is stored.
    #[must_use]
    pub fn stored(&self) -> Option<&Secret> {
        match self {
            Self::Stored(password) => Some(password),
            _ => None,
        }
    }
}

impl From<Secret> for PasswordFrom {
    fn from(password: Secret) -> Self {
        Self::Stored(password)
    }
}

/// What a list of accounts says of one. Not decrypted, so it may not be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The role to log in as.
    pub user: String,
    /// See [`PasswordFrom::as_str`].
    pub password_from: String,
}

/// The server that let an account in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestedAt {
    /// The host, as the inventory had it.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl From<&Resource> for TestedAt {
    /// Where the resource leads to now.
    fn from(resource: &Resource) -> Self {
        Self {
            host: resource.host.clone(),
            port: resource.port,
        }
    }
}

impl fmt::Display for TestedAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

impl Credentials<'_> {
    /// Stores the account of a resource, in place of the one before. The
    /// resource need not be in the inventory yet.
    ///
    /// # Errors
    /// The password cannot be sealed, or the store cannot be written.
    pub async fn set(&self, resource: &str, account: &Account) -> Result<(), StoreError> {
        const SET: &str =
            "INSERT INTO credentials (resource, user_name, sealed, updated_at, host, port, source, bound)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
             ON CONFLICT (resource) DO UPDATE SET user_name = excluded.user_name,
                 sealed = excluded.sealed, updated_at = excluded.updated_at, host = excluded.host,
                 port = excluded.port, source = excluded.source, bound = excluded.bound";
        let values = [
            resource.into(),
            (&account.user).into(),
            sealed(&self.0.key, resource, account)?.into(),
            time::now().into(),
            (&account.tested.host).into(),
            i64::from(account.tested.port).into(),
            account.password.as_str().into(),
        ];
        let db = &self.0.db;
        db.execute("store the admin account", SET, &values).await?;
        db.checkpoint().await;
        Ok(())
    }

    /// The account of a resource; `None` when it has none.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed or moved outside of
    /// Rolewright, also when only the host or port it was tested at was, or the
    /// store cannot be read.
    pub async fn get(&self, resource: &str) -> Result<Option<Account>, StoreError> {
        const GET: &str = "SELECT user_name, sealed, host, port, source, bound FROM credentials WHERE resource = $1";
        let db = &self.0.db;
        let row = db.first(READING, GET, &[resource.into()]).await?;
        row.map(|row| self.opened(resource, row)).transpose()
    }

    /// Seals the accounts of before together with the host and port that the
    /// migration found for them. One that does not open is left to [`Self::get`].
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub(super) async fn bind(&self) -> Result<(), StoreError> {
        const UNBOUND: &str = "SELECT resource, user_name, sealed, host, port, source, bound
             FROM credentials WHERE bound = 0";
        for mut row in self.0.db.all(READING, UNBOUND, &[]).await? {
            let resource = row.text("resource")?;
            match self.opened(&resource, row) {
                Ok(account) => self.set(&resource, &account).await?,
                Err(StoreError::Sealed { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub(super) fn opened(&self, resource: &str, mut row: Row) -> Result<Account, StoreError> {
        let (user, sealed) = (row.text("user_name")?, row.bytes("sealed")?);
        let (host, port) = (row.text("host")?, row.integer("port")?);
        let port = u16::try_from(port).map_err(|_| StoreError::Unreadable {
            what: what(resource).to_string(),
            found: format!("port {port}"),
        })?;
        let number = port.to_string();
        let identity = match row.integer("bound")? {
            0 => &[resource, &user][..],
            _ => &[resource, &user, &host, &number],
        };
        let source = row.text("source")?;
        let unreadable = |found: String| StoreError::Unreadable {
            what: what(resource).to_string(),
            found,
        };
        let unknown = || unreadable(format!("{source:?} where it says where the password is"));
        let purpose = purpose(&source).ok_or_else(unknown)?;
        let secret = open(self.0, purpose, identity, &sealed, || what(resource))?;
        let password = match source.as_str() {
            "command" => {
                let words = serde_json::from_str(secret.expose());
                PasswordFrom::Command(
                    words.map_err(|_| unreadable("something that is no command".to_owned()))?,
                )
            }
            "pgpass" => PasswordFrom::PassFile,
            "none" => PasswordFrom::Nobody,
            _ => PasswordFrom::Stored(secret),
        };
        Ok(Account {
            password,
            user,
            tested: TestedAt { host, port },
        })
    }

    /// What is said of the account of each resource that has one. Decrypts nothing.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list(&self) -> Result<BTreeMap<String, Listed>, StoreError> {
        const LIST: &str = "SELECT resource, user_name, source FROM credentials";
        let db = &self.0.db;
        let rows = db.all("list the admin accounts", LIST, &[]).await?;
        rows.into_iter()
            .map(|mut row| {
                let listed = Listed {
                    user: row.text("user_name")?,
                    password_from: row.text("source")?,
                };
                Ok((row.text("resource")?, listed))
            })
            .collect()
    }

    /// The user of each resource that has an account. Decrypts nothing.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn users(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let listed = self.list().await?.into_iter();
        Ok(listed.map(|(name, listed)| (name, listed.user)).collect())
    }

    /// Forgets the account of a resource; `false` when it had none.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn remove(&self, resource: &str) -> Result<bool, StoreError> {
        const REMOVE: &str = "DELETE FROM credentials WHERE resource = $1";
        let db = &self.0.db;
        let removed = db
            .execute("remove the admin account", REMOVE, &[resource.into()])
            .await?;
        Ok(removed > 0)
    }
}

/// The password of an account, or the command that prints it, sealed together with whose it is and
/// where it goes.
pub(super) fn sealed(key: &Key, resource: &str, account: &Account) -> Result<Vec<u8>, StoreError> {
    let Account {
        user,
        password,
        tested,
    } = account;
    let port = tested.port.to_string();
    let identity = [resource, user, &tested.host, &port];
    let command;
    let plain = match password {
        PasswordFrom::Stored(password) => password.expose(),
        PasswordFrom::Command(words) => {
            command = serde_json::json!(words).to_string();
            &command
        }
        PasswordFrom::PassFile | PasswordFrom::Nobody => "",
    };
    // Each word of these has a purpose.
    let purpose = purpose(password.as_str()).unwrap_or_default();
    seal::seal(key, purpose, &identity, plain.as_bytes()).map_err(|source| StoreError::Sealed {
        what: what(resource),
        source,
    })
}

/// What it is sealed for: so a password that was stored never opens as a command, say.
fn purpose(source: &str) -> Option<&'static str> {
    Some(match source {
        "stored" => "credential",
        "command" => "credential-command",
        "pgpass" => "credential-pgpass",
        "none" => "credential-none",
        _ => return None,
    })
}

fn what(resource: &str) -> Sealed {
    Sealed::AdminAccount {
        resource: resource.to_owned(),
    }
}

/// Opens a sealed password; errors say `what` it is.
pub(super) fn open(
    store: &Store,
    purpose: &str,
    identity: &[&str],
    sealed: &[u8],
    what: impl Fn() -> Sealed,
) -> Result<Secret, StoreError> {
    let mut bytes =
        seal::open(&store.key, purpose, identity, sealed).map_err(|source| StoreError::Sealed {
            what: what(),
            source,
        })?;
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Secret::new(text)),
        Err(error) => {
            error.into_bytes().zeroize();
            Err(StoreError::Unreadable {
                what: what().to_string(),
                found: "bytes that are no text".to_owned(),
            })
        }
    }
}

#[cfg(test)]
#[path = "credentials_tests.rs"]
mod tests;
