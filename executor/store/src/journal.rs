//! What an apply was about to do, written before each effect, so that a process that comes later
//! can finish or undo it. Entries are only ever added.

use super::db::{Row, Transaction, Value};
use super::{Standing, Store, StoreError, time};
use jiff::Timestamp;

/// What is about to happen. The store knows no words: who applies defines them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `create-role`, `commit-wave`, …
    pub word: String,
    /// What belongs to it; JSON, and never a secret.
    pub details: serde_json::Value,
}

/// An entry as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its place, from 1.
    pub number: u64,
    /// When it was written.
    pub at: Timestamp,
    /// What was about to happen.
    pub entry: Entry,
}

/// The journal of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Journal<'a>(pub(super) &'a Store);

impl Entry {
    /// An entry of this word.
    #[must_use]
    pub fn new(word: impl Into<String>, details: serde_json::Value) -> Self {
        Self {
            word: word.into(),
            details,
        }
    }
}

/// Adds an entry, as a part of what else is written.
pub(super) async fn add(tx: &mut Transaction, sid: &str, entry: &Entry) -> Result<(), StoreError> {
    const WRITE: &str = "INSERT INTO journal (sid, number, at, word, details)
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM journal WHERE sid = $1";
    let values = [
        sid.into(),
        time::now().into(),
        Value::from(&entry.word),
        entry.details.to_string().into(),
    ];
    tx.execute(WRITE, &values).await.map(drop)
}

impl Journal<'_> {
    /// Adds an entry for an apply. It is on the disk when this returns: only then may the effect be
    /// begun.
    ///
    /// # Errors
    /// [`StoreError::is_overtaken`], or the store cannot be written.
    pub async fn write(&self, standing: &Standing, entry: &Entry) -> Result<(), StoreError> {
        let mut tx = self.0.db.begin("write the journal").await?;
        standing.check(&mut tx).await?;
        add(&mut tx, standing.sid(), entry).await?;
        tx.commit().await
    }

    /// All entries of an apply, in the order they were written.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn of(&self, sid: &str) -> Result<Vec<Written>, StoreError> {
        const OF: &str =
            "SELECT number, at, word, details FROM journal WHERE sid = $1 ORDER BY number";
        let db = &self.0.db;
        let rows = db.all("read the journal", OF, &[sid.into()]).await?;
        let what = format!("the journal of session {sid}");
        rows.into_iter().map(|row| written(row, &what)).collect()
    }
}

fn written(mut row: Row, what: &str) -> Result<Written, StoreError> {
    let unreadable = |found: String| StoreError::Unreadable {
        what: what.to_owned(),
        found,
    };
    let (number, details) = (row.integer("number")?, row.text("details")?);
    Ok(Written {
        number: u64::try_from(number).map_err(|_| unreadable(format!("the number {number}")))?,
        at: time::from_text(&row.text("at")?, what)?,
        entry: Entry {
            word: row.text("word")?,
            details: serde_json::from_str(&details)
                .map_err(|_| unreadable("details that are no JSON".to_owned()))?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use serde_json::json;

    #[tokio::test]
    async fn entries_keep_their_order_and_their_apply() {
        let (_directory, store) = testing::store().await;
        let journal = store.journal();
        let first = Entry::new("create-role", json!({"role": "ro"}));
        let second = Entry::new("commit-wave", json!({"databases": ["a", "b"]}));
        let [s1, s2] = testing::running(&store, ["s1", "s2"]).await;
        journal.write(&s1, &first).await.unwrap();
        journal.write(&s2, &second).await.unwrap();
        journal.write(&s1, &second).await.unwrap();
        let written = journal.of("s1").await.unwrap();
        let entries: Vec<_> = written.iter().map(|w| (w.number, &w.entry)).collect();
        assert_eq!(entries, [(1, &first), (2, &second)]);
        assert!(written[0].at <= written[1].at);
        assert_eq!(journal.of("s2").await.unwrap().len(), 1);
        assert_eq!(journal.of("s3").await.unwrap(), []);
    }
}
