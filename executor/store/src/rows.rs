//! Rows that decide something have a code of the store's key each: which roles are ours, which plans
//! are used up, who may do what, who approved. Here is what is done to all of them at once.

use super::db::{Db, Row, Transaction};
use super::{Key, StoreError, approvals, chain, mac, made_roles, people, plan_uses, policies};

/// What the value that proves the key says in a store whose rows have their codes. It is sealed, so
/// nobody without the key can have a store give codes to rows once more.
pub(super) const HAS_CODES: &[u8] = b"rolewright/3";

/// A table of such rows.
struct Coded {
    purpose: &'static str,
    /// What its code covers, the primary key first.
    columns: &'static [&'static str],
    /// How many of the columns are the primary key.
    key: usize,
    all: &'static str,
    set: &'static str,
}

const TABLES: [Coded; 6] = [
    Coded {
        purpose: plan_uses::PURPOSE,
        columns: &["plan_sid", "resource", "apply_sid", "state", "used_at"],
        key: 1,
        all: "SELECT plan_sid, resource, apply_sid, state, used_at, mac FROM plan_uses",
        set: "UPDATE plan_uses SET mac = $2 WHERE plan_sid = $1",
    },
    Coded {
        purpose: made_roles::PURPOSE,
        columns: &[
            "resource",
            "system_identifier",
            "role_name",
            "made_by",
            "how",
            "at",
        ],
        key: 3,
        all: "SELECT resource, system_identifier, role_name, made_by, how, at, mac FROM made_roles",
        set: "UPDATE made_roles SET mac = $4
              WHERE resource = $1 AND system_identifier = $2 AND role_name = $3",
    },
    Coded {
        purpose: people::USER,
        columns: &["id", "name", "access", "subject", "disabled_at"],
        key: 1,
        all: "SELECT id, name, access, subject, disabled_at, mac FROM users",
        set: "UPDATE users SET mac = $2 WHERE id = $1",
    },
    Coded {
        purpose: people::TOKEN,
        columns: &[
            "id",
            "user_id",
            "hash",
            "access",
            "expires_at",
            "revoked_at",
        ],
        key: 1,
        all: "SELECT id, user_id, hash, access, expires_at, revoked_at, mac FROM api_tokens",
        set: "UPDATE api_tokens SET mac = $2 WHERE id = $1",
    },
    Coded {
        purpose: approvals::PURPOSE,
        columns: &["plan_sid", "who", "at", "verdict", "note"],
        key: 2,
        all: "SELECT plan_sid, who, at, verdict, note, mac FROM approvals",
        set: "UPDATE approvals SET mac = $3 WHERE plan_sid = $1 AND who = $2",
    },
    Coded {
        purpose: policies::PURPOSE,
        columns: &["name", "rule", "updated_at", "updated_by"],
        key: 1,
        all: "SELECT name, rule, updated_at, updated_by, mac FROM policies",
        set: "UPDATE policies SET mac = $2 WHERE name = $1",
    },
];

/// Gives the rows of a store of before their codes, once: what they say is taken for true, as there
/// is nothing to compare it with.
///
/// # Errors
/// The store cannot be read or written.
pub(super) async fn begin(store: &super::Store) -> Result<(), StoreError> {
    const KEEP: &str = "UPDATE store_meta SET value = $1 WHERE name = 'key_check'";
    let mut tx = store.db.begin("seal the rows of before").await?;
    for table in &TABLES {
        for row in tx.all(table.all, &[]).await? {
            table.seal(&mut tx, row, &store.key).await?;
        }
    }
    let check = chain::key_check(&store.key, HAS_CODES)?;
    tx.execute(KEEP, &[check.into()]).await?;
    tx.commit().await
}

/// The same with a new key, for those that the old one sealed: what was edited stays found.
pub(super) async fn again(tx: &mut Transaction, old: &Key, new: &Key) -> Result<(), StoreError> {
    for table in &TABLES {
        for row in tx.all(table.all, &[]).await? {
            if table.is_sealed(row.clone(), old)? {
                table.seal(tx, row, new).await?;
            }
        }
    }
    Ok(())
}

/// Those that this store's key did not write: the table's purpose, and which row.
pub(super) async fn edited(db: &Db, key: &Key) -> Result<Vec<(&'static str, String)>, StoreError> {
    const DOING: &str = "verify the rows that decide";
    let mut edited = Vec::new();
    for table in &TABLES {
        for row in db.all(DOING, table.all, &[]).await? {
            if !table.is_sealed(row.clone(), key)? {
                let values = table.values(row)?;
                let name = values.get(..table.key).unwrap_or_default().join(" ");
                edited.push((table.purpose, name.trim().to_owned()));
            }
        }
    }
    Ok(edited)
}

impl Coded {
    fn values(&self, mut row: Row) -> Result<Vec<String>, StoreError> {
        let text = |column: &&str| Ok(row.text_or_null(column)?.unwrap_or_default());
        self.columns.iter().map(text).collect()
    }

    fn is_sealed(&self, mut row: Row, key: &Key) -> Result<bool, StoreError> {
        let code = row.text_or_null("mac")?;
        let values = self.values(row)?;
        let values: Vec<_> = values.iter().map(String::as_str).collect();
        Ok(mac::is_of_row(key, self.purpose, &values, code.as_deref()))
    }

    async fn seal(&self, tx: &mut Transaction, row: Row, key: &Key) -> Result<(), StoreError> {
        let values = self.values(row)?;
        let columns: Vec<_> = values.iter().map(String::as_str).collect();
        let code = mac::of_row(key, self.purpose, &columns);
        let mut values: Vec<_> = columns.iter().take(self.key).map(|c| (*c).into()).collect();
        values.push(code.into());
        tx.execute(self.set, &values).await.map(drop)
    }
}
