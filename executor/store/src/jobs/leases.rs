//! Who does what until when.

use super::items::{self, Item, items, signed};
use super::{JobKind, end_if_over, events};
use crate::db::{Row, Transaction, Value};
use crate::{Store, StoreError, time};
use jiff::Timestamp;

/// How much may be under way at once, by everybody who works on this store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Leases on all clusters.
    pub overall: u32,
    /// Leases on one cluster, told by its host and port.
    pub per_cluster: u32,
}

/// Items that somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What their job does.
    pub kind: JobKind,
    /// Its token.
    pub token: i64,
    /// All of one job and one resource. Of an apply there is one.
    pub items: Vec<Item>,
}

/// How an item ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// In a word, which is not `pending` or `running`.
    pub state: String,
    /// One line for people.
    pub message: String,
    /// What came of it, JSON without secrets.
    pub result: Option<String>,
    /// The session that has it on record.
    pub sid: Option<String>,
}

/// The leases of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Leases<'a>(pub(crate) &'a Store);

/// More are left for another lease.
const MOST: i64 = 500;

impl Leases<'_> {
    /// Takes what was asked for first and may be begun; `None` where there is nothing, or too much is
    /// under way. Counts until `until`, unless it is renewed.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn take(
        &self,
        holder: &str,
        until: Timestamp,
        bounds: Bounds,
    ) -> Result<Option<Lease>, StoreError> {
        const UNDER_WAY: &str =
            "SELECT COUNT(DISTINCT token) AS many FROM job_items WHERE state = 'running'";
        const NEXT: &str = "SELECT i.job, i.number, i.resource, j.kind
             FROM job_items AS i JOIN jobs AS j ON j.id = i.job
                 LEFT JOIN resources AS r ON r.name = i.resource
             WHERE i.state = 'pending' AND i.finished_at IS NULL AND j.cancelled_at IS NULL
                 AND (SELECT COUNT(DISTINCT b.token) FROM job_items AS b
                          LEFT JOIN resources AS p ON p.name = b.resource
                      WHERE b.state = 'running' AND b.finished_at IS NULL
                          AND COALESCE(p.host, b.resource) = COALESCE(r.host, i.resource)
                          AND COALESCE(p.port, 0) = COALESCE(r.port, 0)) < $1
             ORDER BY j.created_at, j.id, i.number LIMIT 1";
        const SAME: &str = items!(
            "WHERE i.job = $1 AND i.resource = $2 AND i.state = 'pending' AND i.number >= $3
             ORDER BY i.number LIMIT $4"
        );
        let mut tx = self.0.db.begin("take work").await?;
        let many = tx.all(UNDER_WAY, &[]).await?.pop();
        let many = many.map_or(Ok(0), |mut row| row.integer("many"))?;
        if many >= i64::from(bounds.overall) {
            return Ok(None);
        }
        let per_cluster = i64::from(bounds.per_cluster).into();
        let Some(mut next) = tx.all(NEXT, &[per_cluster]).await?.pop() else {
            return Ok(None);
        };
        let kind = JobKind::read(&next.text("kind")?)?;
        let job = next.text("job")?;
        let values = [
            Value::from(&job),
            next.text("resource")?.into(),
            next.integer("number")?.into(),
            if kind == JobKind::Apply { 1 } else { MOST }.into(),
        ];
        let rows = tx.all(SAME, &values).await?;
        let items: Result<Vec<_>, _> = rows.into_iter().map(items::read).collect();
        let mut items = items?;
        let token = lease(&mut tx, &mut items, holder, until).await?;
        let numbers: Vec<_> = items.iter().map(|item| item.number).collect();
        let event = serde_json::json!({ "event": "running", "numbers": numbers });
        events::add(&mut tx, &job, &event).await?;
        tx.commit().await?;
        Ok(Some(Lease { kind, token, items }))
    }

    /// Takes over what somebody left: the lease has lapsed. `None` where there is nothing.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn take_lapsed(
        &self,
        holder: &str,
        until: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        const LAPSED: &str =
            "SELECT i.token, j.kind FROM job_items AS i JOIN jobs AS j ON j.id = i.job
             WHERE i.state = 'running' AND i.finished_at IS NULL AND i.lease_until < $1
             ORDER BY i.lease_until LIMIT 1";
        const OF: &str = items!(
            "WHERE i.token = $1 AND i.state = 'running' AND i.finished_at IS NULL ORDER BY i.number"
        );
        let mut tx = self.0.db.begin("take over work").await?;
        let Some(mut row) = tx.all(LAPSED, &[time::now().into()]).await?.pop() else {
            return Ok(None);
        };
        let kind = JobKind::read(&row.text("kind")?)?;
        let rows = tx.all(OF, &[row.integer("token")?.into()]).await?;
        let items: Result<Vec<_>, _> = rows.into_iter().map(items::read).collect();
        let mut items = items?;
        let token = lease(&mut tx, &mut items, holder, until).await?;
        tx.commit().await?;
        Ok(Some(Lease { kind, token, items }))
    }

    /// Keeps a lease until `until`. Whether the job is to be broken off; `None` where the lease is lost:
    /// another has the items since, or they are over.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn renew(&self, lease: &Lease, until: Timestamp) -> Result<Option<bool>, StoreError> {
        const RENEW: &str = "UPDATE job_items SET lease_until = $2
             WHERE token = $1 AND state = 'running'";
        const ASKED: &str = "SELECT cancelled_at FROM jobs WHERE id = $1";
        let mut tx = self.0.db.begin("go on with work").await?;
        let values = [lease.token.into(), time::to_text(until).into()];
        let held = tx.execute(RENEW, &values).await? > 0;
        let job = lease.items.first().map_or("", |item| item.job.as_str());
        let asked = tx.all(ASKED, &[job.into()]).await?.pop();
        let asked = asked.map(|mut row: Row| row.text_or_null("cancelled_at"));
        tx.commit().await?;
        let cancelled = asked.transpose()?.flatten().is_some();
        Ok(held.then_some(cancelled))
    }

    /// Notes which session has an item on record, while it is done.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`], or the store cannot be written.
    pub async fn note_session(&self, item: &Item, token: i64, sid: &str) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE job_items SET sid = $4
             WHERE job = $1 AND number = $2 AND token = $3 AND state = 'running'";
        let mut tx = self.0.db.begin("note the session").await?;
        let values = [
            (&item.job).into(),
            signed(item.number).into(),
            token.into(),
            sid.into(),
        ];
        held(tx.execute(NOTE, &values).await?, item)?;
        let event = serde_json::json!({ "event": "session", "number": item.number, "sid": sid });
        events::add(&mut tx, &item.job, &event).await?;
        tx.commit().await
    }

    /// Says how items ended. All of them count, or, where the lease of one is lost, none.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`], or the store cannot be written.
    pub async fn finish(&self, token: i64, ended: &[(&Item, Done)]) -> Result<(), StoreError> {
        const FINISH: &str = "UPDATE job_items SET state = $4, message = $5, result = $6,
                 sid = COALESCE($7, sid), finished_at = $8, holder = NULL, lease_until = NULL
             WHERE job = $1 AND number = $2 AND token = $3 AND state = 'running'";
        let mut tx = self.0.db.begin("say how the work ended").await?;
        for (item, done) in ended {
            let values = [
                Value::from(&item.job),
                signed(item.number).into(),
                token.into(),
                Value::from(&done.state),
                Value::from(&done.message),
                done.result.as_ref().into(),
                done.sid.as_ref().into(),
                time::now().into(),
            ];
            held(tx.execute(FINISH, &values).await?, item)?;
            let event = serde_json::json!({
                "event": "item", "number": item.number, "state": done.state,
                "message": done.message, "sid": done.sid,
            });
            events::add(&mut tx, &item.job, &event).await?;
        }
        if let Some((item, _)) = ended.first() {
            end_if_over(&mut tx, &item.job).await?;
        }
        tx.commit().await
    }

    /// Gives items back, for anybody to begin; or, where the job is broken off, for nobody.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`], or the store cannot be written.
    pub async fn give_back(&self, token: i64, items: &[&Item]) -> Result<(), StoreError> {
        const BACK: &str = "UPDATE job_items SET holder = NULL, lease_until = NULL,
                 state = CASE WHEN $4 = 1 THEN 'cancelled' ELSE 'pending' END,
                 finished_at = CASE WHEN $4 = 1 THEN $5 ELSE NULL END
             WHERE job = $1 AND number = $2 AND token = $3 AND state = 'running'";
        const ASKED: &str = "SELECT CASE WHEN cancelled_at IS NULL THEN 0 ELSE 1 END AS asked FROM jobs WHERE id = $1";
        let mut tx = self.0.db.begin("give work back").await?;
        for item in items {
            let row = tx.all(ASKED, &[(&item.job).into()]).await?.pop();
            let asked = row.map_or(Ok(0), |mut row| row.integer("asked"))?;
            let values = [
                (&item.job).into(),
                signed(item.number).into(),
                token.into(),
                asked.into(),
                time::now().into(),
            ];
            held(tx.execute(BACK, &values).await?, item)?;
        }
        if let Some(item) = items.first() {
            let numbers: Vec<_> = items.iter().map(|item| item.number).collect();
            let event = serde_json::json!({ "event": "given-back", "numbers": numbers });
            events::add(&mut tx, &item.job, &event).await?;
            end_if_over(&mut tx, &item.job).await?;
        }
        tx.commit().await
    }
}

