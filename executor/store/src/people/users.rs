//! Who may use the hub, and for what.

use super::access::Access;
use crate::db::{Row, Transaction, Value};
use crate::{Sealed, Store, StoreError, mac, seal, time};
use jiff::Timestamp;
use secret::Secret;

/// What the codes of rows are made for.
pub(crate) const PURPOSE: &str = "user";
const PROOF: &str = "user-proof";

/// A statement that reads users.
macro_rules! users {
    ($which:literal) => {
        concat!(
            "SELECT id, name, access, proof, subject, disabled_at, created_at, updated_at,
                 last_login_at, mac
             FROM users ",
            $which
        )
    };
}

/// Somebody who may use the hub.
#[derive(Debug, Clone)]
pub struct User {
    /// A UUID, lower case.
    pub id: String,
    /// As it is typed to log in, lower case.
    pub name: String,
    /// What they may do.
    pub access: Access,
    /// What proves their password (a PHC string); `None` where they have none.
    pub proof: Option<Secret>,
    /// Who they are at an OIDC provider: its issuer, and its name for them.
    pub subject: Option<(String, String)>,
    /// Since when they may not log in.
    pub disabled_at: Option<Timestamp>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When anything of this last changed.
    pub updated_at: Timestamp,
    /// When they last logged in.
    pub last_login_at: Option<Timestamp>,
}

/// Somebody who is to be able to use the hub.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// As it is typed to log in.
    pub name: String,
    /// What they may do.
    pub access: Access,
    /// Who they are at an OIDC provider.
    pub subject: Option<(String, String)>,
}

/// What is to change of somebody; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// What they may do.
    pub access: Option<Access>,
    /// Whether they may not log in.
    pub disabled: Option<bool>,
    /// What proves their password.
    pub proof: Option<Secret>,
}

/// The users of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Users<'a>(pub(crate) &'a Store);

impl User {
    /// Whether they may use the hub.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.disabled_at.is_none()
    }
}

