//! Tokens that let a program in as a user, for some of what the user may do.

use super::access::Access;
use super::hashed;
use super::users::{User, Users};
use crate::db::{Row, Value};
use crate::{Store, StoreError, mac, time};
use jiff::Timestamp;
use secret::Secret;

/// What the codes of rows are made for.
pub(crate) const PURPOSE: &str = "api-token";

/// A token that is to be.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Whose it is.
    pub user: String,
    /// What it is called, for people.
    pub name: String,
    /// At most what its user may.
    pub access: Access,
    /// Until when.
    pub expires_at: Timestamp,
}

/// What is kept of a token; not the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// A UUID, lower case.
    pub id: String,
    /// Whose it is.
    pub user: String,
    /// What it is called.
    pub name: String,
    /// What it lets its holder do, as long as its user may.
    pub access: Access,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// Since when it is worth nothing.
    pub revoked_at: Option<Timestamp>,
}

/// The tokens of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct ApiTokens<'a>(pub(crate) &'a Store);

macro_rules! tokens {
    ($which:literal) => {
        concat!(
            "SELECT id, user_id, name, hash, access, created_at, expires_at, last_used_at,
                 revoked_at, mac
             FROM api_tokens ",
            $which
        )
    };
}

impl ApiTokens<'_> {
    /// Keeps a token, of which `value` is kept nowhere.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`], or the store cannot be written.
    pub async fn add(
        &self,
        id: &str,
        new: &NewApiToken,
        value: &Secret,
    ) -> Result<ApiToken, StoreError> {
        const ADD: &str = "INSERT INTO api_tokens
                 (id, user_id, name, hash, access, created_at, expires_at, mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let mut tx = self.0.db.begin("keep the token").await?;
        Users(self.0).in_transaction(&mut tx, &new.user).await?;
        let (hash, created_at) = (hashed(value.expose()), Timestamp::now());
        let expires_at = time::to_text(new.expires_at);
        let columns = [id, &new.user, &hash, new.access.as_str(), &expires_at, ""];
        let code = mac::of_row(&self.0.key, PURPOSE, &columns);
        let values = [
            Value::from(id),
            Value::from(&new.user),
            Value::from(&new.name),
            Value::from(&hash),
            new.access.as_str().into(),
            time::to_text(created_at).into(),
            Value::from(&expires_at),
            code.into(),
        ];
        tx.execute(ADD, &values).await?;
        tx.commit().await?;
        Ok(ApiToken {
            id: id.to_owned(),
            user: new.user.clone(),
            name: new.name.clone(),
            access: new.access,
            created_at,
            expires_at: new.expires_at,
            last_used_at: None,
            revoked_at: None,
        })
    }

    /// Those of a user, or of everybody, newest first.
    ///
    /// # Errors
    /// The store cannot be read, or a row was edited.
    pub async fn list(&self, user: Option<&str>) -> Result<Vec<ApiToken>, StoreError> {
        const LIST: &str =
            tokens!("WHERE CAST($1 AS TEXT) IS NULL OR user_id = $1 ORDER BY created_at DESC, id");
        let rows = self
            .0
            .db
            .all("list the tokens", LIST, &[user.into()])
            .await?;
        rows.into_iter().map(|row| self.read(row)).collect()
    }

    /// The token and its user, where it lets somebody in now.
    ///
    /// # Errors
    /// The store cannot be read, or a row was edited.
    pub async fn holder(&self, value: &Secret) -> Result<Option<(User, ApiToken)>, StoreError> {
        const FIND: &str = tokens!("WHERE hash = $1");
        let hash = hashed(value.expose());
        let row = self
            .0
            .db
            .first("look up the token", FIND, &[hash.into()])
            .await?;
        let Some(token) = row.map(|row| self.read(row)).transpose()? else {
            return Ok(None);
        };
        if token.revoked_at.is_some() || token.expires_at <= Timestamp::now() {
            return Ok(None);
        }
        let user = Users(self.0).get(&token.user).await?;
        let Some(user) = user.filter(User::is_enabled) else {
            return Ok(None);
        };
        self.note_use(&token).await?;
        Ok(Some((user, token)))
    }

    /// Once a minute: a write for each request would be the longer part of it.
    async fn note_use(&self, token: &ApiToken) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1";
        let now = Timestamp::now();
        let recent = |at: Timestamp| now.duration_since(at).as_secs() < 60;
        if token.last_used_at.is_some_and(recent) {
            return Ok(());
        }
        let values = [(&token.id).into(), time::to_text(now).into()];
        let db = &self.0.db;
        db.execute("note the use of the token", NOTE, &values)
            .await
            .map(drop)
    }

    /// Makes a token worth nothing, from now on.
    ///
    /// # Errors
    /// [`StoreError::NoSuchToken`], or the store cannot be written.
    pub async fn revoke(&self, id: &str) -> Result<ApiToken, StoreError> {
        const REVOKE: &str = "UPDATE api_tokens SET revoked_at = $2, mac = $3 WHERE id = $1";
        let mut tx = self.0.db.begin("revoke the token").await?;
        let row = tx.all(tokens!("WHERE id = $1"), &[id.into()]).await?.pop();
        let row = row.ok_or_else(|| StoreError::NoSuchToken { id: id.to_owned() })?;
        let hash = row.clone().text("hash")?;
        let mut token = self.read(row)?;
        let now = Timestamp::now();
        let revoked_at = time::to_text(*token.revoked_at.get_or_insert(now));
        let expires_at = time::to_text(token.expires_at);
        let columns = [
            id,
            &token.user,
            &hash,
            token.access.as_str(),
            &expires_at,
            &revoked_at,
        ];
        let code = mac::of_row(&self.0.key, PURPOSE, &columns);
        let values = [id.into(), (&revoked_at).into(), code.into()];
        tx.execute(REVOKE, &values).await?;
        tx.commit().await?;
        Ok(token)
    }

    fn read(&self, mut row: Row) -> Result<ApiToken, StoreError> {
        let (id, user, hash) = (row.text("id")?, row.text("user_id")?, row.text("hash")?);
        let what = format!("the token {id}");
        let (access, expires_at) = (row.text("access")?, row.text("expires_at")?);
        let revoked_at = row.text_or_null("revoked_at")?;
        let revoked = revoked_at.as_deref().unwrap_or_default();
        let columns = [id.as_str(), &user, &hash, &access, &expires_at, revoked];
        let code = row.text_or_null("mac")?;
        if !mac::is_of_row(&self.0.key, PURPOSE, &columns, code.as_deref()) {
            return Err(StoreError::RowEdited { what });
        }
        let moment = |text: Option<String>| text.map(|t| time::from_text(&t, &what)).transpose();
        Ok(ApiToken {
            access: Access::read(&access, &what)?,
            name: row.text("name")?,
            created_at: time::from_text(&row.text("created_at")?, &what)?,
            expires_at: time::from_text(&expires_at, &what)?,
            last_used_at: moment(row.text_or_null("last_used_at")?)?,
            revoked_at: moment(revoked_at)?,
            id,
            user,
        })
    }
}
