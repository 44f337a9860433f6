//! Where the logins of browsers are kept: in the store, by a hash of the cookie's value.

use async_trait::async_trait;
use jiff::Timestamp;
use secret::Secret;
use store::{Store, StoreError, WebSession};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The store's logins, as the cookie layer wants them.
#[derive(Clone, Debug)]
pub(crate) struct LoginStore(pub Store);

fn failed(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}

fn value(id: &Id) -> Secret {
    Secret::new(id.to_string())
}

fn kept(record: &Record) -> Result<WebSession> {
    let data = serde_json::to_vec(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
    let seconds = record.expiry_date.unix_timestamp();
    Ok(WebSession {
        user: record
            .data
            .get("user")
            .and_then(|user| user.as_str())
            .map(str::to_owned),
        data,
        expires_at: Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX),
    })
}

#[async_trait]
impl SessionStore for LoginStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let session = kept(record)?;
            let logins = self.0.web_sessions();
            match logins.keep(&value(&record.id), &session, true).await {
                Err(StoreError::Exists { .. }) => record.id = Id::default(),
                done => return done.map_err(failed),
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let session = kept(record)?;
        let logins = self.0.web_sessions();
        let done = logins.keep(&value(&record.id), &session, false).await;
        done.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let session = match self.0.web_sessions().get(&value(id)).await {
            // Edited behind the hub's back: nobody is logged in by it.
            Err(StoreError::Sealed { .. }) => None,
            session => session.map_err(failed)?,
        };
        let Some(session) = session else {
            return Ok(None);
        };
        let seconds = session.expires_at.as_second();
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_slice(&session.data)
                .map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: OffsetDateTime::from_unix_timestamp(seconds)
                .map_err(|error| Error::Decode(error.to_string()))?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let done = self.0.web_sessions().end(&value(id)).await;
        done.map_err(failed)
    }
}
