//! Links that are good for one use: to become the first admin, and to set a password.

use super::hashed;
use super::users::{User, Users};
use crate::db::{Row, Transaction};
use crate::{Store, StoreError, time};
use jiff::Timestamp;
use secret::Secret;

/// What a link lets its holder do.
#[derive(Debug, Clone)]
pub struct LinkFor {
    /// Whose password is set.
    pub user: User,
    /// Until when.
    pub expires_at: Timestamp,
}

/// The links of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct UserLinks<'a>(pub(crate) &'a Store);

impl UserLinks<'_> {
    /// Keeps a link for a user, in place of any before. What `value` is, is kept nowhere.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`], or the store cannot be written.
    pub async fn add(
        &self,
        user: &str,
        value: &Secret,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        const FORGET: &str = "DELETE FROM user_links WHERE user_id = $1";
        const ADD: &str = "INSERT INTO user_links (hash, user_id, created_at, expires_at)
             VALUES ($1, $2, $3, $4)";
        let mut tx = self.0.db.begin("keep the link").await?;
        Users(self.0).in_transaction(&mut tx, user).await?;
        tx.execute(FORGET, &[user.into()]).await?;
        let values = [
            hashed(value.expose()).into(),
            user.into(),
            time::now().into(),
            time::to_text(expires_at).into(),
        ];
        tx.execute(ADD, &values).await?;
        tx.commit().await
    }

    /// What a link is for; `None` where there is none, or it is over, or used.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn look(&self, value: &Secret) -> Result<Option<LinkFor>, StoreError> {
        let mut tx = self.0.db.begin("look up the link").await?;
        self.found(&mut tx, value).await
    }

    /// Uses a link up: its user has the password from now on that `proof` proves, and all their logins
    /// of before are over. `None` where there is none, or it is over, or used: nothing is changed then.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn redeem(&self, value: &Secret, proof: &Secret) -> Result<Option<User>, StoreError> {
        const USE: &str = "UPDATE user_links SET used_at = $2 WHERE hash = $1";
        const OUT: &str = "DELETE FROM web_sessions WHERE user_id = $1";
        let mut tx = self.0.db.begin("use the link").await?;
        let Some(LinkFor { mut user, .. }) = self.found(&mut tx, value).await? else {
            return Ok(None);
        };
        user.proof = Some(proof.clone());
        user.updated_at = Timestamp::now();
        Users(self.0).write(&mut tx, &user).await?;
        let used = [hashed(value.expose()).into(), time::now().into()];
        tx.execute(USE, &used).await?;
        tx.execute(OUT, &[(&user.id).into()]).await?;
        tx.commit().await?;
        Ok(Some(user))
    }

    async fn found(
        &self,
        tx: &mut Transaction,
        value: &Secret,
    ) -> Result<Option<LinkFor>, StoreError> {
        const FIND: &str = "SELECT user_id, expires_at FROM user_links
             WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
        let values = [hashed(value.expose()).into(), time::now().into()];
        let Some(mut row) = tx.all(FIND, &values).await?.pop() else {
            return Ok(None);
        };
        let expires_at = expiry(&mut row)?;
        let user = Users(self.0)
            .in_transaction(tx, &row.text("user_id")?)
            .await?;
        Ok(user.is_enabled().then_some(LinkFor { user, expires_at }))
    }
}

fn expiry(row: &mut Row) -> Result<Timestamp, StoreError> {
    time::from_text(&row.text("expires_at")?, "a link")
}
