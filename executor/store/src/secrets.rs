//! The passwords of provisioned roles, in generations: pending while an apply is on its way,
//! confirmed once it committed. Which one is in force only the server knows: it is compared with
//! what is stored, and none goes before a newer one has logged in.

use super::announcement::Announcement;
use super::db::{Row, Transaction};
use super::{
    Held, PendingSecret, RoleSecret, Sealed, SecretState, Standing, Store, StoreError, credentials,
    seal, time,
};
use secret::Secret;

pub(super) const PURPOSE: &str = "role-secret";
pub(super) const HANDED_OVER: &str = "role-handed-over";
pub(super) const VERIFIER: &str = "role-verifier";
const READING: &str = "read the role's password";
const CONFIRMING: &str = "confirm the role's password";

/// A password that an apply made, and the verifier that the server is sent of it: should the password
/// be handed over, that tells still whether it is in force.
#[derive(Clone, Copy, Debug)]
pub struct NewSecret<'a> {
    /// The resource.
    pub resource: &'a str,
    /// The role's name.
    pub role: &'a str,
    /// The password.
    pub password: &'a Secret,
    /// Its verifier.
    pub verifier: Option<&'a str>,
}

/// The role passwords of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct RoleSecrets<'a>(pub(super) &'a Store);

impl RoleSecrets<'_> {
    /// Stores a password before anything is sent to the cluster, with the verifier that the server is
    /// sent: [`Store::announce`] with nothing else.
    ///
    /// # Errors
    /// As there.
    pub async fn put_pending(
        &self,
        (resource, role): (&str, &str),
        password: &Secret,
        verifier: Option<&str>,
        standing: &Standing,
    ) -> Result<(), StoreError> {
        let secret = Some(NewSecret {
            resource,
            role,
            password,
            verifier,
        });
        let announcement = Announcement {
            secret,
            ..Announcement::default()
        };
        self.0.announce(standing, announcement).await
    }

    /// The password was handed over to a command: it is forgotten, and kept is to whom, when, and
    /// what the server holds of it. `verifier` is for one that was stored without.
    ///
    /// # Errors
    /// [`StoreError::NoSecret`] when it is not stored, or not any more; or the store cannot be
    /// written: the password is still there then.
    pub async fn handed_over(
        &self,
        (resource, role): (&str, &str),
        sid: &str,
        to: &[String],
        verifier: Option<&Secret>,
    ) -> Result<(), StoreError> {
        const HAND_OVER: &str = "UPDATE role_secrets SET sealed = $4, handed_at = $5,
                 verifier = COALESCE(verifier, $6)
             WHERE resource = $1 AND role_name = $2 AND sid = $3 AND handed_at IS NULL";
        let sealed = |purpose, text: &str| sealed(self.0, purpose, (resource, role, sid), text);
        let verifier = verifier.map(|kept| sealed(VERIFIER, kept.expose()));
        let values = [
            resource.into(),
            role.into(),
            sid.into(),
            sealed(HANDED_OVER, &serde_json::json!(to).to_string())?.into(),
            time::now().into(),
            verifier.transpose()?.into(),
        ];
        let db = &self.0.db;
        match db
            .execute("forget the password", HAND_OVER, &values)
            .await?
        {
            0 => Err(StoreError::NoSecret {
                sid: sid.to_owned(),
            }),
            _ => {
                db.checkpoint().await;
                Ok(())
            }
        }
    }

    /// The apply committed: its passwords are confirmed. Those of before stay
    /// until [`RoleSecrets::logged_in`]. Doing it twice is fine.
    ///
    /// # Errors
    /// [`StoreError::NoSecret`] when none is stored, [`StoreError::is_overtaken`],
    /// or the store cannot be written; the passwords are then still there, pending.
    pub async fn confirm(&self, standing: &Standing) -> Result<(), StoreError> {
        const CONFIRM: &str =
            "UPDATE role_secrets SET state = 'confirmed', confirmed_at = COALESCE(confirmed_at, $2)
             WHERE sid = $1";
        let mut tx = self.0.db.begin(CONFIRMING).await?;
        standing.check(&mut tx).await?;
        mark(&mut tx, standing.sid(), CONFIRM).await?;
        tx.commit().await?;
        // As in [`Store::announce`].
        self.0.db.checkpoint().await;
        Ok(())
    }

    /// A comparison with the server found that the password of this apply is
    /// in force: whatever became of the apply, it is confirmed.
    ///
    /// # Errors
    /// [`StoreError::NoSecret`], or the store cannot be written.
    pub async fn in_force(&self, sid: &str) -> Result<(), StoreError> {
        const IN_FORCE: &str = "UPDATE role_secrets SET state = 'confirmed', in_force_at = $2,
                 confirmed_at = COALESCE(confirmed_at, $2)
             WHERE sid = $1";
        let mut tx = self.0.db.begin(CONFIRMING).await?;
        mark(&mut tx, sid, IN_FORCE).await?;
        tx.commit().await
    }

    /// The password of this apply logged in, so it is in force, and those that it replaces are
    /// forgotten. How many went.
    ///
    /// # Errors
    /// As [`RoleSecrets::confirm`].
    pub async fn logged_in(&self, standing: &Standing) -> Result<u64, StoreError> {
        const NOTE: &str =
            "UPDATE role_secrets SET state = 'confirmed', in_force_at = $2, logged_in_at = $2,
                 confirmed_at = COALESCE(confirmed_at, $2)
             WHERE sid = $1";
        const RETIRE: &str = "DELETE FROM role_secrets WHERE sid <> $1 AND EXISTS (
                 SELECT 1 FROM role_secrets AS newer
                 WHERE newer.sid = $1 AND newer.logged_in_at IS NOT NULL
                     AND newer.resource = role_secrets.resource
                     AND newer.role_name = role_secrets.role_name
                     AND role_secrets.created_at <= newer.created_at)";
        let mut tx = self.0.db.begin("note the login").await?;
        standing.check(&mut tx).await?;
        mark(&mut tx, standing.sid(), NOTE).await?;
        let gone = tx.execute(RETIRE, &[standing.sid().into()]).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// The cluster does not have the passwords of this apply: they go, unless
    /// confirmed. `false` when there was none.
    ///
    /// # Errors
    /// [`StoreError::is_overtaken`], or the store cannot be written.
    pub async fn discard(&self, standing: &Standing) -> Result<bool, StoreError> {
        const DISCARD: &str = "DELETE FROM role_secrets WHERE sid = $1 AND state = 'pending'";
        let mut tx = self.0.db.begin("discard the role's password").await?;
        standing.check(&mut tx).await?;
        let gone = tx.execute(DISCARD, &[standing.sid().into()]).await?;
        tx.commit().await?;
        Ok(gone > 0)
    }

    /// The password of a role that is the likeliest in force, without asking the server: the one
    /// last confirmed or found in force, else the newest pending one (its `state` says so), else
    /// `None`.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed or moved outside of
    /// Rolewright, or the store cannot be read.
    pub async fn current(
        &self,
        resource: &str,
        role: &str,
    ) -> Result<Option<RoleSecret>, StoreError> {
        let all = self.all(resource, role).await?;
        let evidence = |secret: &RoleSecret| secret.in_force_at.max(secret.confirmed_at);
        // Of two alike the last is taken, which has to be the newest.
        Ok(all.into_iter().rev().max_by_key(evidence))
    }

    /// Every password that is kept for a role, newest first: one of them is
    /// what the server holds, unless somebody else changed it there.
    ///
    /// # Errors
    /// As [`RoleSecrets::current`].
    pub async fn all(&self, resource: &str, role: &str) -> Result<Vec<RoleSecret>, StoreError> {
        const ALL: &str =
            "SELECT sid, sealed, verifier, handed_at, state, created_at, confirmed_at, in_force_at,
                 logged_in_at
             FROM role_secrets WHERE resource = $1 AND role_name = $2
             ORDER BY created_at DESC, sid DESC";
        let values = [resource.into(), role.into()];
        let rows = self.0.db.all(READING, ALL, &values).await?;
        rows.into_iter()
            .map(|row| self.opened(resource, role, row))
            .collect()
    }

    /// The resources that a password of a role of this name is kept for.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn resources_of(&self, role: &str) -> Result<Vec<String>, StoreError> {
        const RESOURCES: &str =
            "SELECT DISTINCT resource FROM role_secrets WHERE role_name = $1 ORDER BY resource";
        let rows = self.0.db.all(READING, RESOURCES, &[role.into()]).await?;
        rows.into_iter()
            .map(|mut row| row.text("resource"))
            .collect()
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
        const OF_SESSION: &str =
            "SELECT sid, sealed, verifier, handed_at, state, created_at, confirmed_at, in_force_at,
                 logged_in_at
             FROM role_secrets WHERE resource = $1 AND role_name = $2 AND sid = $3";
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
        let state = row.text("state")?;
        let name = || what(resource, role);
        let time = |text: String| time::from_text(&text, &name().to_string());
        let identity = [resource, role, &sid];
        let open =
            |purpose, sealed: &[u8]| credentials::open(self.0, purpose, &identity, sealed, name);
        let held = match row.text_or_null("handed_at")?.map(time).transpose()? {
            None => Held::Here(open(PURPOSE, &sealed)?),
            Some(at) => {
                let to = serde_json::from_str(open(HANDED_OVER, &sealed)?.expose());
                let to = to.map_err(|_| StoreError::Unreadable {
                    what: name().to_string(),
                    found: "something that is no command".to_owned(),
                })?;
                Held::Elsewhere { to, at }
            }
        };
        let verifier = row.bytes_or_null("verifier")?;
        let verifier = verifier.map(|sealed| open(VERIFIER, &sealed)).transpose()?;
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
            held,
            verifier,
            sid,
            state,
            created_at: time(row.text("created_at")?)?,
            confirmed_at: row.text_or_null("confirmed_at")?.map(time).transpose()?,
            in_force_at: row.text_or_null("in_force_at")?.map(time).transpose()?,
            logged_in_at: row.text_or_null("logged_in_at")?.map(time).transpose()?,
        })
    }
}

