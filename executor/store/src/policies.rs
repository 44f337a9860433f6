//! Rules of the hub.

use crate::db::Value;
use crate::{Store, StoreError, mac, time};

/// What the codes of rows are made for.
pub(crate) const PURPOSE: &str = "policy";
const APPROVAL: &str = "approval";

/// Which plans somebody else has to approve before they are applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ApprovalPolicy {
    /// None.
    #[default]
    Nothing,
    /// Those with a destructive statement.
    Destructive,
    /// All.
    Everything,
}

/// The rules of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Policies<'a>(pub(crate) &'a Store);

impl ApprovalPolicy {
    /// `nothing`, `destructive` or `everything`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Destructive => "destructive",
            Self::Everything => "everything",
        }
    }

    /// What [`ApprovalPolicy::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Nothing, Self::Destructive, Self::Everything]
            .into_iter()
            .find(|policy| policy.as_str() == text)
    }
}

impl Policies<'_> {
    /// Which plans need an approval.
    ///
    /// # Errors
    /// The store cannot be read, or the row was edited.
    pub async fn approval(&self) -> Result<ApprovalPolicy, StoreError> {
        const READ: &str = "SELECT name, rule, updated_at, updated_by, mac FROM policies
             WHERE name = $1";
        let db = &self.0.db;
        let row = db
            .first("read the policy", READ, &[APPROVAL.into()])
            .await?;
        let Some(mut row) = row else {
            return Ok(ApprovalPolicy::default());
        };
        let what = "the approval policy".to_owned();
        let (rule, at, by) = (
            row.text("rule")?,
            row.text("updated_at")?,
            row.text("updated_by")?,
        );
        let code = row.text_or_null("mac")?;
        let columns = [APPROVAL, &rule, &at, &by];
        if !mac::is_of_row(&self.0.key, PURPOSE, &columns, code.as_deref()) {
            return Err(StoreError::RowEdited { what });
        }
        let found = format!("the rule {rule:?}");
        ApprovalPolicy::parse(&rule).ok_or(StoreError::Unreadable { what, found })
    }

    /// Says which plans need an approval, from now on.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn set_approval(&self, policy: ApprovalPolicy, by: &str) -> Result<(), StoreError> {
        const SET: &str = "INSERT INTO policies (name, rule, updated_at, updated_by, mac)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (name) DO UPDATE SET rule = excluded.rule,
                 updated_at = excluded.updated_at, updated_by = excluded.updated_by,
                 mac = excluded.mac";
        let at = time::now();
        let columns = [APPROVAL, policy.as_str(), &at, by];
        let code = mac::of_row(&self.0.key, PURPOSE, &columns);
        let mut values: Vec<_> = columns.map(Value::from).into();
        values.push(code.into());
        let db = &self.0.db;
        db.execute("set the policy", SET, &values).await.map(drop)
    }
}
