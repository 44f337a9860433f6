//! A plan is applied once: who claimed it, and how that ended.

use super::db::Value;
use super::{Store, StoreError, time};
use jiff::Timestamp;

/// The right to apply one plan, held by one apply session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a claimed plan has to be completed or released"]
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
    /// By whom. After a crash this is what to complete or release.
    pub claim: Claim,
    /// How far it got.
    pub state: UseState,
    /// When it got there.
    pub used_at: Timestamp,
}

/// The uses of plans in a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct PlanUses<'a>(pub(super) &'a Store);

impl PlanUses<'_> {
    /// Claims a plan for one apply. Of any number that try at once, in any
    /// number of processes, one wins.
    ///
    /// # Errors
    /// [`StoreError::PlanUsed`] when it was applied or is being applied, or the
    /// store cannot be written.
    pub async fn claim(
        &self,
        plan_sid: &str,
        resource: &str,
        apply_sid: &str,
    ) -> Result<Claim, StoreError> {
        const CLAIM: &str = "INSERT INTO plan_uses (plan_sid, resource, apply_sid, state, used_at)
             VALUES ($1, $2, $3, 'applying', $4)
             ON CONFLICT (plan_sid) DO UPDATE SET resource = excluded.resource,
                 apply_sid = excluded.apply_sid, state = excluded.state,
                 used_at = excluded.used_at
             WHERE plan_uses.state = 'released'";
        let mut transaction = self.0.db.begin("claim the plan").await?;
        let values = [
            plan_sid.into(),
            resource.into(),
            apply_sid.into(),
            time::now().into(),
        ];
        let claimed = transaction.execute(CLAIM, &values).await?;
        transaction.commit().await?;
        if claimed == 1 {
            return Ok(Claim {
                plan_sid: plan_sid.to_owned(),
                resource: resource.to_owned(),
                apply_sid: apply_sid.to_owned(),
            });
        }
        let used = self
            .get(plan_sid)
            .await?
            .ok_or_else(|| StoreError::Unreadable {
                what: format!("the use of plan {plan_sid}"),
                found: "none where one has to be".to_owned(),
            })?;
        Err(StoreError::PlanUsed {
            plan_sid: used.claim.plan_sid,
            resource: used.claim.resource,
            apply_sid: used.claim.apply_sid,
            state: used.state,
            used_at: format!("{:.0}", used.used_at),
        })
    }

    /// The plan is applied; it can never be claimed again. Twice is fine.
    ///
    /// # Errors
    /// [`StoreError::NotClaimed`] when the claim is not held, or the store
    /// cannot be written (the plan then stays claimed).
    pub async fn complete(&self, claim: &Claim) -> Result<(), StoreError> {
        self.settle(
            claim,
            "UPDATE plan_uses SET state = 'applied', used_at = $3
             WHERE plan_sid = $1 AND apply_sid = $2 AND state IN ('applying', 'applied')",
        )
        .await
    }

    /// The apply failed and changed nothing: the plan may be claimed again.
    ///
    /// # Errors
    /// [`StoreError::NotClaimed`] when the claim is not held, also when the
    /// plan is applied, or the store cannot be written.
    pub async fn release(&self, claim: &Claim) -> Result<(), StoreError> {
        self.settle(
            claim,
            "UPDATE plan_uses SET state = 'released', used_at = $3
             WHERE plan_sid = $1 AND apply_sid = $2 AND state = 'applying'",
        )
        .await
    }

    /// The last use of a plan; `None` when it was never claimed here.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn get(&self, plan_sid: &str) -> Result<Option<PlanUse>, StoreError> {
        const GET: &str =
            "SELECT resource, apply_sid, state, used_at FROM plan_uses WHERE plan_sid = $1";
        let db = &self.0.db;
        let row = db
            .first("read the use of the plan", GET, &[plan_sid.into()])
            .await?;
        let Some(mut row) = row else {
            return Ok(None);
        };
        let (resource, apply_sid) = (row.text("resource")?, row.text("apply_sid")?);
        let (state, used_at) = (row.text("state")?, row.text("used_at")?);
        let what = format!("the use of plan {plan_sid}");
        let used_at = time::from_text(&used_at, &what)?;
        let Some(state) = UseState::parse(&state) else {
            return Err(StoreError::Unreadable {
                what,
                found: format!("the state {state:?}"),
            });
        };
        let claim = Claim {
            plan_sid: plan_sid.to_owned(),
            resource,
            apply_sid,
        };
        Ok(Some(PlanUse {
            claim,
            state,
            used_at,
        }))
    }

    async fn settle(&self, claim: &Claim, sql: &'static str) -> Result<(), StoreError> {
        let values = [
            Value::from(&claim.plan_sid),
            Value::from(&claim.apply_sid),
            time::now().into(),
        ];
        let db = &self.0.db;
        let settled = db
            .execute("record the use of the plan", sql, &values)
            .await?;
        if settled == 0 {
            let Claim {
                plan_sid,
                apply_sid,
                ..
            } = claim.clone();
            return Err(StoreError::NotClaimed {
                plan_sid,
                apply_sid,
            });
        }
        Ok(())
    }
}

impl UseState {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "applying" => Some(Self::Applying),
            "applied" => Some(Self::Applied),
            "released" => Some(Self::Released),
            _ => None,
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Applied => "was applied",
            // Released between the two looks at it: it was being applied at the first.
            Self::Applying | Self::Released => "is being applied",
        }
    }
}

#[cfg(test)]
#[path = "plan_uses_tests.rs"]
mod tests;