impl Users<'_> {
    /// Adds somebody. Names are the same in upper and lower case.
    ///
    /// # Errors
    /// [`StoreError::UserExists`], or the store cannot be written.
    pub async fn add(&self, id: &str, new: &NewUser) -> Result<User, StoreError> {
        let now = Timestamp::now();
        let user = User {
            id: id.to_owned(),
            name: new.name.to_lowercase(),
            access: new.access,
            proof: None,
            subject: new.subject.clone(),
            disabled_at: None,
            created_at: now,
            updated_at: now,
            last_login_at: None,
        };
        let mut tx = self.0.db.begin("add the user").await?;
        match self.write(&mut tx, &user).await {
            Err(StoreError::Exists { .. }) => Err(StoreError::UserExists { name: user.name }),
            Err(error) => Err(error),
            Ok(()) => tx.commit().await.map(|()| user),
        }
    }

    /// Everybody, by name.
    ///
    /// # Errors
    /// The store cannot be read, or a row was edited.
    pub async fn list(&self) -> Result<Vec<User>, StoreError> {
        const LIST: &str = users!(r#"ORDER BY name COLLATE "C""#);
        let rows = self.0.db.all("list the users", LIST, &[]).await?;
        rows.into_iter().map(|row| self.read(row)).collect()
    }

    /// Whether there is anybody.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        const ANY: &str = "SELECT id FROM users LIMIT 1";
        Ok(self.0.db.first("look for users", ANY, &[]).await?.is_none())
    }

    /// Somebody by their id.
    ///
    /// # Errors
    /// The store cannot be read, or the row was edited.
    pub async fn get(&self, id: &str) -> Result<Option<User>, StoreError> {
        self.one(users!("WHERE id = $1"), id).await
    }

    /// Somebody by the name that they log in with.
    ///
    /// # Errors
    /// As [`Users::get`].
    pub async fn by_name(&self, name: &str) -> Result<Option<User>, StoreError> {
        self.one(users!("WHERE name = $1"), &name.to_lowercase())
            .await
    }

    /// Somebody by who they are at an OIDC provider.
    ///
    /// # Errors
    /// As [`Users::get`].
    pub async fn by_subject(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<User>, StoreError> {
        let both = serde_json::json!([issuer, subject]).to_string();
        self.one(users!("WHERE subject = $1"), &both).await
    }

    async fn one(&self, sql: &'static str, value: &str) -> Result<Option<User>, StoreError> {
        let db = &self.0.db;
        let row = db.first("look up a user", sql, &[value.into()]).await?;
        row.map(|row| self.read(row)).transpose()
    }

    /// Changes somebody. Who loses access, or gets another password, is logged out everywhere. The last
    /// admin stays one.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`], [`StoreError::LastAdmin`], or the store cannot be written.
    pub async fn change(&self, id: &str, change: &UserChange) -> Result<User, StoreError> {
        const OUT: &str = "DELETE FROM web_sessions WHERE user_id = $1";
        let mut tx = self.0.db.begin("change the user").await?;
        let mut user = self.in_transaction(&mut tx, id).await?;
        let before = (user.access, user.is_enabled());
        if let Some(access) = change.access {
            user.access = access;
        }
        if let Some(disabled) = change.disabled {
            let since = user.disabled_at.or_else(|| Some(Timestamp::now()));
            user.disabled_at = since.filter(|_| disabled);
        }
        if let Some(proof) = &change.proof {
            user.proof = Some(proof.clone());
        }
        user.updated_at = Timestamp::now();
        self.keeps_an_admin(&mut tx, &user).await?;
        self.write(&mut tx, &user).await?;
        let after = (user.access, user.is_enabled());
        if after != before || change.proof.is_some() {
            tx.execute(OUT, &[id.into()]).await?;
        }
        tx.commit().await?;
        Ok(user)
    }

    /// Removes somebody, with their tokens and logins. What they did stays on record.
    ///
    /// # Errors
    /// As [`Users::change`].
    pub async fn remove(&self, id: &str) -> Result<(), StoreError> {
        let mut tx = self.0.db.begin("remove the user").await?;
        let mut user = self.in_transaction(&mut tx, id).await?;
        user.access = Access::Viewer;
        self.keeps_an_admin(&mut tx, &user).await?;
        for sql in [
            "DELETE FROM web_sessions WHERE user_id = $1",
            "DELETE FROM api_tokens WHERE user_id = $1",
            "DELETE FROM user_links WHERE user_id = $1",
            "DELETE FROM users WHERE id = $1",
        ] {
            tx.execute(sql, &[id.into()]).await?;
        }
        tx.commit().await
    }

    /// Notes that somebody has logged in.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn logged_in(&self, id: &str) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE users SET last_login_at = $2 WHERE id = $1";
        let values = [id.into(), time::now().into()];
        let db = &self.0.db;
        db.execute("note the login", NOTE, &values).await.map(drop)
    }

    pub(super) async fn in_transaction(
        &self,
        tx: &mut Transaction,
        id: &str,
    ) -> Result<User, StoreError> {
        let row = tx.all(users!("WHERE id = $1"), &[id.into()]).await?.pop();
        let row = row.ok_or_else(|| StoreError::NoSuchUser { id: id.to_owned() })?;
        self.read(row)
    }

    /// With `user` as it is to be, somebody is left who can let others in.
    async fn keeps_an_admin(&self, tx: &mut Transaction, user: &User) -> Result<(), StoreError> {
        const OTHERS: &str = "SELECT id FROM users
             WHERE access = 'admin' AND disabled_at IS NULL AND id <> $1 LIMIT 1";
        let is_one = user.access == Access::Admin && user.is_enabled();
        if is_one || !tx.all(OTHERS, &[(&user.id).into()]).await?.is_empty() {
            return Ok(());
        }
        let was = self.in_transaction(tx, &user.id).await?;
        match was.access == Access::Admin && was.is_enabled() {
            true => Err(StoreError::LastAdmin { name: was.name }),
            false => Ok(()),
        }
    }

    pub(super) async fn write(&self, tx: &mut Transaction, user: &User) -> Result<(), StoreError> {
        const WRITE: &str = "INSERT INTO users (id, name, access, proof, subject, disabled_at,
                 created_at, updated_at, last_login_at, mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (id) DO UPDATE SET access = excluded.access, proof = excluded.proof,
                 subject = excluded.subject, disabled_at = excluded.disabled_at,
                 updated_at = excluded.updated_at, mac = excluded.mac";
        let subject = user.subject.as_ref();
        let subject = subject.map(|both| serde_json::json!([both.0, both.1]).to_string());
        let disabled_at = user.disabled_at.map(time::to_text);
        let columns = [
            user.id.as_str(),
            &user.name,
            user.access.as_str(),
            subject.as_deref().unwrap_or_default(),
            disabled_at.as_deref().unwrap_or_default(),
        ];
        let code = mac::of_row(&self.0.key, PURPOSE, &columns);
        let proof = user
            .proof
            .as_ref()
            .map(|proof| self.sealed(&user.id, proof));
        let values = [
            Value::from(&user.id),
            Value::from(&user.name),
            user.access.as_str().into(),
            proof.transpose()?.into(),
            subject.clone().into(),
            disabled_at.clone().into(),
            time::to_text(user.created_at).into(),
            time::to_text(user.updated_at).into(),
            user.last_login_at.map(time::to_text).into(),
            code.into(),
        ];
        tx.execute(WRITE, &values).await.map(drop)
    }

    fn sealed(&self, id: &str, proof: &Secret) -> Result<Vec<u8>, StoreError> {
        let sealed = seal::seal(&self.0.key, PROOF, &[id], proof.expose().as_bytes());
        sealed.map_err(|source| StoreError::Sealed {
            what: Sealed::UserProof,
            source,
        })
    }

    fn read(&self, mut row: Row) -> Result<User, StoreError> {
        let (id, name) = (row.text("id")?, row.text("name")?);
        let what = format!("the user {name:?}");
        let (access, subject) = (row.text("access")?, row.text_or_null("subject")?);
        let disabled_at = row.text_or_null("disabled_at")?;
        let columns = [
            id.as_str(),
            &name,
            &access,
            subject.as_deref().unwrap_or_default(),
            disabled_at.as_deref().unwrap_or_default(),
        ];
        let code = row.text_or_null("mac")?;
        if !mac::is_of_row(&self.0.key, PURPOSE, &columns, code.as_deref()) {
            return Err(StoreError::RowEdited { what });
        }
        let proof = row.bytes_or_null("proof")?;
        let open = |sealed: Vec<u8>| {
            crate::credentials::open(self.0, PROOF, &[&id], &sealed, || Sealed::UserProof)
        };
        let moment = |text: Option<String>| text.map(|t| time::from_text(&t, &what)).transpose();
        let subject = subject.map(|both| {
            serde_json::from_str(&both).map_err(|_| StoreError::Unreadable {
                what: what.clone(),
                found: "something that is no subject".to_owned(),
            })
        });
        Ok(User {
            access: Access::read(&access, &what)?,
            proof: proof.map(open).transpose()?,
            subject: subject.transpose()?,
            disabled_at: moment(disabled_at)?,
            created_at: time::from_text(&row.text("created_at")?, &what)?,
            updated_at: time::from_text(&row.text("updated_at")?, &what)?,
            last_login_at: moment(row.text_or_null("last_login_at")?)?,
            id,
            name,
        })
    }

    /// Seals the proofs again, with a new key.
    pub(crate) async fn again(
        &self,
        tx: &mut Transaction,
        new: &crate::Key,
    ) -> Result<(), StoreError> {
        const ALL: &str = "SELECT id, proof FROM users WHERE proof IS NOT NULL";
        const SET: &str = "UPDATE users SET proof = $2 WHERE id = $1";
        for mut row in tx.all(ALL, &[]).await? {
            let id = row.text("id")?;
            let failed = |source| StoreError::Sealed {
                what: Sealed::UserProof,
                source,
            };
            let plain = seal::open(&self.0.key, PROOF, &[&id], &row.bytes("proof")?);
            let sealed = seal::seal(new, PROOF, &[&id], &plain.map_err(failed)?);
            tx.execute(SET, &[(&id).into(), sealed.map_err(failed)?.into()])
                .await?;
        }
        Ok(())
    }
}
