//! The chain of sessions: each finished record is sealed with the one that finished before it, so
//! that none can be edited, removed, moved or added without the store's key. Not noticed: a whole
//! store put back from a copy; an export kept elsewhere tells that.

mod append;
mod begin;
mod head;
mod link;
mod verify;

pub(crate) use append::End;
pub(crate) use begin::{KEEPS_A_CHAIN, begin, key_check};
pub(crate) use head::Head;
pub use link::{Link, Trail};
pub use verify::{ChainFault, Verified};

use crate::db::Row;
use crate::{Key, Session, StoreError};
use append::unsigned;

/// What the chain says of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Proof {
    /// It has not finished, so it is not sealed yet.
    #[error("it has not finished, so it is not sealed yet")]
    Unfinished,
    /// It is what was recorded.
    #[error("it is what was recorded")]
    Proved,
    /// It is what was there when the chain was begun.
    #[error("it is what was there when the chain was begun")]
    ProvedLate,
    /// It was edited.
    #[error("it is not what was recorded: it was edited")]
    Edited,
    /// Nothing was ever sealed under this sid.
    #[error("it was never recorded by this store: it is not in the chain")]
    NotInChain,
    /// It was sealed as finished, and now it has not.
    #[error("it is not what was recorded: it had finished")]
    Reopened,
    /// The seal was made with another key.
    #[error("its seal is not by this store's key")]
    NotOurs,
}

impl Proof {
    /// Whether the record can be taken for true.
    #[must_use]
    pub fn holds(self) -> bool {
        matches!(self, Self::Unfinished | Self::Proved | Self::ProvedLate)
    }

    /// Of a whole record, with its link where it has one.
    pub(crate) fn of(key: &Key, session: &Session, trail: &Trail, link: Option<&Link>) -> Self {
        let is_there = link.is_none_or(|link| link.has_all_of(session));
        match Self::of_bare(key, session, trail, link) {
            Self::Proved | Self::ProvedLate if !is_there => Self::Edited,
            proof => proof,
        }
    }

    /// The same of one that is given without document and facts.
    pub(crate) fn of_bare(
        key: &Key,
        session: &Session,
        trail: &Trail,
        link: Option<&Link>,
    ) -> Self {
        match (link, session.finished_at) {
            (None, None) => Self::Unfinished,
            (None, Some(_)) => Self::NotInChain,
            (Some(_), None) => Self::Reopened,
            (Some(link), _) if !link.is_ours(key) => Self::NotOurs,
            (Some(link), _) if !link.fits(session, trail) => Self::Edited,
            (Some(link), _) if link.late => Self::ProvedLate,
            (Some(_), Some(_)) => Self::Proved,
        }
    }
}

/// The link in a row that is joined with `session_chain`; `None` where there is none.
pub(crate) fn link(row: &mut Row) -> Result<Option<Link>, StoreError> {
    let Some(hash) = row.text_or_null("hash")? else {
        return Ok(None);
    };
    Ok(Some(Link {
        number: unsigned(row, "number")?,
        form: unsigned(row, "form")?,
        late: row.integer("late")? != 0,
        document_sha256: row.text_or_null("document_sha256")?,
        facts_sha256: row.text_or_null("facts_sha256")?,
        journal_count: unsigned(row, "journal_count")?,
        journal_sha256: row.text_or_null("journal_sha256")?,
        before: row.text("before")?,
        mac: row.text("mac")?,
        hash,
    }))
}

#[cfg(test)]
mod tests;
