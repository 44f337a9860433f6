//! The passwords of provisioned roles: pending while an apply is on its way,
//! confirmed once the cluster has taken them. The last confirmed one stays
//! until a newer one is confirmed, so a failed rotation loses nothing.

use super::db::Row;
use super::{Sealed, Store, StoreError, credentials, seal, time};
use jiff::Timestamp;
use secret::Secret;

const PURPOSE: &str = "role-secret";
const READING: &str = "read the role's password";

/// Whether the cluster is known to have the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretState {
    /// Stored before the apply; the cluster may have it or not.
    Pending,
    /// The apply succeeded.
    Confirmed,
}

/// The password of a role.
#[derive(Debug, Clone)]
pub struct RoleSecret {
    /// The password.
    pub secret: Secret,
    /// The apply session that made it.
    pub sid: String,
    /// Whether the cluster is known to have it.
    pub state: SecretState,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A password whose apply has not said how it ended. Not decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSecret {
    /// The resource.
    pub resource: String,
    /// The role's name on the cluster.
    pub role: String,
    /// The apply session that made it.
    pub sid: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The role passwords of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct RoleSecrets<'a>(pub(super) &'a Store);

impl RoleSecrets<'_> {
    /// Stores a password before anything is sent to the cluster. It is on the
    /// disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::SecretExists`] when `sid` has one for this role already,
    /// the password cannot be sealed, or the store cannot be written.
    pub async fn put_pending(
        &self,
        resource: &str,
        role: &str,
        password: &Secret,
        sid: &str,
    ) -> Result<(), StoreError> {
        let identity = [resource, role, sid];
        let sealed = seal::seal(
            &self.0.key,
            PURPOSE,
            &identity,
            password.expose().as_bytes(),
        )
        .map_err(|source| StoreError::Sealed {
            what: what(resource, role),
            source,
        })?;
        const PUT: &str =
            "INSERT INTO role_secrets (resource, role_name, sid, state, sealed, created_at)
             VALUES ($1, $2, $3, 'pending', $4, $5)";
        let values = [
            resource.into(),
            role.into(),
            sid.into(),
            sealed.into(),
            time::now().into(),
        ];
        let db = &self.0.db;
        match db.execute("store the role's password", PUT, &values).await {
            Err(StoreError::Exists { .. }) => Err(StoreError::SecretExists {
                resource: resource.to_owned(),
                role: role.to_owned(),
                sid: sid.to_owned(),
            }),
            stored => stored.map(drop),
        }
    }

