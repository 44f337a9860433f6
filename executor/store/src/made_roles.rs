//! The roles that this store made, or took over with a person's word: any other role of a cluster
//! is somebody else's. Each row has the store's code: nobody else makes a role ours.

use super::db::{Row, Transaction, Value};
use super::{Key, Standing, Store, StoreError, mac, time};
use jiff::Timestamp;

pub(super) const PURPOSE: &str = "made-role";

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

const GET: &str =
    "SELECT resource, system_identifier, role_name, made_by, how, at, mac FROM made_roles
     WHERE resource = $1 AND system_identifier IN ($2, '') AND role_name = $3
     ORDER BY CASE system_identifier WHEN '' THEN 1 ELSE 0 END";

impl RolePlace {
    fn values(&self) -> [Value<'_>; 3] {
        [
            Value::from(&self.resource),
            Value::from(&self.system_identifier),
            Value::from(&self.role),
        ]
    }
}

impl MadeRoles<'_> {
    /// The role is ours from now on. What was recorded first stays, but a record of before gives
    /// way, which does not know the cluster, and so does one that was edited.
    ///
    /// # Errors
    /// [`StoreError::is_overtaken`], or the store cannot be written.
    pub async fn record(
        &self,
        place: &RolePlace,
        standing: &Standing,
        how: How,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.db.begin("record the role as ours").await?;
        standing.check(&mut tx).await?;
        record(&mut tx, &self.0.key, place, standing.sid(), how).await?;
        tx.commit().await
    }

    /// How the role became ours; `None` when it is not. One of before is ours whichever cluster
    /// the resource leads to: nobody kept that.
    ///
    /// # Errors
    /// [`StoreError::RowEdited`], or the store cannot be read.
    pub async fn get(&self, place: &RolePlace) -> Result<Option<MadeRole>, StoreError> {
        const DOING: &str = "look up a role of ours";
        let row = self.0.db.first(DOING, GET, &place.values()).await?;
        row.map(|row| read(&self.0.key, row)).transpose()
    }

    /// The role is gone, or given away; `false` when it was not ours.
    ///
    /// # Errors
    /// [`StoreError::is_overtaken`], or the store cannot be written.
    pub async fn forget(&self, place: &RolePlace, standing: &Standing) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM made_roles
             WHERE resource = $1 AND system_identifier IN ($2, '') AND role_name = $3";
        let mut tx = self.0.db.begin("forget a role of ours").await?;
        standing.check(&mut tx).await?;
        let gone = tx.execute(FORGET, &place.values()).await?;
        tx.commit().await?;
        Ok(gone > 0)
    }
}

/// As [`MadeRoles::record`], in a transaction that writes more.
pub(super) async fn record(
    tx: &mut Transaction,
    key: &Key,
    place: &RolePlace,
    made_by: &str,
    how: How,
) -> Result<(), StoreError> {
    const RECORD: &str =
        "INSERT INTO made_roles (resource, system_identifier, role_name, made_by, how, at, mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (resource, system_identifier, role_name) DO UPDATE SET
             made_by = excluded.made_by, how = excluded.how, at = excluded.at, mac = excluded.mac";
    const FROM_BEFORE: &str = "DELETE FROM made_roles
         WHERE resource = $1 AND system_identifier = '' AND role_name = $2 AND $3 <> ''";
    let (resource, role) = (place.resource.as_str(), place.role.as_str());
    let system = place.system_identifier.as_str();
    let first = tx.all(GET, &place.values()).await?.into_iter().next();
    let stays = |mut row: Row| Ok::<_, StoreError>(row.text("system_identifier")? == system);
    let first = first.filter(|row| read(key, row.clone()).is_ok());
    if !first.map(stays).transpose()?.unwrap_or_default() {
        let at = time::now();
        let columns = [resource, system, role, made_by, how.as_str(), &at];
        let code = mac::of_row(key, PURPOSE, &columns);
        let mut values: Vec<_> = columns.map(Value::from).into();
        values.push(code.into());
        tx.execute(RECORD, &values).await?;
    }
    let values = [resource.into(), role.into(), system.into()];
    tx.execute(FROM_BEFORE, &values).await.map(drop)
}

/// Refuses a row that this store's key did not write.
fn read(key: &Key, mut row: Row) -> Result<MadeRole, StoreError> {
    let (resource, role) = (row.text("resource")?, row.text("role_name")?);
    let (system, made_by) = (row.text("system_identifier")?, row.text("made_by")?);
    let (how, at) = (row.text("how")?, row.text("at")?);
    let columns = [resource.as_str(), &system, &role, &made_by, &how, &at];
    let code = row.text_or_null("mac")?;
    let what = format!("the record of role {role:?} of {resource:?}");
    if !mac::is_of_row(key, PURPOSE, &columns, code.as_deref()) {
        return Err(StoreError::RowEdited { what });
    }
    Ok(MadeRole {
        made_by,
        at: time::from_text(&at, &what)?,
        how: How::parse(&how).ok_or_else(|| StoreError::Unreadable {
            what,
            found: format!("{how:?} where it says how"),
        })?,
    })
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