/// As [`RoleSecrets::put_pending`], in a transaction that writes more.
pub(super) async fn put(
    tx: &mut Transaction,
    store: &Store,
    new: NewSecret<'_>,
    sid: &str,
) -> Result<(), StoreError> {
    const PUT: &str =
        "INSERT INTO role_secrets (resource, role_name, sid, state, sealed, created_at, verifier)
         VALUES ($1, $2, $3, 'pending', $4, $5, $6)";
    let (resource, role) = (new.resource, new.role);
    let sealed = |purpose, text| sealed(store, purpose, (resource, role, sid), text);
    let verifier = new
        .verifier
        .map(|text| sealed(VERIFIER, text))
        .transpose()?;
    let values = [
        resource.into(),
        role.into(),
        sid.into(),
        sealed(PURPOSE, new.password.expose())?.into(),
        time::now().into(),
        verifier.into(),
    ];
    match tx.execute(PUT, &values).await {
        Err(StoreError::Exists { .. }) => Err(StoreError::SecretExists {
            resource: resource.to_owned(),
            role: role.to_owned(),
            sid: sid.to_owned(),
        }),
        stored => stored.map(drop),
    }
}

/// Marks the passwords of an apply.
async fn mark(tx: &mut Transaction, sid: &str, sql: &'static str) -> Result<(), StoreError> {
    let values = [sid.into(), time::now().into()];
    match tx.execute(sql, &values).await? {
        0 => Err(StoreError::NoSecret {
            sid: sid.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn sealed(
    store: &Store,
    purpose: &str,
    (resource, role, sid): (&str, &str, &str),
    text: &str,
) -> Result<Vec<u8>, StoreError> {
    let identity = [resource, role, sid];
    let sealed = seal::seal(&store.key, purpose, &identity, text.as_bytes());
    sealed.map_err(|source| StoreError::Sealed {
        what: what(resource, role),
        source,
    })
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
