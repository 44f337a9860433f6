//! One link: what a finished record is sealed with, and how that is computed.
//!
//! `hash` is the SHA-256, in hex, of a JSON array, compact, of strings, numbers and nulls:
//! `"rolewright/session/2"`, the link's number, `before` (the hash of the link before; for the first
//! the empty string), whether it was chained late, the record's columns, and the digests of what is
//! large: see [`Link::hash_of`]. `mac` is the HMAC-SHA-256 of the hash with the store's key. Links of
//! form 1, which are of before, say `"rolewright/session/1"` and cover a shorter [`Trail`].

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::mac::{self, mac};
use crate::{Key, Session, time};

/// The form of links that are made now.
pub(crate) const FORM: u64 = 2;
const PURPOSE: &str = "session";

/// Where and with what a session was done; what is `None` is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// The machine it was done on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub host_name: Option<String>,
    /// The role it was done with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub admin_account: Option<String>,
    /// The planner that planned it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub planner_version: Option<String>,
    /// What the cluster was like before: the digest of the facts concerned.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub digest_before: Option<String>,
    /// What it was like afterwards.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub digest_after: Option<String>,
    /// When an apply asked for the role's lock.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lock_asked_at: Option<String>,
    /// When it had it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locked_at: Option<String>,
    /// Whose word it was that a role may be taken over that was there before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub adopted_by: Option<String>,
    /// What became of the plan of an apply: `applied`, so used up, or `released`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan_use: Option<String>,
}

/// The form of a link that does not say.
fn first() -> u64 {
    1
}

/// The seal of a finished record, and its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its place, from 1, in the order in which records finished.
    pub number: u64,
    /// How the hash is computed.
    #[serde(default = "first")]
    pub form: u64,
    /// True where the record is older than the chain: nothing proves what it was before.
    pub late: bool,
    /// Of the document's text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document_sha256: Option<String>,
    /// Of the facts.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub facts_sha256: Option<String>,
    /// How many entries of the journal belong to it.
    pub journal_count: u64,
    /// Of those entries.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub journal_sha256: Option<String>,
    /// The hash of the link before.
    pub before: String,
    /// Of all of this, and of the record.
    pub hash: String,
    /// Who has the store's key made it.
    pub mac: String,
}

impl Link {
    /// What `hash` has to be, for this record; `None` where the link's form cannot say what the
    /// record does, or is not known.
    #[must_use]
    pub fn hash_of(&self, session: &Session, trail: &Trail) -> Option<String> {
        let time = |at: Option<jiff::Timestamp>| at.map(time::to_text);
        let later = [
            &trail.lock_asked_at,
            &trail.locked_at,
            &trail.adopted_by,
            &trail.plan_use,
        ];
        let later = match self.form {
            1 if later.iter().all(|value| value.is_none()) => json!([]),
            2 => json!(later),
            _ => return None,
        };
        let mut content = json!([
            format!("rolewright/session/{}", self.form),
            self.number,
            self.before,
            self.late,
            session.sid,
            session.kind.as_str(),
            session.resource,
            session.role_label,
            session.role_name,
            session.status,
            session.message,
            session.plan_sid,
            time::to_text(session.started_at),
            time(session.finished_at),
            time(session.expires_at),
            session.os_user,
            trail.host_name,
            trail.admin_account,
            trail.planner_version,
            trail.digest_before,
            trail.digest_after,
            self.document_sha256,
            self.facts_sha256,
            self.journal_count,
            self.journal_sha256,
        ]);
        if let (Some(content), Some(later)) = (content.as_array_mut(), later.as_array()) {
            content.extend_from_slice(later);
        }
        Some(digest(content.to_string().as_bytes()))
    }

    /// Whether the record is the one that was sealed, as far as it is given: a document or facts
    /// that are absent are not compared.
    #[must_use]
    pub fn fits(&self, session: &Session, trail: &Trail) -> bool {
        let same = |bytes: Option<&[u8]>, kept: &Option<String>| {
            bytes.is_none_or(|bytes| kept.as_ref() == Some(&digest(bytes)))
        };
        let document = session.document.as_deref().map(str::as_bytes);
        same(document, &self.document_sha256)
            && same(session.facts.as_deref(), &self.facts_sha256)
            && self.hash_of(session, trail).as_ref() == Some(&self.hash)
    }

    /// Whether document and facts are there where they were sealed.
    pub(crate) fn has_all_of(&self, session: &Session) -> bool {
        self.document_sha256.is_some() == session.document.is_some()
            && self.facts_sha256.is_some() == session.facts.is_some()
    }

    /// The same with hash and mac, as they have to be for this record.
    pub(crate) fn sealed(self, key: &Key, session: &Session, trail: &Trail) -> Self {
        let hash = self.hash_of(session, trail).unwrap_or_default();
        let mac = mac::text(key, PURPOSE, hash.as_bytes());
        Self { hash, mac, ..self }
    }

    /// The mac, by another key.
    pub(crate) fn mac_of(key: &Key, hash: &str) -> String {
        mac::text(key, PURPOSE, hash.as_bytes())
    }

    /// Whether this key made it.
    #[must_use]
    pub fn is_ours(&self, key: &Key) -> bool {
        mac::is(mac(key, PURPOSE, self.hash.as_bytes()), &self.mac)
    }
}

/// SHA-256 in hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
