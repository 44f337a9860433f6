//! What an apply is about to do, written before it: the journal's words and all that must not be lost
//! once it is done, together.

use super::{
    Entry, How, NewSecret, RolePlace, Standing, Store, StoreError, journal, made_roles, secrets,
};

/// What is about to happen, and what is kept for it. All of it counts, or none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Announcement<'a> {
    /// The journal's words, in order.
    pub words: &'a [Entry],
    /// Roles that are ours from now on.
    pub roles: &'a [(RolePlace, How)],
    /// A password that is about to be sent.
    pub secret: Option<NewSecret<'a>>,
}

impl Store {
    /// Writes it. It is on the disk when this returns: only then may the effect be begun.
    ///
    /// # Errors
    /// [`StoreError::is_overtaken`], [`StoreError::SecretExists`], or the store cannot be written.
    pub async fn announce(
        &self,
        standing: &Standing,
        announcement: Announcement<'_>,
    ) -> Result<(), StoreError> {
        let Announcement {
            words,
            roles,
            secret,
        } = announcement;
        let mut tx = self.db.begin("write what is about to happen").await?;
        standing.check(&mut tx).await?;
        for word in words {
            journal::add(&mut tx, standing.sid(), word).await?;
        }
        for (place, how) in roles {
            made_roles::record(&mut tx, &self.key, place, standing.sid(), *how).await?;
        }
        if let Some(secret) = secret {
            secrets::put(&mut tx, self, secret, standing.sid()).await?;
        }
        tx.commit().await?;
        if secret.is_some() {
            // A copy of the file alone is to have it.
            self.db.checkpoint().await;
        }
        Ok(())
    }
}
