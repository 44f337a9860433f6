//! Work that outlives whoever asked for it: jobs, their items, and what happened.
//!
//! An item is leased to whoever does it. The lease has a token that only grows, and what is said about
//! an item counts with the last token alone: who was too slow cannot overwrite what another found out.

mod events;
mod items;
mod leases;

pub use events::{JobEvent, JobEvents};
pub use items::{Item, ItemFilter};
pub use leases::{Bounds, Done, Lease, Leases};

use crate::db::{Row, Transaction, Value};
use crate::{Store, StoreError, time};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a job does with its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobKind {
    /// Plans roles.
    Plan,
    /// Applies plans.
    Apply,
    /// Logs in to resources, and looks.
    Health,
    /// Takes snapshots.
    Snapshot,
    /// Looks what changed since the roles were applied.
    Drift,
}

/// A job that is to be.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// The user's name.
    pub asked_by: String,
    /// What it does it with.
    pub items: Vec<NewItem>,
}

/// One of its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The resource it is about.
    pub resource: String,
    /// For people: the role's label, or empty.
    pub label: String,
    /// What is to be done, JSON without secrets.
    pub task: String,
}

/// A job, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// A UUID, lower case.
    pub id: String,
    /// What it does.
    pub kind: JobKind,
    /// The user's name.
    pub asked_by: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the last of its items ended; `None` before.
    pub finished_at: Option<Timestamp>,
    /// When somebody asked to break it off.
    pub cancelled_at: Option<Timestamp>,
    /// Who did.
    pub cancelled_by: Option<String>,
    /// How many of its items are in each state.
    pub states: BTreeMap<String, u64>,
}

/// The jobs of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Jobs<'a>(pub(crate) &'a Store);

/// The state of an item that nobody has begun.
pub const PENDING: &str = "pending";
/// The state of an item that somebody does.
pub const RUNNING: &str = "running";
/// The state of an item that nobody will do.
pub const CANCELLED: &str = "cancelled";

impl JobKind {
    /// `plan`, `apply`, `health`, `snapshot` or `drift`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Apply => "apply",
            Self::Health => "health",
            Self::Snapshot => "snapshot",
            Self::Drift => "drift",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        let all = [
            Self::Plan,
            Self::Apply,
            Self::Health,
            Self::Snapshot,
            Self::Drift,
        ];
        let found = all.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| StoreError::Unreadable {
            what: "a job".to_owned(),
            found: format!("the kind {text:?}"),
        })
    }
}

macro_rules! jobs {
    ($which:literal) => {
        concat!(
            "SELECT id, kind, asked_by, created_at, finished_at, cancelled_at, cancelled_by FROM jobs ",
            $which
        )
    };
}

