//! The items of jobs.

use super::Jobs;
use crate::db::Row;
use crate::{StoreError, time};
use jiff::Timestamp;

/// One thing that a job does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Of which job.
    pub job: String,
    /// Its place in it, from 1.
    pub number: u64,
    /// The resource it is about.
    pub resource: String,
    /// For people: the role's label, or empty.
    pub label: String,
    /// What is to be done, JSON.
    pub task: String,
    /// `pending`, `running`, or how it ended.
    pub state: String,
    /// One line for people.
    pub message: String,
    /// What came of it, JSON.
    pub result: Option<String>,
    /// The session that has it on record.
    pub sid: Option<String>,
    /// The token of its last lease; 0 before the first.
    pub token: i64,
    /// When it was first begun.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Which items to list; what is `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// After this number.
    pub after: u64,
    /// In this state.
    pub state: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
}

macro_rules! items {
    ($which:literal) => {
        concat!(
            "SELECT i.job, i.number, i.resource, i.label, i.task, i.state, i.message, i.result,
                 i.sid, i.token, i.started_at, i.finished_at
             FROM job_items AS i ",
            $which
        )
    };
}
pub(super) use items;

impl Jobs<'_> {
    /// The items of a job, in their order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn items(&self, job: &str, filter: &ItemFilter) -> Result<Vec<Item>, StoreError> {
        const LIST: &str = items!(
            "WHERE i.job = $1 AND i.number > $2 AND (CAST($3 AS TEXT) IS NULL OR i.state = $3)
             ORDER BY i.number LIMIT $4"
        );
        let values = [
            job.into(),
            signed(filter.after).into(),
            filter.state.as_ref().into(),
            filter.limit.map_or(i64::MAX, i64::from).into(),
        ];
        let db = &self.0.db;
        let rows = db.all("list the items of the job", LIST, &values).await?;
        rows.into_iter().map(read).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::NoSuchItem`], or the store cannot be read.
    pub async fn item(&self, job: &str, number: u64) -> Result<Item, StoreError> {
        const GET: &str = items!("WHERE i.job = $1 AND i.number = $2");
        let values = [job.into(), signed(number).into()];
        let row = self.0.db.first("read the item", GET, &values).await?;
        let missing = || StoreError::NoSuchItem {
            job: job.to_owned(),
            number,
        };
        read(row.ok_or_else(missing)?)
    }
}

pub(super) fn read(mut row: Row) -> Result<Item, StoreError> {
    let what = "an item of a job";
    let moment = |text: Option<String>| text.map(|t| time::from_text(&t, what)).transpose();
    Ok(Item {
        job: row.text("job")?,
        number: u64::try_from(row.integer("number")?).unwrap_or(0),
        resource: row.text("resource")?,
        label: row.text("label")?,
        task: row.text("task")?,
        state: row.text("state")?,
        message: row.text("message")?,
        result: row.text_or_null("result")?,
        sid: row.text_or_null("sid")?,
        token: row.integer("token")?,
        started_at: moment(row.text_or_null("started_at")?)?,
        finished_at: moment(row.text_or_null("finished_at")?)?,
    })
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
