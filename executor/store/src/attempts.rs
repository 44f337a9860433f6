//! What was asked of the hub, and what became of it: refused attempts too.

use crate::db::{Row, Value};
use crate::{Store, StoreError, time};
use jiff::Timestamp;

/// Something that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// The user's name; `None` where nobody was logged in.
    pub who: Option<String>,
    /// How they showed who they are: `password`, `token <name>`, …
    pub via: String,
    /// Where from.
    pub address: String,
    /// Of the request.
    pub method: String,
    /// Of the request, without its query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// The kind of problem; empty where it was done.
    pub problem: String,
}

/// The attempts of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Attempts<'a>(pub(crate) &'a Store);

impl Attempts<'_> {
    /// Keeps one.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn add(&self, attempt: &Attempt) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO attempts
                 (number, at, who, via, address, method, path, status, problem)
             SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM attempts";
        let values = [
            time::to_text(attempt.at).into(),
            attempt.who.as_ref().into(),
            Value::from(&attempt.via),
            Value::from(&attempt.address),
            Value::from(&attempt.method),
            Value::from(&attempt.path),
            i64::from(attempt.status).into(),
            Value::from(&attempt.problem),
        ];
        let db = &self.0.db;
        db.execute("record the attempt", ADD, &values)
            .await
            .map(drop)
    }

    /// The newest first, before the one of this number; each with its number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, Attempt)>, StoreError> {
        const LIST: &str = "SELECT number, at, who, via, address, method, path, status, problem
             FROM attempts WHERE number < $1 ORDER BY number DESC LIMIT $2";
        let values = [before.unwrap_or(i64::MAX).into(), i64::from(limit).into()];
        let rows = self.0.db.all("list the attempts", LIST, &values).await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(mut row: Row) -> Result<(i64, Attempt), StoreError> {
    let number = row.integer("number")?;
    let what = format!("attempt {number}");
    let status = row.integer("status")?;
    let attempt = Attempt {
        at: time::from_text(&row.text("at")?, &what)?,
        who: row.text_or_null("who")?,
        via: row.text("via")?,
        address: row.text("address")?,
        method: row.text("method")?,
        path: row.text("path")?,
        status: u16::try_from(status).map_err(|_| StoreError::Unreadable {
            what,
            found: format!("status {status}"),
        })?,
        problem: row.text("problem")?,
    };
    Ok((number, attempt))
}
