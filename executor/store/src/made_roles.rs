//! The roles that this store made, or took over with a person's word: any other role of a cluster
//! is somebody else's.

use super::db::Value;
use super::{Store, StoreError, time};
use jiff::Timestamp;

/// Where a role is: the resource, the cluster behind it, and the role's name there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RolePlace {
    /// The resource.
    pub resource: String,
    /// The cluster's own identifier.
    pub system_identifier: String,
    /// The role's name on the cluster.
    pub role: String,
}

/// How a role became ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// An apply created it.
    Created,
    /// A person had it taken over.
    Adopted,
    /// It was provisioned by this store before that was kept.
    Before,
}

/// A role of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeRole {
    /// The apply session that made it ours.
    pub made_by: String,
    /// How.
    pub how: How,
    /// When.
    pub at: Timestamp,
}

/// The roles of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct MadeRoles<'a>(pub(super) &'a Store);

impl MadeRoles<'_> {
    /// The role is ours from now on. What was recorded first stays, but a record of before gives
    /// way: it does not know the cluster.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn record(&self, place: &RolePlace, sid: &str, how: How) -> Result<(), StoreError> {
        const RECORD: &str =
            "INSERT INTO made_roles (resource, system_identifier, role_name, made_by, how, at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (resource, system_identifier, role_name) DO NOTHING";
        const FROM_BEFORE: &str = "DELETE FROM made_roles
             WHERE resource = $1 AND system_identifier = '' AND role_name = $2 AND $3 <> ''";
        let (resource, role) = (&place.resource, &place.role);
        let system = &place.system_identifier;
        let values = [
            resource.into(),
            system.into(),
            role.into(),
            Value::from(sid),
            how.as_str().into(),
            time::now().into(),
        ];
        let mut transaction = self.0.db.begin("record the role as ours").await?;
        transaction.execute(RECORD, &values).await?;
        let values = [resource.into(), role.into(), system.into()];
        transaction.execute(FROM_BEFORE, &values).await?;
        transaction.commit().await
    }

    /// How the role became ours; `None` when it is not. One of before is ours whichever cluster
    /// the resource leads to: nobody kept that.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn get(&self, place: &RolePlace) -> Result<Option<MadeRole>, StoreError> {
        const GET: &str = "SELECT made_by, how, at FROM made_roles
             WHERE resource = $1 AND system_identifier IN ($2, '') AND role_name = $3
             ORDER BY CASE system_identifier WHEN '' THEN 1 ELSE 0 END LIMIT 1";
        let (resource, role) = (&place.resource, &place.role);
        let values = [
            resource.into(),
            Value::from(&place.system_identifier),
            role.into(),
        ];
        let db = &self.0.db;
        let row = db.first("look up a role of ours", GET, &values).await?;
        let Some(mut row) = row else {
            return Ok(None);
        };
        let what = format!("the record of role {role:?} of {resource:?}");
        let how = row.text("how")?;
        Ok(Some(MadeRole {
            made_by: row.text("made_by")?,
            at: time::from_text(&row.text("at")?, &what)?,
            how: How::parse(&how).ok_or_else(|| StoreError::Unreadable {
                what,
                found: format!("{how:?} where it says how"),
            })?,
        }))
    }

    /// The role is gone, or given away; `false` when it was not ours.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn forget(&self, place: &RolePlace) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM made_roles
             WHERE resource = $1 AND system_identifier IN ($2, '') AND role_name = $3";
        let values = [
            Value::from(&place.resource),
            Value::from(&place.system_identifier),
            Value::from(&place.role),
        ];
        let db = &self.0.db;
        let gone = db.execute("forget a role of ours", FORGET, &values).await?;
        Ok(gone > 0)
    }
}

impl How {
    /// `created`, `adopted` or `before`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Adopted => "adopted",
            Self::Before => "before",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Created, Self::Adopted, Self::Before]
            .into_iter()
            .find(|how| how.as_str() == text)
    }
}

#[cfg(test)]
#[path = "made_roles_tests.rs"]
mod tests;
