//! A new key: everything is sealed again in one transaction.
//!
//! Wherever it is interrupted exactly one key opens the store. The new key is on the disk, as
//! `key.new`, before anything is sealed with it; until the transaction committed `key` opens the
//! store, afterwards `key.new` does, and whoever opens the store next puts it in its place
//! ([`finish`]). The key of before stays, as `key.<date>`: it opens the backups of before.

use super::chain::{Head, Link, key_check, link};
use super::db::{Transaction, Value};
use super::home::Home;
use super::{Account, Key, KeyError, Sealed, Store, StoreError, opening, rows, seal};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What became of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// Where the key of before is; `None` where it was given by the environment.
    pub kept: Option<PathBuf>,
    /// How many passwords were sealed again.
    pub secrets: usize,
    /// How many records of sessions were.
    pub records: usize,
}

impl Store {
    /// Seals everything with a new key: the one given, else a new one that
    /// takes the place of the key file.
    ///
    /// # Errors
    /// Another process has the store open ([`StoreError::InUse`]), something
    /// in it does not open, or it cannot be written: the key stays as it was.
    pub async fn rotate_key(&self, home: &Home, new: Option<Key>) -> Result<Rotated, StoreError> {
        // Whoever opens the store waits until it is done; whoever has it open would go on with the
        // key of before.
        let _opening = opening::lock(home, opening::PATIENCE).await?;
        let alone = match self.db.is_alone().await? {
            Some(alone) => alone,
            None => matches!(self.user.as_ref().map(|user| user.try_lock()), Some(Ok(()))),
        };
        if !alone {
            let path = match &self.user {
                Some(_) => home.marker(),
                None => self.whereabouts().into(),
            };
            return Err(StoreError::InUse { path });
        }
        let in_file = new.is_none();
        let key = match new {
            Some(key) => key,
            None => {
                // What an interrupted rotation left behind was never used: the store opened
                // with the key that is in its place.
                remove(&home.new_key())?;
                Key::create(&home.new_key())?
            }
        };
        let (secrets, records) = match self.sealed_again(&key).await {
            Ok(done) => done,
            Err(error) => {
                if in_file {
                    remove(&home.new_key())?;
                }
                return Err(error);
            }
        };
        let kept = match in_file {
            true => Some(put_in_place(home)?),
            false => None,
        };
        Ok(Rotated {
            kept,
            secrets,
            records,
        })
    }

    async fn sealed_again(&self, new: &Key) -> Result<(usize, usize), StoreError> {
        let mut tx = self.db.begin("seal everything with the new key").await?;
        let accounts = self.accounts_again(&mut tx, new).await?;
        self.hand_overs_again(&mut tx, new).await?;
        let passwords = self.passwords_again(&mut tx, new).await?;
        let records = self.records_again(&mut tx, new).await?;
        self.users().again(&mut tx, new).await?;
        self.web_sessions().again(&mut tx, new).await?;
        rows::again(&mut tx, &self.key, new).await?;
        const CHECK: &str = "UPDATE store_meta SET value = $1 WHERE name = 'key_check'";
        let check = key_check(new, rows::HAS_CODES)?;
        tx.execute(CHECK, &[check.into()]).await?;
        tx.commit().await?;
        self.db.checkpoint().await;
        Ok((accounts + passwords, records))
    }

    async fn accounts_again(&self, tx: &mut Transaction, new: &Key) -> Result<usize, StoreError> {
        const ALL: &str =
            "SELECT resource, user_name, sealed, host, port, source, bound FROM credentials";
        const SET: &str = "UPDATE credentials SET sealed = $2, bound = 1 WHERE resource = $1";
        let rows = tx.all(ALL, &[]).await?;
        let count = rows.len();
        for mut row in rows {
            let resource = row.text("resource")?;
            let account: Account = self.credentials().opened(&resource, row)?;
            let sealed = super::credentials::sealed(new, &resource, &account)?;
            tx.execute(SET, &[(&resource).into(), sealed.into()])
                .await?;
        }
        Ok(count)
    }

    async fn hand_overs_again(&self, tx: &mut Transaction, new: &Key) -> Result<(), StoreError> {
        const ALL: &str = "SELECT resource, resource AS place, sealed FROM hand_overs";
        const SET: &str = "UPDATE hand_overs SET sealed = $2 WHERE resource = $1";
        for mut row in tx.all(ALL, &[]).await? {
            let sealed = super::hand_overs::again(self, new, &mut row)?;
            tx.execute(SET, &[row.text("place")?.into(), sealed.into()])
                .await?;
        }
        Ok(())
    }

