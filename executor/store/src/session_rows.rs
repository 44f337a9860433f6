//! A session as its row has it: text for kinds and times, gzip for document and facts.

use super::db::Row;
use super::{Session, SessionKind, StoreError, Trail, time};
use flate2::Compression;
use flate2::read::{GzDecoder, GzEncoder};
use std::io::Read;

/// The session without document and facts, which may not be in the row.
pub(super) fn bare(mut row: Row) -> Result<Session, StoreError> {
    let sid = row.text("sid")?;
    let what = format!("session {sid}");
    let time = |text: String| time::from_text(&text, &what);
    let kind = match row.text("kind")?.as_str() {
        "plan" => SessionKind::Plan,
        "apply" => SessionKind::Apply,
        "reveal" => SessionKind::Reveal,
        other => {
            let found = format!("the kind {other:?}");
            return Err(StoreError::Unreadable { what, found });
        }
    };
    Ok(Session {
        kind,
        started_at: time(row.text("started_at")?)?,
        finished_at: row.text_or_null("finished_at")?.map(time).transpose()?,
        expires_at: row.text_or_null("expires_at")?.map(time).transpose()?,
        sid,
        resource: row.text("resource")?,
        role_label: row.text("role_label")?,
        role_name: row.text("role_name")?,
        status: row.text("status")?,
        message: row.text("message")?,
        document: None,
        facts: None,
        plan_sid: row.text_or_null("plan_sid")?,
        os_user: row.text("os_user")?,
    })
}

/// The session with document and facts.
pub(super) fn whole(mut row: Row) -> Result<Session, StoreError> {
    let document = row.bytes_or_null("document")?;
    let facts = row.bytes_or_null("facts")?;
    let session = bare(row)?;
    let sid = &session.sid;
    let unpack = |bytes: Vec<u8>| gunzip(&bytes, sid);
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| StoreError::Unreadable {
            what: format!("the document of session {sid}"),
            found: "text that is not UTF-8".to_owned(),
        })
    };
    let document = document.map(unpack).transpose()?.map(text).transpose()?;
    let facts = facts.map(unpack).transpose()?;
    Ok(Session {
        document,
        facts,
        ..session
    })
}

/// Where and with what it was done.
pub(super) fn trail(row: &mut Row) -> Result<Trail, StoreError> {
    Ok(Trail {
        host_name: row.text_or_null("host_name")?,
        admin_account: row.text_or_null("admin_account")?,
        planner_version: row.text_or_null("planner_version")?,
        digest_before: row.text_or_null("digest_before")?,
        digest_after: row.text_or_null("digest_after")?,
        lock_asked_at: row.text_or_null("lock_asked_at")?,
        locked_at: row.text_or_null("locked_at")?,
        adopted_by: row.text_or_null("adopted_by")?,
        plan_use: row.text_or_null("plan_use")?,
    })
}

/// Fast rather than small: a batch of plans compresses hundreds of these.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() / 8 + 64);
    // Cannot fail: both ends are memory.
    let _ = GzEncoder::new(bytes, Compression::fast()).read_to_end(&mut packed);
    packed
}

pub(super) fn gunzip(packed: &[u8], sid: &str) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed)
        .read_to_end(&mut bytes)
        .map_err(|_| StoreError::Unreadable {
            what: format!("what is kept with session {sid}"),
            found: "damaged gzip".to_owned(),
        })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_pack_well_and_damage_is_noticed() {
        let facts = "{\"grantee\":\"ro\"},".repeat(1000).into_bytes();
        let mut packed = gzip(&facts);
        assert!(packed.len() < facts.len() / 20);
        assert_eq!(gunzip(&packed, "s").unwrap(), facts);
        assert_eq!(gunzip(&gzip(b""), "s").unwrap(), b"");
        packed.truncate(packed.len() - 5);
        assert!(
            gunzip(&packed, "s")
                .unwrap_err()
                .to_string()
                .contains("session s")
        );
    }
}
