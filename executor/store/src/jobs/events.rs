//! What happened, in the order in which it did.

use crate::db::{Row, Transaction};
use crate::{Store, StoreError, time};
use jiff::Timestamp;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobEvent {
    /// Its place in the order; later ones have larger numbers.
    pub number: i64,
    /// Of which job.
    pub job: String,
    /// When.
    pub at: Timestamp,
    /// What: JSON without secrets.
    pub event: String,
}

/// What happened with the jobs of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct JobEvents<'a>(pub(crate) &'a Store);

impl JobEvents<'_> {
    /// What happened after this number, of one job or of all, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn after(
        &self,
        number: i64,
        job: Option<&str>,
        limit: u32,
    ) -> Result<Vec<JobEvent>, StoreError> {
        const ALL: &str = "SELECT number, job, at, event FROM job_events
             WHERE number > $1 ORDER BY number LIMIT $2";
        const OF: &str = "SELECT number, job, at, event FROM job_events
             WHERE job = $3 AND number > $1 ORDER BY number LIMIT $2";
        let mut values = vec![number.into(), i64::from(limit).into()];
        let sql = match job {
            Some(job) => {
                values.push(job.into());
                OF
            }
            None => ALL,
        };
        let rows = self.0.db.all("read what happened", sql, &values).await?;
        rows.into_iter().map(read).collect()
    }

    /// The number of the last one; 0 where nothing has happened.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn last(&self) -> Result<i64, StoreError> {
        const LAST: &str = "SELECT COALESCE(MAX(number), 0) AS number FROM job_events";
        let row = self.0.db.first("read what happened", LAST, &[]).await?;
        row.map_or(Ok(0), |mut row| row.integer("number"))
    }

    /// Notes what happened meanwhile, where nothing else is written about it.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn note(&self, job: &str, event: &serde_json::Value) -> Result<(), StoreError> {
        let mut tx = self.0.db.begin("note what happened").await?;
        add(&mut tx, job, event).await?;
        tx.commit().await
    }
}

pub(super) async fn add(
    tx: &mut Transaction,
    job: &str,
    event: &serde_json::Value,
) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO job_events (number, job, at, event)
         SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3 FROM job_events";
    let values = [job.into(), time::now().into(), event.to_string().into()];
    tx.execute(ADD, &values).await.map(drop)
}

fn read(mut row: Row) -> Result<JobEvent, StoreError> {
    Ok(JobEvent {
        number: row.integer("number")?,
        job: row.text("job")?,
        at: time::from_text(&row.text("at")?, "an event")?,
        event: row.text("event")?,
    })
}