    async fn passwords_again(&self, tx: &mut Transaction, new: &Key) -> Result<usize, StoreError> {
        const ALL: &str =
            "SELECT resource, role_name, sid, sealed, verifier, handed_at FROM role_secrets";
        const SET: &str = "UPDATE role_secrets SET sealed = $4, verifier = $5
             WHERE resource = $1 AND role_name = $2 AND sid = $3";
        let rows = tx.all(ALL, &[]).await?;
        let count = rows.len();
        for mut row in rows {
            let (resource, role) = (row.text("resource")?, row.text("role_name")?);
            let sid = row.text("sid")?;
            let failed = |source| StoreError::Sealed {
                what: Sealed::RolePassword {
                    resource: resource.clone(),
                    role: role.clone(),
                },
                source,
            };
            let identity = [resource.as_str(), &role, &sid];
            let again = |purpose: &str, envelope: Vec<u8>| {
                let plain = seal::open(&self.key, purpose, &identity, &envelope)?;
                seal::seal(new, purpose, &identity, &plain)
            };
            let purpose = match row.text_or_null("handed_at")? {
                None => super::secrets::PURPOSE,
                Some(_) => super::secrets::HANDED_OVER,
            };
            let sealed = again(purpose, row.bytes("sealed")?).map_err(failed)?;
            let verifier = row.bytes_or_null("verifier")?;
            let verifier = verifier.map(|bytes| again(super::secrets::VERIFIER, bytes));
            let values = [
                Value::from(&resource),
                Value::from(&role),
                Value::from(&sid),
                sealed.into(),
                verifier.transpose().map_err(failed)?.into(),
            ];
            tx.execute(SET, &values).await?;
        }
        Ok(count)
    }

    /// Only what this store's key sealed is sealed again: what was edited stays found.
    async fn records_again(&self, tx: &mut Transaction, new: &Key) -> Result<usize, StoreError> {
        const ALL: &str = "SELECT number, sid, form, late, document_sha256, facts_sha256,
                 journal_count, journal_sha256, before, hash, mac
             FROM session_chain";
        const SET: &str = "UPDATE session_chain SET mac = $2 WHERE sid = $1";
        let mut count = 0;
        for mut row in tx.all(ALL, &[]).await? {
            let sid = row.text("sid")?;
            let Some(link) = link(&mut row)?.filter(|link| link.is_ours(&self.key)) else {
                continue;
            };
            let mac = Link::mac_of(new, &link.hash);
            tx.execute(SET, &[(&sid).into(), mac.into()]).await?;
            count += 1;
        }
        if let Some(head) = Head::read_in(tx, &self.key).await? {
            head.write(tx, new).await?;
        }
        Ok(count)
    }
}

/// The new key takes the place of the key, which stays under its date. At no moment is there no
/// key.
fn put_in_place(home: &Home) -> Result<PathBuf, StoreError> {
    let now = format!("{:.0}", jiff::Timestamp::now()).replace(':', "");
    let moved = || {
        let kept = keep(home, &now)?;
        fs::rename(home.new_key(), home.key())?;
        sync(home.directory())?;
        Ok(kept)
    };
    let moved: io::Result<PathBuf> = moved();
    let failed = |source| KeyError::Io {
        doing: "write",
        path: home.key(),
        source,
    };
    Ok(moved.map_err(failed)?)
}

/// Gives the key of before a second name, which nothing else has: two rotations may be of one second.
fn keep(home: &Home, now: &str) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let name = match number {
            1 => format!("key.{now}"),
            number => format!("key.{now}-{number}"),
        };
        let kept = home.directory().join(name);
        match fs::hard_link(home.key(), &kept) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            // There was none: it was in the environment.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(kept),
            linked => return linked.map(|()| kept),
        }
    }
}

/// Puts the new key of an interrupted rotation in its place, where it is the one that opens the
/// store. With what the value says that proves it.
pub(super) async fn finish(
    home: &Home,
    check: &[u8],
) -> Result<Option<(Key, Vec<u8>)>, StoreError> {
    let Some(key) = Key::read(&home.new_key())? else {
        return Ok(None);
    };
    let Ok(says) = seal::open(&key, "store", &["key_check"], check) else {
        return Ok(None);
    };
    put_in_place(home)?;
    Ok(Some((key, says.to_vec())))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(KeyError::Io {
            doing: "write",
            path: path.to_owned(),
            source: error,
        }
        .into()),
        _ => Ok(()),
    }
}

fn sync(directory: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(directory)?.sync_all()?;
    let _ = directory;
    Ok(())
}

#[cfg(test)]
#[path = "rotation_tests.rs"]
mod tests;
