//! The admin accounts that Rolewright provisions with, one for each resource.

use super::{Sealed, Store, StoreError, seal, time};
use secret::Secret;
use std::collections::BTreeMap;
use zeroize::Zeroize;

const PURPOSE: &str = "credential";

/// The admin accounts of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a>(pub(super) &'a Store);

impl Credentials<'_> {
    /// Stores the account of a resource, in place of the one before. The
    /// resource need not be in the inventory yet.
    ///
    /// # Errors
    /// The password cannot be sealed, or the store cannot be written.
    pub async fn set(
        &self,
        resource: &str,
        user: &str,
        password: &Secret,
    ) -> Result<(), StoreError> {
        let sealed = seal::seal(
            &self.0.key,
            PURPOSE,
            &[resource, user],
            password.expose().as_bytes(),
        )
        .map_err(|source| StoreError::Sealed {
            what: what(resource),
            source,
        })?;
        const SET: &str = "INSERT INTO credentials (resource, user_name, sealed, updated_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (resource) DO UPDATE SET user_name = excluded.user_name,
                 sealed = excluded.sealed, updated_at = excluded.updated_at";
        let values = [
            resource.into(),
            user.into(),
            sealed.into(),
            time::now().into(),
        ];
        let db = &self.0.db;
        db.execute("store the admin account", SET, &values).await?;
        Ok(())
    }

    /// The account of a resource, user and password; `None` when it has none.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed or moved outside of
    /// Rolewright, or the store cannot be read.
    pub async fn get(&self, resource: &str) -> Result<Option<(String, Secret)>, StoreError> {
        const GET: &str = "SELECT user_name, sealed FROM credentials WHERE resource = $1";
        let db = &self.0.db;
        let row = db
            .first("read the admin account", GET, &[resource.into()])
            .await?;
        let Some(mut row) = row else {
            return Ok(None);
        };
        let (user, sealed) = (row.text("user_name")?, row.bytes("sealed")?);
        let secret = open(self.0, PURPOSE, &[resource, &user], &sealed, || {
            what(resource)
        })?;
        Ok(Some((user, secret)))
    }

    /// The user of each resource that has an account. Decrypts nothing.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn users(&self) -> Result<BTreeMap<String, String>, StoreError> {
        const USERS: &str = "SELECT resource, user_name FROM credentials";
        let db = &self.0.db;
        let rows = db.all("list the admin accounts", USERS, &[]).await?;
        rows.into_iter()
            .map(|mut row| Ok((row.text("resource")?, row.text("user_name")?)))
            .collect()
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
mod tests {
    use super::super::testing;
    use super::*;

    #[tokio::test]
    async fn set_get_replace_remove() {
        let (_directory, store) = testing::store().await;
        let credentials = store.credentials();
        assert!(credentials.get("a").await.unwrap().is_none());
        credentials
            .set("a", "admin", &Secret::new("one".into()))
            .await
            .unwrap();
        credentials
            .set("a", "root", &Secret::new("zwölf €".into()))
            .await
            .unwrap();
        credentials
            .set("b", "admin", &Secret::new(String::new()))
            .await
            .unwrap();
        let (user, secret) = credentials.get("a").await.unwrap().unwrap();
        assert_eq!((user.as_str(), secret.expose()), ("root", "zwölf €"));
        assert_eq!(credentials.get("b").await.unwrap().unwrap().1.expose(), "");
        let users = credentials.users().await.unwrap();
        assert_eq!(
            users,
            [("a", "root"), ("b", "admin")]
                .map(|(r, u)| (r.into(), u.into()))
                .into()
        );
        assert!(credentials.remove("a").await.unwrap());
        assert!(!credentials.remove("a").await.unwrap());
    }

    #[tokio::test]
    async fn a_moved_password_does_not_open() {
        let (_directory, store) = testing::store().await;
        let credentials = store.credentials();
        credentials
            .set("a", "admin", &Secret::new("hunter2".into()))
            .await
            .unwrap();
        for change in [
            "UPDATE credentials SET resource = 'b'",
            "UPDATE credentials SET resource = 'a', user_name = 'other'",
        ] {
            store.db.execute("change", change, &[]).await.unwrap();
            let resource = if change.contains("'b'") { "b" } else { "a" };
            let error = credentials.get(resource).await.unwrap_err();
            assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }
}
