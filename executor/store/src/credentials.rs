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
        sqlx::query(
            "INSERT INTO credentials (resource, user_name, sealed, updated_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (resource) DO UPDATE SET user_name = excluded.user_name,
                 sealed = excluded.sealed, updated_at = excluded.updated_at",
        )
        .bind(resource)
        .bind(user)
        .bind(sealed)
        .bind(time::now())
        .execute(&self.0.writer)
        .await
        .map_err(self.0.failed("store the admin account"))?;
        Ok(())
    }

    /// The account of a resource, user and password; `None` when it has none.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed or moved outside of
    /// Rolewright, or the store cannot be read.
    pub async fn get(&self, resource: &str) -> Result<Option<(String, Secret)>, StoreError> {
        let row: Option<(String, Vec<u8>)> =
            sqlx::query_as("SELECT user_name, sealed FROM credentials WHERE resource = $1")
                .bind(resource)
                .fetch_optional(&self.0.reader)
                .await
                .map_err(self.0.failed("read the admin account"))?;
        let Some((user, sealed)) = row else {
            return Ok(None);
        };
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
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT resource, user_name FROM credentials")
                .fetch_all(&self.0.reader)
                .await
                .map_err(self.0.failed("list the admin accounts"))?;
        Ok(rows.into_iter().collect())
    }

    /// Forgets the account of a resource; `false` when it had none.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn remove(&self, resource: &str) -> Result<bool, StoreError> {
        let removed = sqlx::query("DELETE FROM credentials WHERE resource = $1")
            .bind(resource)
            .execute(&self.0.writer)
            .await
            .map_err(self.0.failed("remove the admin account"))?;
        Ok(removed.rows_affected() > 0)
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
            sqlx::query(change).execute(&store.writer).await.unwrap();
            let resource = if change.contains("'b'") { "b" } else { "a" };
            let error = credentials.get(resource).await.unwrap_err();
            assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }
}
