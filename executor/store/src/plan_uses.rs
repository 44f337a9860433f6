//! A plan is applied once: who claimed it, and how that ended. Each row has the store's code, and
//! the sealed records of applies say the same: neither an edit nor a removal makes a plan usable
//! again.

use super::db::{Row, Transaction, Value};
use super::{Key, Sessions, Standing, Store, StoreError, mac, time};
use jiff::Timestamp;

pub(super) const PURPOSE: &str = "plan-use";

/// The right to apply one plan, held by one apply session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a claimed plan has to be used up or given back"]
pub struct Claim {
    /// The plan; this store need not have a session of it.
    pub plan_sid: String,
    /// The resource it is applied to.
    pub resource: String,
    /// The session that applies it.
    pub apply_sid: String,
}

/// How far the use of a plan got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseState {
    /// Claimed: an apply is under way, or died on it.
    Applying,
    /// Applied. Final.
    Applied,
    /// Put back: an apply failed and changed nothing.
    Released,
}

/// The last use of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanUse {
    /// By whom.
    pub claim: Claim,
    /// How far it got.
    pub state: UseState,
    /// When it got there.
    pub used_at: Timestamp,
}

impl PlanUse {
    /// Why the plan is not applied again.
    #[must_use]
    pub fn refusal(self) -> StoreError {
        StoreError::PlanUsed {
            plan_sid: self.claim.plan_sid,
            resource: self.claim.resource,
            apply_sid: self.claim.apply_sid,
            state: self.state,
            used_at: format!("{:.0}", self.used_at),
        }
    }
}

/// The uses of plans in a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct PlanUses<'a>(pub(super) &'a Store);

const GET: &str =
    "SELECT plan_sid, resource, apply_sid, state, used_at, mac FROM plan_uses WHERE plan_sid = $1";

impl PlanUses<'_> {
    /// Claims a plan for one apply. Of any number that try at once, in any
    /// number of processes, one wins.
    ///
    /// # Errors
    /// [`StoreError::PlanUsed`] when it was applied or is being applied,
    /// [`StoreError::RowEdited`] or [`StoreError::Untrue`] when what says so was
    /// edited, [`StoreError::is_overtaken`], or the store cannot be written.
    pub async fn claim(
        &self,
        plan_sid: &str,
        resource: &str,
        standing: &Standing,
    ) -> Result<Claim, StoreError> {
        let mut tx = self.0.db.begin("claim the plan").await?;
        standing.check(&mut tx).await?;
        let last = tx.all(GET, &[plan_sid.into()]).await?.pop();
        let last = last.map(|row| read(&self.0.key, row)).transpose()?;
        let used = match last.filter(|last| last.state != UseState::Released) {
            Some(last) => Some(last),
            None => self.on_record(&mut tx, plan_sid).await?,
        };
        if let Some(used) = used {
            return Err(used.refusal());
        }
        let claim = Claim {
            plan_sid: plan_sid.to_owned(),
            resource: resource.to_owned(),
            apply_sid: standing.sid().to_owned(),
        };
        write(&mut tx, &self.0.key, &claim, UseState::Applying).await?;
        tx.commit().await?;
        Ok(claim)
    }

    /// What the records of applies say of it, should its row have been removed or put back.
    async fn on_record(
        &self,
        tx: &mut Transaction,
        plan_sid: &str,
    ) -> Result<Option<PlanUse>, StoreError> {
        const APPLIES: &str = "SELECT sid FROM sessions
             WHERE plan_sid = $1 AND kind = 'apply' AND finished_at IS NOT NULL
             ORDER BY started_at";
        for mut row in tx.all(APPLIES, &[plan_sid.into()]).await? {
            let kept = Sessions(self.0).look(&row.text("sid")?).await?;
            let session = kept.session;
            if !kept.proof.holds() {
                let (sid, proof) = (session.sid, kept.proof);
                return Err(StoreError::Untrue { sid, proof });
            }
            let used = match kept.trail.plan_use.as_deref() {
                Some(state) => state == UseState::Applied.as_str(),
                // A record of before does not say, but for its outcome.
                None => matches!(session.status.as_str(), "success" | "skipped"),
            };
            if used {
                let claim = Claim {
                    plan_sid: plan_sid.to_owned(),
                    resource: session.resource,
                    apply_sid: session.sid,
                };
                return Ok(Some(PlanUse {
                    claim,
                    state: UseState::Applied,
                    used_at: session.finished_at.unwrap_or(session.started_at),
                }));
            }
        }
        Ok(None)
    }

    /// The last use of a plan; `None` when it was never claimed here.
    ///
    /// # Errors
    /// [`StoreError::RowEdited`], or the store cannot be read.
    pub async fn get(&self, plan_sid: &str) -> Result<Option<PlanUse>, StoreError> {
        const DOING: &str = "read the use of the plan";
        let row = self.0.db.first(DOING, GET, &[plan_sid.into()]).await?;
        row.map(|row| read(&self.0.key, row)).transpose()
    }
}

