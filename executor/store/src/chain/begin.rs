//! The chain of a store that has none: what is there is chained, marked as older than the chain.

use super::append::End;
use crate::{Key, Sealed, StoreError, seal, session_rows};

/// What the value that proves the key says in a store that keeps a chain. It is sealed, so nobody
/// without the key can have a store begin its chain once more.
pub(crate) const KEEPS_A_CHAIN: &[u8] = b"rolewright/2";

/// Begins the chain, unless the store keeps one. One process at a time may do this.
///
/// # Errors
/// The store cannot be read or written.
pub(crate) async fn begin(store: &crate::Store) -> Result<(), StoreError> {
    const FINISHED: &str =
        "SELECT sid FROM sessions WHERE finished_at IS NOT NULL ORDER BY finished_at, sid";
    const WHOLE: &str =
        "SELECT sid, kind, resource, role_label, role_name, status, message, plan_sid,
             started_at, finished_at, expires_at, os_user, document, facts
         FROM sessions WHERE sid = $1";
    let mut tx = store.db.begin("begin the sessions' chain").await?;
    tx.execute("DELETE FROM session_chain", &[]).await?;
    let mut end = End::beginning();
    for mut row in tx.all(FINISHED, &[]).await? {
        let sid = row.text("sid")?;
        let whole = tx.all(WHOLE, &[sid.into()]).await?;
        // One that cannot be read must not keep the store shut: it stays outside of the chain.
        for session in whole.into_iter().flat_map(session_rows::whole) {
            end.add(&mut tx, &store.key, &session).await?;
        }
    }
    end.settle(&mut tx, &store.key).await?;
    const KEEP: &str = "UPDATE store_meta SET value = $1 WHERE name = 'key_check'";
    tx.execute(KEEP, &[key_check(&store.key, KEEPS_A_CHAIN)?.into()])
        .await?;
    tx.commit().await
}

/// The value that proves a key.
pub(crate) fn key_check(key: &Key, says: &[u8]) -> Result<Vec<u8>, StoreError> {
    let sealed = seal::seal(key, "store", &["key_check"], says);
    sealed.map_err(|source| StoreError::Sealed {
        what: Sealed::KeyCheck,
        source,
    })
}
