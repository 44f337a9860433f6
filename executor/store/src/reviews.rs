//! What a person reviews of a plan. It is made with the plan, from a snapshot that is not kept, and shows
//! nothing that decides: what is applied is the session's document.

use super::session_rows::{gunzip, gzip};
use super::{Store, StoreError};

/// The reviews of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Reviews<'a>(pub(crate) &'a Store);

impl Reviews<'_> {
    /// Keeps those of some plans: their sids, and JSON.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn keep(&self, reviews: &[(&str, String)]) -> Result<(), StoreError> {
        const KEEP: &str = "INSERT INTO reviews (sid, review) VALUES ($1, $2)
             ON CONFLICT (sid) DO UPDATE SET review = excluded.review";
        let packed: Vec<_> = reviews
            .iter()
            .map(|(sid, review)| (*sid, gzip(review.as_bytes())))
            .collect();
        let mut tx = self.0.db.begin("keep what is reviewed").await?;
        for (sid, review) in packed {
            tx.execute(KEEP, &[sid.into(), review.into()]).await?;
        }
        tx.commit().await
    }

    /// That of a plan, JSON; `None` where it was planned elsewhere.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn get(&self, sid: &str) -> Result<Option<String>, StoreError> {
        const GET: &str = "SELECT review FROM reviews WHERE sid = $1";
        let db = &self.0.db;
        let row = db
            .first("read what is reviewed", GET, &[sid.into()])
            .await?;
        let Some(mut row) = row else { return Ok(None) };
        let bytes = gunzip(&row.bytes("review")?, sid)?;
        let text = String::from_utf8(bytes);
        text.map(Some).map_err(|_| StoreError::Unreadable {
            what: format!("the review of plan {sid}"),
            found: "bytes that are no text".to_owned(),
        })
    }
}