    /// The cluster has the passwords of this apply: they become the current
    /// ones, and those they replace (confirmed, or pending from before) go.
    /// Doing it twice is fine.
    ///
    /// # Errors
    /// [`StoreError::NoSecret`] when none is stored, or the store cannot be
    /// written; the passwords are then still there, pending.
    pub async fn confirm(&self, sid: &str) -> Result<(), StoreError> {
        const CONFIRM: &str = "UPDATE role_secrets SET state = 'confirmed' WHERE sid = $1";
        const REPLACE: &str = "DELETE FROM role_secrets WHERE sid <> $1 AND EXISTS (
                 SELECT 1 FROM role_secrets AS newer
                 WHERE newer.sid = $1 AND newer.resource = role_secrets.resource
                     AND newer.role_name = role_secrets.role_name
                     AND (role_secrets.state = 'confirmed'
                         OR role_secrets.created_at <= newer.created_at))";
        let mut transaction = self.0.db.begin("confirm the role's password").await?;
        if transaction.execute(CONFIRM, &[sid.into()]).await? == 0 {
            return Err(StoreError::NoSecret {
                sid: sid.to_owned(),
            });
        }
        transaction.execute(REPLACE, &[sid.into()]).await?;
        transaction.commit().await
    }

    /// The cluster does not have the passwords of this apply: they go, unless
    /// confirmed. `false` when there was none.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn discard(&self, sid: &str) -> Result<bool, StoreError> {
        const DISCARD: &str = "DELETE FROM role_secrets WHERE sid = $1 AND state = 'pending'";
        let db = &self.0.db;
        let gone = db
            .execute("discard the role's password", DISCARD, &[sid.into()])
            .await?;
        Ok(gone > 0)
    }

    /// The password of a role: the confirmed one, else the newest pending one
    /// (its `state` says so), else `None`.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed or moved outside of
    /// Rolewright, or the store cannot be read.
    pub async fn current(
        &self,
        resource: &str,
        role: &str,
    ) -> Result<Option<RoleSecret>, StoreError> {
        const CURRENT: &str = "SELECT sid, sealed, state, created_at FROM role_secrets
             WHERE resource = $1 AND role_name = $2
             ORDER BY CASE state WHEN 'confirmed' THEN 0 ELSE 1 END, created_at DESC
             LIMIT 1";
        let values = [resource.into(), role.into()];
        let row = self.0.db.first(READING, CURRENT, &values).await?;
        row.map(|row| self.opened(resource, role, row)).transpose()
    }

    /// The password that one apply made for a role, whatever its state; for
    /// finding out after a crash which one the cluster has.
    ///
    /// # Errors
    /// As [`RoleSecrets::current`].
    pub async fn of_session(
        &self,
        resource: &str,
        role: &str,
        sid: &str,
    ) -> Result<Option<RoleSecret>, StoreError> {
        const OF_SESSION: &str = "SELECT sid, sealed, state, created_at FROM role_secrets
             WHERE resource = $1 AND role_name = $2 AND sid = $3";
        let values = [resource.into(), role.into(), sid.into()];
        let row = self.0.db.first(READING, OF_SESSION, &values).await?;
        row.map(|row| self.opened(resource, role, row)).transpose()
    }

    /// Every pending password, oldest first: of applies under way, and of
    /// those that died.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn pending(&self) -> Result<Vec<PendingSecret>, StoreError> {
        const PENDING: &str = "SELECT resource, role_name, sid, created_at FROM role_secrets
             WHERE state = 'pending' ORDER BY created_at, sid";
        let db = &self.0.db;
        let rows = db.all("list the pending passwords", PENDING, &[]).await?;
        let read = |mut row: Row| {
            let (resource, role) = (row.text("resource")?, row.text("role_name")?);
            let what = what(&resource, &role).to_string();
            Ok(PendingSecret {
                created_at: time::from_text(&row.text("created_at")?, &what)?,
                resource,
                role,
                sid: row.text("sid")?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Forgets every password of a role that was retired; `false` when there
    /// was none.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn forget(&self, resource: &str, role: &str) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM role_secrets WHERE resource = $1 AND role_name = $2";
        let values = [resource.into(), role.into()];
        let db = &self.0.db;
        let gone = db
            .execute("forget the role's password", FORGET, &values)
            .await?;
        Ok(gone > 0)
    }

    fn opened(&self, resource: &str, role: &str, mut row: Row) -> Result<RoleSecret, StoreError> {
        let (sid, sealed) = (row.text("sid")?, row.bytes("sealed")?);
        let (state, created_at) = (row.text("state")?, row.text("created_at")?);
        let name = || what(resource, role);
        let secret = credentials::open(self.0, PURPOSE, &[resource, role, &sid], &sealed, name)?;
        let state = match state.as_str() {
            "pending" => SecretState::Pending,
            "confirmed" => SecretState::Confirmed,
            other => {
                let found = format!("the state {other:?}");
                return Err(StoreError::Unreadable {
                    what: name().to_string(),
                    found,
                });
            }
        };
        Ok(RoleSecret {
            secret,
            sid,
            state,
            created_at: time::from_text(&created_at, &name().to_string())?,
        })
    }
}

fn what(resource: &str, role: &str) -> Sealed {
    Sealed::RolePassword {
        resource: resource.to_owned(),
        role: role.to_owned(),
    }
}

#[cfg(test)]
#[path = "secrets_tests.rs"]
mod tests;
