//! Who is logged in with which browser. What is in the cookie is not kept, only its hash; what is kept
//! beside it is sealed.

use super::hashed;
use crate::db::Transaction;
use crate::{Key, Sealed, Store, StoreError, seal, time};
use jiff::Timestamp;
use secret::Secret;

const PURPOSE: &str = "web-session";

/// What is kept of a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSession {
    /// Whose it is, once somebody is logged in.
    pub user: Option<String>,
    /// What the hub keeps of it.
    pub data: Vec<u8>,
    /// Until when.
    pub expires_at: Timestamp,
}

/// The logins of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct WebSessions<'a>(pub(crate) &'a Store);

impl WebSessions<'_> {
    /// Keeps a login under the value of its cookie. Where it is `new`, there may be none yet.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or the store cannot be written.
    pub async fn keep(
        &self,
        cookie: &Secret,
        session: &WebSession,
        new: bool,
    ) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO web_sessions (hash, user_id, data, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)";
        const KEEP: &str = "INSERT INTO web_sessions (hash, user_id, data, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (hash) DO UPDATE SET user_id = excluded.user_id, data = excluded.data,
                 expires_at = excluded.expires_at";
        let hash = hashed(cookie.expose());
        let sealed = sealed(&self.0.key, &hash, &session.data)?;
        let values = [
            hash.into(),
            session.user.as_ref().into(),
            sealed.into(),
            time::now().into(),
            time::to_text(session.expires_at).into(),
        ];
        let sql = if new { ADD } else { KEEP };
        let db = &self.0.db;
        db.execute("keep the login", sql, &values).await.map(drop)
    }

    /// The login of a cookie, unless it is over.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where it was edited, or the store cannot be read.
    pub async fn get(&self, cookie: &Secret) -> Result<Option<WebSession>, StoreError> {
        const GET: &str = "SELECT user_id, data, expires_at FROM web_sessions
             WHERE hash = $1 AND expires_at > $2";
        let hash = hashed(cookie.expose());
        let values = [(&hash).into(), time::now().into()];
        let row = self.0.db.first("look up the login", GET, &values).await?;
        let Some(mut row) = row else { return Ok(None) };
        Ok(Some(WebSession {
            user: row.text_or_null("user_id")?,
            data: opened(&self.0.key, &hash, &row.bytes("data")?)?,
            expires_at: time::from_text(&row.text("expires_at")?, "a login")?,
        }))
    }

    /// Ends a login.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn end(&self, cookie: &Secret) -> Result<(), StoreError> {
        const END: &str = "DELETE FROM web_sessions WHERE hash = $1";
        let hash = hashed(cookie.expose());
        let db = &self.0.db;
        db.execute("end the login", END, &[hash.into()])
            .await
            .map(drop)
    }

    /// Forgets those that are over. How many.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn forget_old(&self) -> Result<u64, StoreError> {
        const FORGET: &str = "DELETE FROM web_sessions WHERE expires_at <= $1";
        let db = &self.0.db;
        db.execute("forget old logins", FORGET, &[time::now().into()])
            .await
    }

    /// Seals them again, with a new key.
    pub(crate) async fn again(&self, tx: &mut Transaction, new: &Key) -> Result<(), StoreError> {
        const ALL: &str = "SELECT hash, data FROM web_sessions";
        const SET: &str = "UPDATE web_sessions SET data = $2 WHERE hash = $1";
        for mut row in tx.all(ALL, &[]).await? {
            let hash = row.text("hash")?;
            let data = opened(&self.0.key, &hash, &row.bytes("data")?)?;
            let again = sealed(new, &hash, &data)?;
            tx.execute(SET, &[(&hash).into(), again.into()]).await?;
        }
        Ok(())
    }
}

fn sealed(key: &Key, hash: &str, data: &[u8]) -> Result<Vec<u8>, StoreError> {
    seal::seal(key, PURPOSE, &[hash], data).map_err(failed)
}

fn opened(key: &Key, hash: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let opened = seal::open(key, PURPOSE, &[hash], sealed).map_err(failed)?;
    Ok(opened.to_vec())
}

fn failed(source: crate::SealError) -> StoreError {
    StoreError::Sealed {
        what: Sealed::WebSession,
        source,
    }
}
