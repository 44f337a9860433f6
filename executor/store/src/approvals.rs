//! What people said about plans. An approval is of one plan: a new plan has a new sid, and none.

use crate::db::{Row, Value};
use crate::{Store, StoreError, mac, time};
use jiff::Timestamp;

/// What the codes of rows are made for.
pub(crate) const PURPOSE: &str = "approval";

/// What somebody said about a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may be applied.
    Approved,
    /// It may not.
    Refused,
}

/// Somebody's word about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The plan.
    pub plan_sid: String,
    /// The user's name.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// What they said.
    pub verdict: Verdict,
    /// Why, in their words.
    pub note: String,
}

/// The approvals of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Approvals<'a>(pub(crate) &'a Store);

impl Verdict {
    /// `approved` or `refused`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// What [`Verdict::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Approved, Self::Refused]
            .into_iter()
            .find(|verdict| verdict.as_str() == text)
    }
}

impl Approvals<'_> {
    /// Keeps somebody's word, in place of what they said before.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn say(&self, approval: &Approval) -> Result<(), StoreError> {
        const SAY: &str = "INSERT INTO approvals (plan_sid, who, at, verdict, note, mac)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (plan_sid, who) DO UPDATE SET at = excluded.at,
                 verdict = excluded.verdict, note = excluded.note, mac = excluded.mac";
        let at = time::to_text(approval.at);
        let columns = [
            approval.plan_sid.as_str(),
            &approval.who,
            &at,
            approval.verdict.as_str(),
            &approval.note,
        ];
        let code = mac::of_row(&self.0.key, PURPOSE, &columns);
        let mut values: Vec<_> = columns.map(Value::from).into();
        values.push(code.into());
        let db = &self.0.db;
        db.execute("keep the approval", SAY, &values)
            .await
            .map(drop)
    }

    /// What was said about a plan, oldest first.
    ///
    /// # Errors
    /// The store cannot be read, or a row was edited.
    pub async fn of(&self, plan_sid: &str) -> Result<Vec<Approval>, StoreError> {
        const OF: &str = "SELECT plan_sid, who, at, verdict, note, mac FROM approvals
             WHERE plan_sid = $1 ORDER BY at, who";
        let db = &self.0.db;
        let rows = db.all("read the approvals", OF, &[plan_sid.into()]).await?;
        rows.into_iter().map(|row| self.read(row)).collect()
    }

    fn read(&self, mut row: Row) -> Result<Approval, StoreError> {
        let (plan_sid, who) = (row.text("plan_sid")?, row.text("who")?);
        let what = format!("the approval of plan {plan_sid} by {who:?}");
        let (at, verdict, note) = (row.text("at")?, row.text("verdict")?, row.text("note")?);
        let columns = [plan_sid.as_str(), &who, &at, &verdict, &note];
        let code = row.text_or_null("mac")?;
        if !mac::is_of_row(&self.0.key, PURPOSE, &columns, code.as_deref()) {
            return Err(StoreError::RowEdited { what });
        }
        let at = time::from_text(&at, &what)?;
        let found = format!("the verdict {verdict:?}");
        let verdict = Verdict::parse(&verdict);
        Ok(Approval {
            verdict: verdict.ok_or(StoreError::Unreadable { what, found })?,
            plan_sid,
            who,
            at,
            note,
        })
    }
}