impl Jobs<'_> {
    /// Keeps a job: from now on it will be done. Where it was asked for with a key before, by the same
    /// person, the job of before is answered with.
    ///
    /// # Errors
    /// [`StoreError::KeyUsed`] where the key was given for something else, or the store cannot be
    /// written.
    pub async fn add(&self, id: &str, new: &NewJob, key: Option<&str>) -> Result<Job, StoreError> {
        const ADD: &str = "INSERT INTO jobs (id, kind, asked_by, created_at, finished_at)
             VALUES ($1, $2, $3, $4, $5)";
        const ITEM: &str = "INSERT INTO job_items (job, number, resource, label, task, state)
             VALUES ($1, $2, $3, $4, $5, 'pending')";
        let now = time::now();
        let over = new.items.is_empty().then(|| now.clone());
        let mut tx = self.0.db.begin("keep the job").await?;
        if let Some(key) = key
            && let Some(before) = keyed(&mut tx, id, new, key).await?
        {
            return self.get(&before).await;
        }
        let values = [
            Value::from(id),
            new.kind.as_str().into(),
            Value::from(&new.asked_by),
            Value::from(&now),
            over.into(),
        ];
        tx.execute(ADD, &values).await?;
        for (number, item) in (1_i64..).zip(&new.items) {
            let values = [
                Value::from(id),
                number.into(),
                Value::from(&item.resource),
                Value::from(&item.label),
                Value::from(&item.task),
            ];
            tx.execute(ITEM, &values).await?;
        }
        let event = serde_json::json!({
            "event": "added", "kind": new.kind.as_str(), "items": new.items.len(),
        });
        events::add(&mut tx, id, &event).await?;
        tx.commit().await?;
        self.get(id).await
    }

    /// A job.
    ///
    /// # Errors
    /// [`StoreError::NoSuchJob`], or the store cannot be read.
    pub async fn get(&self, id: &str) -> Result<Job, StoreError> {
        const GET: &str = jobs!("WHERE id = $1");
        let row = self.0.db.first("read the job", GET, &[id.into()]).await?;
        let row = row.ok_or_else(|| StoreError::NoSuchJob { id: id.to_owned() })?;
        self.with_states(row).await
    }

    /// The newest first, asked for before this moment.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list(
        &self,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        const LIST: &str = jobs!(
            "WHERE CAST($1 AS TEXT) IS NULL OR created_at < $1 ORDER BY created_at DESC, id LIMIT $2"
        );
        let values = [before.map(time::to_text).into(), i64::from(limit).into()];
        let rows = self.0.db.all("list the jobs", LIST, &values).await?;
        let mut jobs = Vec::with_capacity(rows.len());
        for row in rows {
            jobs.push(self.with_states(row).await?);
        }
        Ok(jobs)
    }

    /// Breaks a job off: what nobody has begun is not done any more, and who does the rest is told with
    /// the next renewal of the lease. Asked for again it is the same.
    ///
    /// # Errors
    /// [`StoreError::NoSuchJob`], or the store cannot be written.
    pub async fn cancel(&self, id: &str, by: &str) -> Result<Job, StoreError> {
        const CANCEL: &str = "UPDATE jobs SET cancelled_at = $2, cancelled_by = $3
             WHERE id = $1 AND cancelled_at IS NULL AND finished_at IS NULL";
        const ITEMS: &str = "UPDATE job_items SET state = 'cancelled', finished_at = $2,
                 message = $3
             WHERE job = $1 AND state = 'pending'";
        let now = time::now();
        let mut tx = self.0.db.begin("cancel the job").await?;
        let values = [id.into(), (&now).into(), by.into()];
        if tx.execute(CANCEL, &values).await? > 0 {
            let message = format!("{by} cancelled the job before this was begun");
            let values = [id.into(), (&now).into(), message.into()];
            let items = tx.execute(ITEMS, &values).await?;
            let event = serde_json::json!({ "event": "cancelled", "by": by, "items": items });
            events::add(&mut tx, id, &event).await?;
            end_if_over(&mut tx, id).await?;
        }
        tx.commit().await?;
        self.get(id).await
    }

    /// Has items done again that have ended, those of these states, or these numbers alone. How many.
    ///
    /// # Errors
    /// [`StoreError::NoSuchJob`], or the store cannot be written.
    pub async fn again(&self, id: &str, numbers: &[u64]) -> Result<u64, StoreError> {
        const AGAIN: &str = "UPDATE job_items SET state = 'pending', message = '', result = NULL,
                 sid = NULL, holder = NULL, lease_until = NULL, started_at = NULL,
                 finished_at = NULL
             WHERE job = $1 AND number = $2 AND finished_at IS NOT NULL";
        const OPEN: &str = "UPDATE jobs SET finished_at = NULL, cancelled_at = NULL,
                 cancelled_by = NULL
             WHERE id = $1";
        let mut tx = self.0.db.begin("do items of the job again").await?;
        if tx
            .all(jobs!("WHERE id = $1"), &[id.into()])
            .await?
            .is_empty()
        {
            return Err(StoreError::NoSuchJob { id: id.to_owned() });
        }
        let mut changed = Vec::new();
        for number in numbers {
            let values = [id.into(), items::signed(*number).into()];
            if tx.execute(AGAIN, &values).await? > 0 {
                changed.push(*number);
            }
        }
        if !changed.is_empty() {
            tx.execute(OPEN, &[id.into()]).await?;
            let event = serde_json::json!({ "event": "again", "numbers": changed });
            events::add(&mut tx, id, &event).await?;
        }
        tx.commit().await?;
        Ok(changed.len() as u64)
    }

    async fn with_states(&self, mut row: Row) -> Result<Job, StoreError> {
        const STATES: &str = "SELECT state, COUNT(*) AS many FROM job_items
             WHERE job = $1 GROUP BY state";
        let id = row.text("id")?;
        let what = format!("job {id}");
        let db = &self.0.db;
        let mut states = BTreeMap::new();
        for mut row in db.all("read the job", STATES, &[(&id).into()]).await? {
            let many = row.integer("many")?;
            states.insert(row.text("state")?, u64::try_from(many).unwrap_or(0));
        }
        let moment = |text: Option<String>| text.map(|t| time::from_text(&t, &what)).transpose();
        Ok(Job {
            kind: JobKind::read(&row.text("kind")?)?,
            asked_by: row.text("asked_by")?,
            created_at: time::from_text(&row.text("created_at")?, &what)?,
            finished_at: moment(row.text_or_null("finished_at")?)?,
            cancelled_at: moment(row.text_or_null("cancelled_at")?)?,
            cancelled_by: row.text_or_null("cancelled_by")?,
            states,
            id,
        })
    }
}

/// Keeps the key with the job; the job that was made with it before, where there is one.
async fn keyed(
    tx: &mut Transaction,
    id: &str,
    new: &NewJob,
    key: &str,
) -> Result<Option<String>, StoreError> {
    const BEFORE: &str = "SELECT request, job FROM job_keys WHERE key = $1";
    const KEEP: &str = "INSERT INTO job_keys (key, request, job, created_at)
         VALUES ($1, $2, $3, $4)";
    let whose = serde_json::json!([new.asked_by, key]).to_string();
    let items: Vec<_> = new
        .items
        .iter()
        .map(|item| [&item.resource, &item.label, &item.task])
        .collect();
    let request = serde_json::json!([new.kind.as_str(), items]).to_string();
    let request = hex::encode(Sha256::digest(request.as_bytes()));
    if let Some(mut row) = tx.all(BEFORE, &[(&whose).into()]).await?.pop() {
        return match row.text("request")? == request {
            true => row.text("job").map(Some),
            false => Err(StoreError::KeyUsed {
                key: key.to_owned(),
            }),
        };
    }
    let values = [whose.into(), request.into(), id.into(), time::now().into()];
    tx.execute(KEEP, &values).await?;
    Ok(None)
}

/// Ends the job where none of its items is open.
async fn end_if_over(tx: &mut Transaction, id: &str) -> Result<(), StoreError> {
    const END: &str = "UPDATE jobs SET finished_at = $2
         WHERE id = $1 AND finished_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM job_items WHERE job = $1 AND finished_at IS NULL)";
    if tx.execute(END, &[id.into(), time::now().into()]).await? > 0 {
        events::add(tx, id, &serde_json::json!({ "event": "finished" })).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