/// Used up for good, or given back, in the transaction that finishes the apply.
pub(super) async fn settle(
    tx: &mut Transaction,
    key: &Key,
    claim: &Claim,
    state: UseState,
) -> Result<(), StoreError> {
    let last = tx.all(GET, &[Value::from(&claim.plan_sid)]).await?.pop();
    let last = last.map(|row| read(key, row)).transpose()?;
    match last {
        Some(last) if last.claim == *claim && last.state == UseState::Applying => {
            write(tx, key, claim, state).await
        }
        _ => Err(StoreError::NotClaimed {
            plan_sid: claim.plan_sid.clone(),
            apply_sid: claim.apply_sid.clone(),
        }),
    }
}

async fn write(
    tx: &mut Transaction,
    key: &Key,
    claim: &Claim,
    state: UseState,
) -> Result<(), StoreError> {
    const WRITE: &str = "INSERT INTO plan_uses (plan_sid, resource, apply_sid, state, used_at, mac)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (plan_sid) DO UPDATE SET resource = excluded.resource,
             apply_sid = excluded.apply_sid, state = excluded.state,
             used_at = excluded.used_at, mac = excluded.mac";
    let used_at = time::now();
    let columns = [
        claim.plan_sid.as_str(),
        &claim.resource,
        &claim.apply_sid,
        state.as_str(),
        &used_at,
    ];
    let code = mac::of_row(key, PURPOSE, &columns);
    let mut values: Vec<_> = columns.map(Value::from).into();
    values.push(code.into());
    tx.execute(WRITE, &values).await.map(drop)
}

/// Refuses a row that this store's key did not write.
fn read(key: &Key, mut row: Row) -> Result<PlanUse, StoreError> {
    let plan_sid = row.text("plan_sid")?;
    let (resource, apply_sid) = (row.text("resource")?, row.text("apply_sid")?);
    let (state, used_at) = (row.text("state")?, row.text("used_at")?);
    let columns = [plan_sid.as_str(), &resource, &apply_sid, &state, &used_at];
    let code = row.text_or_null("mac")?;
    let what = format!("the use of plan {plan_sid}");
    if !mac::is_of_row(key, PURPOSE, &columns, code.as_deref()) {
        return Err(StoreError::RowEdited { what });
    }
    let used_at = time::from_text(&used_at, &what)?;
    let Some(state) = UseState::parse(&state) else {
        let found = format!("the state {state:?}");
        return Err(StoreError::Unreadable { what, found });
    };
    let claim = Claim {
        plan_sid,
        resource,
        apply_sid,
    };
    Ok(PlanUse {
        claim,
        state,
        used_at,
    })
}

impl UseState {
    /// `applying`, `applied` or `released`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Released => "released",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Applying, Self::Applied, Self::Released]
            .into_iter()
            .find(|state| state.as_str() == text)
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Applied => "was applied",
            Self::Applying | Self::Released => "is being applied",
        }
    }
}

#[cfg(test)]
#[path = "plan_uses_tests.rs"]
mod tests;
