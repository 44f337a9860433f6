//! Records are added to the chain in the transaction that finishes them.

use super::head::Head;
use super::link::{FORM, Link, Trail, digest};
use crate::db::{Row, Transaction, Value};
use crate::{Key, Session, StoreError, session_rows};

/// The end of the chain, in a transaction that adds to it.
pub(crate) struct End {
    head: Head,
    /// False where the store's head is not what it has to be: then it is left as it is, so that
    /// what was done to it stays visible, and the record is kept all the same.
    sound: bool,
    late: bool,
}

impl End {
    /// Where the next link goes.
    pub async fn find(tx: &mut Transaction, key: &Key) -> Result<Self, StoreError> {
        const LAST: &str = "SELECT number, hash FROM session_chain ORDER BY number DESC LIMIT 1";
        let late = false;
        if let Some(head) = Head::read_in(tx, key).await? {
            let sound = true;
            return Ok(Self { head, sound, late });
        }
        let head = match tx.all(LAST, &[]).await?.pop() {
            Some(mut row) => Head {
                count: unsigned(&mut row, "number")?,
                hash: row.text("hash")?,
            },
            None => Head::default(),
        };
        let sound = false;
        Ok(Self { head, sound, late })
    }

    /// The beginning of a chain, for records that are older than it.
    pub fn beginning() -> Self {
        Self {
            head: Head::default(),
            sound: true,
            late: true,
        }
    }

    /// Adds a finished record, whole.
    pub async fn add(
        &mut self,
        tx: &mut Transaction,
        key: &Key,
        session: &Session,
    ) -> Result<(), StoreError> {
        let trail = trail(tx, &session.sid).await?;
        let (journal_count, journal_sha256) = journal(tx, &session.sid).await?;
        let link = Link {
            number: self.head.count + 1,
            form: FORM,
            late: self.late,
            document_sha256: session.document.as_deref().map(|d| digest(d.as_bytes())),
            facts_sha256: session.facts.as_deref().map(digest),
            journal_count,
            journal_sha256,
            before: self.head.hash.clone(),
            hash: String::new(),
            mac: String::new(),
        };
        let link = link.sealed(key, session, &trail);
        insert(tx, &session.sid, &link).await?;
        self.head = Head {
            count: link.number,
            hash: link.hash,
        };
        Ok(())
    }

    /// Writes the head.
    pub async fn settle(self, tx: &mut Transaction, key: &Key) -> Result<(), StoreError> {
        match self.sound {
            true => self.head.write(tx, key).await,
            false => Ok(()),
        }
    }
}

async fn insert(tx: &mut Transaction, sid: &str, link: &Link) -> Result<(), StoreError> {
    const INSERT: &str =
        "INSERT INTO session_chain (number, sid, late, document_sha256, facts_sha256,
             journal_count, journal_sha256, before, hash, mac, form)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        signed(link.number).into(),
        Value::from(sid),
        i64::from(link.late).into(),
        link.document_sha256.as_ref().into(),
        link.facts_sha256.as_ref().into(),
        signed(link.journal_count).into(),
        link.journal_sha256.as_ref().into(),
        Value::from(&link.before),
        Value::from(&link.hash),
        Value::from(&link.mac),
        signed(link.form).into(),
    ];
    tx.execute(INSERT, &values).await.map(drop)
}

async fn trail(tx: &mut Transaction, sid: &str) -> Result<Trail, StoreError> {
    const TRAIL: &str =
        "SELECT host_name, admin_account, planner_version, digest_before, digest_after,
                 lock_asked_at, locked_at, adopted_by, plan_use
         FROM session_trail WHERE sid = $1";
    match tx.all(TRAIL, &[sid.into()]).await?.pop() {
        Some(mut row) => session_rows::trail(&mut row),
        None => Ok(Trail::default()),
    }
}

async fn journal(tx: &mut Transaction, sid: &str) -> Result<(u64, Option<String>), StoreError> {
    const JOURNAL: &str =
        "SELECT number, at, word, details FROM journal WHERE sid = $1 ORDER BY number";
    journal_digest(tx.all(JOURNAL, &[sid.into()]).await?)
}

/// How many entries, and the digest of them as a JSON array of `[number, at, word, details]`.
pub(super) fn journal_digest(rows: Vec<Row>) -> Result<(u64, Option<String>), StoreError> {
    let entry = |mut row: Row| {
        Ok(serde_json::json!([
            row.integer("number")?,
            row.text("at")?,
            row.text("word")?,
            row.text("details")?,
        ]))
    };
    let entries: Result<Vec<_>, StoreError> = rows.into_iter().map(entry).collect();
    let entries = entries?;
    let count = entries.len() as u64;
    let text = serde_json::Value::Array(entries).to_string();
    Ok((count, (count > 0).then(|| digest(text.as_bytes()))))
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(row: &mut Row, column: &'static str) -> Result<u64, StoreError> {
    let number = row.integer(column)?;
    u64::try_from(number).map_err(|_| StoreError::Unreadable {
        what: format!("the column {column}"),
        found: number.to_string(),
    })
}
