//! Who may write about an apply: whoever said last that it has the role's lock, and only until the
//! apply is on record as over. Else what one process found out another could overwrite that has lost
//! the lock and does not know it yet.

use super::db::Transaction;
use super::{Store, StoreError, time};

/// Somebody's word that it has the lock of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    resource: String,
    role: String,
    holder: String,
}

/// About which apply is written, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    sid: String,
    hold: Option<Hold>,
}

impl Store {
    /// Says that `holder` has the lock of a role. From now on nobody who said so before writes about
    /// an apply of it. Only to be said with the lock in hand.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn hold(&self, resource: &str, role: &str, holder: &str) -> Result<Hold, StoreError> {
        const SAY: &str = "INSERT INTO role_holds (resource, role_name, holder, at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (resource, role_name) DO UPDATE SET
                 holder = excluded.holder, at = excluded.at";
        const DOING: &str = "note who has the role's lock";
        let values = [
            resource.into(),
            role.into(),
            holder.into(),
            time::now().into(),
        ];
        self.db.execute(DOING, SAY, &values).await?;
        Ok(Hold {
            resource: resource.to_owned(),
            role: role.to_owned(),
            holder: holder.to_owned(),
        })
    }
}

impl Standing {
    /// Of an apply that writes about itself, and has not had any effect: no lock is needed to say so.
    #[must_use]
    pub fn unlocked(sid: &str) -> Self {
        Self {
            sid: sid.to_owned(),
            hold: None,
        }
    }

    /// Of whoever holds the role's lock, about the apply `sid`.
    #[must_use]
    pub fn locked(hold: &Hold, sid: &str) -> Self {
        Self {
            sid: sid.to_owned(),
            hold: Some(hold.clone()),
        }
    }

    /// The apply.
    #[must_use]
    pub fn sid(&self) -> &str {
        &self.sid
    }

    /// Refuses what this transaction is about to write, where it does not count any more.
    pub(super) async fn check(&self, tx: &mut Transaction) -> Result<(), StoreError> {
        const RUNNING: &str = "SELECT status, finished_at FROM sessions WHERE sid = $1";
        const HOLDER: &str = "SELECT holder FROM role_holds WHERE resource = $1 AND role_name = $2";
        let sid = self.sid.clone();
        let Some(mut row) = tx.all(RUNNING, &[(&sid).into()]).await?.pop() else {
            return Err(StoreError::NoSuchSession { sid });
        };
        if row.text_or_null("finished_at")?.is_some() {
            let status = row.text("status")?;
            return Err(StoreError::SessionFinished { sid, status });
        }
        let Some(hold) = &self.hold else {
            return Ok(());
        };
        let role = [(&hold.resource).into(), (&hold.role).into()];
        let row = tx.all(HOLDER, &role).await?.pop();
        let by = row.map(|mut row| row.text("holder")).transpose()?;
        match by {
            Some(by) if by == hold.holder => Ok(()),
            by => Err(StoreError::Overtaken {
                sid,
                role: hold.role.clone(),
                by: by.unwrap_or_default(),
            }),
        }
    }
}

impl StoreError {
    /// True where the apply concerned is another's to settle, or is settled.
    #[must_use]
    pub fn is_overtaken(&self) -> bool {
        matches!(self, Self::Overtaken { .. } | Self::SessionFinished { .. })
    }
}

#[cfg(test)]
#[path = "hold_tests.rs"]
mod tests;