/// A new token for these items, larger than any before.
async fn lease(
    tx: &mut Transaction,
    items: &mut [Item],
    holder: &str,
    until: Timestamp,
) -> Result<i64, StoreError> {
    const NEXT: &str = "INSERT INTO counters (name, value) VALUES ('lease', 1)
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1";
    const READ: &str = "SELECT value FROM counters WHERE name = 'lease'";
    const LEASE: &str = "UPDATE job_items SET state = 'running', token = $3, holder = $4,
             lease_until = $5, started_at = COALESCE(started_at, $6)
         WHERE job = $1 AND number = $2";
    tx.execute(NEXT, &[]).await?;
    let row = tx.all(READ, &[]).await?.pop();
    let token = row.map_or(Ok(0), |mut row| row.integer("value"))?;
    for item in items {
        let values = [
            (&item.job).into(),
            signed(item.number).into(),
            token.into(),
            holder.into(),
            time::to_text(until).into(),
            time::now().into(),
        ];
        tx.execute(LEASE, &values).await?;
        (item.token, item.state) = (token, super::RUNNING.to_owned());
    }
    Ok(token)
}

fn held(changed: u64, item: &Item) -> Result<(), StoreError> {
    match changed {
        0 => Err(StoreError::LeaseLost {
            job: item.job.clone(),
            number: item.number,
        }),
        _ => Ok(()),
    }
}
