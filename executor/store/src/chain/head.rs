//! The head of the chain: how many links there are, and the hash of the last one, under the store's
//! key, so that links cut off at the end are missed.

use crate::db::{Db, Transaction};
use crate::mac::{self, mac};
use crate::{Key, StoreError};

const PURPOSE: &str = "chain-head";
const READ: &str = "SELECT value FROM store_meta WHERE name = 'chain_head'";
const DOING: &str = "look at the head of the sessions' chain";

/// The head, as the store has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many links there are.
    pub count: u64,
    /// The hash of the last; empty where there is none.
    pub hash: String,
}

impl Head {
    /// `None` where there is none, or one that this store's key did not make.
    pub async fn read(db: &Db, key: &Key) -> Result<Option<Self>, StoreError> {
        let row = db.first(DOING, READ, &[]).await?;
        let value = row.map(|mut row| row.bytes("value")).transpose()?;
        Ok(value.and_then(|value| Self::parse(key, &value)))
    }

    /// The same inside a transaction.
    pub async fn read_in(tx: &mut Transaction, key: &Key) -> Result<Option<Self>, StoreError> {
        let row = tx.all(READ, &[]).await?.pop();
        let value = row.map(|mut row| row.bytes("value")).transpose()?;
        Ok(value.and_then(|value| Self::parse(key, &value)))
    }

    /// Puts it in the place of the one before.
    pub async fn write(&self, tx: &mut Transaction, key: &Key) -> Result<(), StoreError> {
        const WRITE: &str = "INSERT INTO store_meta (name, value) VALUES ('chain_head', $1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let text = self.text();
        let mac = mac::text(key, PURPOSE, text.as_bytes());
        let value = format!("{text} {mac}").into_bytes();
        tx.execute(WRITE, &[value.into()]).await.map(drop)
    }

    fn text(&self) -> String {
        format!("{} {}", self.count, self.hash)
    }

    fn parse(key: &Key, value: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(value).ok()?;
        let (text, code) = text.rsplit_once(' ')?;
        let (count, hash) = text.split_once(' ')?;
        let head = Self {
            count: count.parse().ok()?,
            hash: hash.to_owned(),
        };
        mac::is(mac(key, PURPOSE, text.as_bytes()), code).then_some(head)
    }
}
