//! Looks at the whole chain, and says what does not hold.

use super::append::{journal_digest, signed};
use super::{Head, Link, Proof, link};
use crate::db::Row;
use crate::{Sessions, StoreError};
use crate::{plan_uses, rows, session_rows};

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are what the message names")]
pub enum ChainFault {
    #[error("session {sid} (record {number}): {proof}")]
    Record {
        sid: String,
        number: u64,
        proof: Proof,
    },
    #[error("session {sid}: {proof}")]
    Added { sid: String, proof: Proof },
    #[error("session {sid} (record {number}) was removed")]
    Removed { sid: String, number: u64 },
    #[error("session {sid} (record {number}): its journal was changed")]
    Journal { sid: String, number: u64 },
    #[error("{} removed before session {sid} (record {number})", lost(*from, *number))]
    Gap { sid: String, number: u64, from: u64 },
    #[error(
        "session {sid} (record {number}) does not follow the record before it: the order was changed"
    )]
    Order { sid: String, number: u64 },
    #[error("{} removed at the end", lost(*from, *count + 1))]
    Tail { from: u64, count: u64 },
    #[error("the head of the chain is missing, or not by this store's key")]
    Head,
    #[error("{}: not what this store wrote, it was edited", row(table, name))]
    Row { table: &'static str, name: String },
    #[error("the chain goes on after its head: record {number} was added")]
    BeyondHead { number: u64 },
}

/// A row that decides something, in words.
fn row(table: &str, name: &str) -> String {
    match table {
        plan_uses::PURPOSE => format!("the use of plan {name}"),
        _ => format!("the record that a role is ours ({name})"),
    }
}

fn lost(from: u64, to: u64) -> String {
    match to.saturating_sub(from) {
        1 => format!("record {from} was"),
        _ => format!("records {from} to {} were", to.saturating_sub(1)),
    }
}

/// What was looked at, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Records in the chain.
    pub records: u64,
    /// Of those, older than the chain.
    pub late: u64,
    /// Sessions that have not finished.
    pub unfinished: u64,
    /// What does not hold, in the chain's order.
    pub faults: Vec<ChainFault>,
}

impl Sessions<'_> {
    /// Whether the record is whole: no session was edited, removed, moved or added.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn verify(&self) -> Result<Verified, StoreError> {
        const CHAIN: &str = "SELECT number, sid, form, late, document_sha256, facts_sha256,
                 journal_count, journal_sha256, before, hash, mac
             FROM session_chain ORDER BY number";
        const OUTSIDE: &str = "SELECT sid, finished_at FROM sessions
             WHERE NOT EXISTS (SELECT 1 FROM session_chain WHERE session_chain.sid = sessions.sid)
             ORDER BY started_at, sid";
        const DOING: &str = "verify the sessions";
        let mut verified = Verified::default();
        let mut before = Head::default();
        for mut row in self.0.db.all(DOING, CHAIN, &[]).await? {
            let sid = row.text("sid")?;
            let Some(link) = link(&mut row)? else {
                continue;
            };
            verified.records += 1;
            verified.late += u64::from(link.late);
            verified.faults.extend(follows(&before, &sid, &link));
            verified.faults.extend(self.sealed(&sid, &link).await?);
            before = Head {
                count: link.number,
                hash: link.hash,
            };
        }
        verified.faults.extend(match self.head().await? {
            None => Some(ChainFault::Head),
            Some(head) if head == before => None,
            Some(head) if head.count > before.count => Some(ChainFault::Tail {
                from: before.count + 1,
                count: head.count,
            }),
            Some(head) if head.count < before.count => Some(ChainFault::BeyondHead {
                number: head.count + 1,
            }),
            Some(_) => Some(ChainFault::Head),
        });
        let edited = rows::edited(&self.0.db, &self.0.key).await?;
        let edited = edited.into_iter();
        verified
            .faults
            .extend(edited.map(|(table, name)| ChainFault::Row { table, name }));
        for mut row in self.0.db.all(DOING, OUTSIDE, &[]).await? {
            match row.text_or_null("finished_at")? {
                None => verified.unfinished += 1,
                Some(_) => verified.faults.push(ChainFault::Added {
                    sid: row.text("sid")?,
                    proof: Proof::NotInChain,
                }),
            }
        }
        Ok(verified)
    }

    /// Whether this store's key sealed what was exported with this link.
    #[must_use]
    pub fn is_ours(&self, link: &Link) -> bool {
        link.is_ours(&self.0.key)
    }

    /// What can be told without reading the records: whether some were removed.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn is_complete(&self) -> Result<bool, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) AS links, COUNT(sessions.sid) AS records,
                 COALESCE(MAX(number), 0) AS last
             FROM session_chain LEFT JOIN sessions ON sessions.sid = session_chain.sid";
        const DOING: &str = "look whether sessions were removed";
        let rows = self.0.db.all(DOING, COUNT, &[]).await?;
        let Some(mut row) = rows.into_iter().next() else {
            return Ok(false);
        };
        let counts = [
            row.integer("links")?,
            row.integer("records")?,
            row.integer("last")?,
        ];
        let head = self.head().await?;
        Ok(head.is_some_and(|head| counts == [signed(head.count); 3]))
    }

    async fn head(&self) -> Result<Option<Head>, StoreError> {
        Head::read(&self.0.db, &self.0.key).await
    }

    /// The record itself, and its journal.
    async fn sealed(&self, sid: &str, link: &Link) -> Result<Option<ChainFault>, StoreError> {
        const JOURNAL: &str = "SELECT number, at, word, details FROM journal
             WHERE sid = $1 ORDER BY number LIMIT $2";
        // A store of before took entries about an apply that was on record as over.
        let entries = match link.form {
            1 => signed(link.journal_count),
            _ => i64::MAX,
        };
        const DOING: &str = "verify a session";
        let (sid, number) = (sid.to_owned(), link.number);
        let Some(row) = self.row(&sid).await? else {
            return Ok(Some(ChainFault::Removed { sid, number }));
        };
        // What cannot be read is not what was written.
        let proof = proof_of(self, row).unwrap_or(Proof::Edited);
        if !proof.holds() {
            return Ok(Some(ChainFault::Record { sid, number, proof }));
        }
        let values = [(&sid).into(), entries.into()];
        let rows = self.0.db.all(DOING, JOURNAL, &values).await?;
        let same = journal_digest(rows)? == (link.journal_count, link.journal_sha256.clone());
        Ok((!same).then_some(ChainFault::Journal { sid, number }))
    }
}

fn proof_of(sessions: &Sessions<'_>, mut row: Row) -> Result<Proof, StoreError> {
    let (link, trail) = (link(&mut row)?, session_rows::trail(&mut row)?);
    let session = session_rows::whole(row)?;
    Ok(Proof::of(&sessions.0.key, &session, &trail, link.as_ref()))
}

fn follows(before: &Head, sid: &str, link: &Link) -> Option<ChainFault> {
    let (sid, number) = (sid.to_owned(), link.number);
    if number != before.count + 1 {
        let from = before.count + 1;
        return Some(ChainFault::Gap { sid, number, from });
    }
    (link.before != before.hash).then_some(ChainFault::Order { sid, number })
}
