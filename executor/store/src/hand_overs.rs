//! The commands that passwords of roles are handed to, instead of staying here: one for a resource,
//! and one for all that have none of their own. Sealed: who edits the database gets none executed.

use super::db::Row;
use super::{Key, Sealed, Store, StoreError, credentials, seal, time};

const READING: &str = "read the command that passwords are handed over to";

/// The commands of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct HandOvers<'a>(pub(super) &'a Store);

/// What becomes of the passwords that are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOver {
    /// They stay here.
    Keep,
    /// A command gets them: a program and its arguments.
    Command(Vec<String>),
}

impl HandOvers<'_> {
    /// Says what becomes of the passwords of a resource; `None` is all that have nothing of their
    /// own.
    ///
    /// # Errors
    /// It cannot be sealed, or the store cannot be written.
    pub async fn set(
        &self,
        resource: Option<&str>,
        hand_over: &HandOver,
    ) -> Result<(), StoreError> {
        const SET: &str =
            "INSERT INTO hand_overs (resource, sealed, updated_at) VALUES ($1, $2, $3)
             ON CONFLICT (resource) DO UPDATE SET sealed = excluded.sealed,
                 updated_at = excluded.updated_at";
        let words: &[String] = match hand_over {
            HandOver::Keep => &[],
            HandOver::Command(words) => words,
        };
        let text = serde_json::json!(words).to_string();
        let values = [
            resource.unwrap_or_default().into(),
            sealed(&self.0.key, resource, text.as_bytes())?.into(),
            time::now().into(),
        ];
        let db = &self.0.db;
        let doing = "store the command that passwords are handed over to";
        db.execute(doing, SET, &values).await.map(drop)
    }

    /// What was said of a resource, or of all.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was changed or moved outside of Rolewright, or the store cannot
    /// be read.
    pub async fn get(&self, resource: Option<&str>) -> Result<Option<HandOver>, StoreError> {
        const GET: &str = "SELECT sealed FROM hand_overs WHERE resource = $1";
        let values = [resource.unwrap_or_default().into()];
        let row = self.0.db.first(READING, GET, &values).await?;
        row.map(|row| self.opened(resource, row)).transpose()
    }

    /// The command that gets the passwords of a resource: its own, else that for all, else `None`.
    ///
    /// # Errors
    /// As [`HandOvers::get`].
    pub async fn of(&self, resource: &str) -> Result<Option<Vec<String>>, StoreError> {
        let own = self.get(Some(resource)).await?;
        let said = match own {
            Some(own) => Some(own),
            None => self.get(None).await?,
        };
        Ok(match said {
            Some(HandOver::Command(words)) => Some(words),
            Some(HandOver::Keep) | None => None,
        })
    }

    /// Forgets what was said; `false` when nothing was.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn forget(&self, resource: Option<&str>) -> Result<bool, StoreError> {
        const FORGET: &str = "DELETE FROM hand_overs WHERE resource = $1";
        let doing = "forget the command that passwords are handed over to";
        let values = [resource.unwrap_or_default().into()];
        Ok(self.0.db.execute(doing, FORGET, &values).await? > 0)
    }

    fn opened(&self, resource: Option<&str>, mut row: Row) -> Result<HandOver, StoreError> {
        let (purpose, identity) = place(resource);
        let envelope = row.bytes("sealed")?;
        let text = credentials::open(self.0, purpose, &identity, &envelope, || what(resource))?;
        let words: Vec<String> =
            serde_json::from_str(text.expose()).map_err(|_| StoreError::Unreadable {
                what: what(resource).to_string(),
                found: "something that is no command".to_owned(),
            })?;
        Ok(match words.is_empty() {
            true => HandOver::Keep,
            false => HandOver::Command(words),
        })
    }
}

/// Sealed with another key.
pub(super) fn again(store: &Store, new: &Key, row: &mut Row) -> Result<Vec<u8>, StoreError> {
    let resource = row.text("resource")?;
    let resource = Some(resource.as_str()).filter(|name| !name.is_empty());
    let (purpose, identity) = place(resource);
    let envelope = row.bytes("sealed")?;
    let text = credentials::open(store, purpose, &identity, &envelope, || what(resource))?;
    sealed(new, resource, text.expose().as_bytes())
}

fn sealed(key: &Key, resource: Option<&str>, text: &[u8]) -> Result<Vec<u8>, StoreError> {
    let (purpose, identity) = place(resource);
    seal::seal(key, purpose, &identity, text).map_err(|source| StoreError::Sealed {
        what: what(resource),
        source,
    })
}

/// The purpose and the identity that it is sealed for.
fn place(resource: Option<&str>) -> (&'static str, Vec<&str>) {
    match resource {
        Some(resource) => ("hand-over", vec![resource]),
        None => ("hand-over-of-all", Vec::new()),
    }
}

fn what(resource: Option<&str>) -> Sealed {
    Sealed::HandOver {
        resource: resource.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn command(word: &str) -> HandOver {
        HandOver::Command(vec![word.to_owned()])
    }

    #[tokio::test]
    async fn a_resource_has_its_own_or_that_of_all_or_keeps_them() {
        let (_directory, store) = testing::store().await;
        let hand_overs = store.hand_overs();
        let of = async |name| {
            hand_overs
                .of(name)
                .await
                .unwrap()
                .map(|words| words.concat())
        };
        assert_eq!(of("a").await, None);
        hand_overs.set(None, &command("all")).await.unwrap();
        hand_overs.set(Some("a"), &command("own")).await.unwrap();
        hand_overs.set(Some("k"), &HandOver::Keep).await.unwrap();
        assert_eq!(of("a").await.as_deref(), Some("own"));
        assert_eq!(of("b").await.as_deref(), Some("all"));
        assert_eq!(of("k").await, None);
        assert!(hand_overs.forget(Some("a")).await.unwrap());
        assert!(!hand_overs.forget(Some("a")).await.unwrap());
        assert_eq!(of("a").await.as_deref(), Some("all"));
    }

    #[tokio::test]
    async fn an_edited_database_names_no_other_command() {
        let (_directory, store) = testing::store().await;
        for change in [
            "UPDATE hand_overs SET resource = 'b' WHERE resource = 'a'",
            "UPDATE hand_overs SET resource = CASE resource WHEN 'a' THEN 'b' ELSE '' END",
            "UPDATE hand_overs SET sealed = X'01'",
            "UPDATE hand_overs SET sealed = (SELECT sealed FROM hand_overs WHERE resource = '')",
        ] {
            let hand_overs = store.hand_overs();
            for name in ["a", "b"] {
                hand_overs.forget(Some(name)).await.unwrap();
            }
            hand_overs.set(Some("a"), &command("own")).await.unwrap();
            hand_overs.set(None, &command("all")).await.unwrap();
            testing::tamper(&store, change).await;
            let name = if change.contains("'b'") { "b" } else { "a" };
            let error = hand_overs.of(name).await.unwrap_err();
            assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
        }
    }
}
