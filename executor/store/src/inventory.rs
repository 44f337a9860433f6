//! The resources: PostgreSQL cluster endpoints by name.

use super::db::{Row, Value};
use super::{Store, StoreError, time};
use jiff::Timestamp;

/// A resource as it is written: from a form, a CSV row, the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResource {
    /// Unique in the inventory.
    pub name: String,
    /// What it is: `PostgreSQL`.
    pub kind: String,
    /// Host name or address.
    pub host: String,
    /// TCP port, not 0.
    pub port: u16,
}

/// A resource as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Unique in the inventory.
    pub name: String,
    /// What it is: `PostgreSQL`.
    pub kind: String,
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// When the name was first stored.
    pub created_at: Timestamp,
    /// When kind, host or port last changed.
    pub updated_at: Timestamp,
}

/// The inventory of a [`Store`].
#[derive(Debug, Clone, Copy)]
pub struct Inventory<'a>(pub(super) &'a Store);

impl Inventory<'_> {
    /// All resources, by name in byte order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn list(&self) -> Result<Vec<Resource>, StoreError> {
        const LIST: &str = r#"SELECT name, kind, host, port, created_at, updated_at
               FROM resources ORDER BY name COLLATE "C""#;
        let rows = self.0.db.all("list the resources", LIST, &[]).await?;
        rows.into_iter().map(Resource::try_from).collect()
    }

    /// The resource of this name; `None` when there is none.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn find(&self, name: &str) -> Result<Option<Resource>, StoreError> {
        const FIND: &str =
            "SELECT name, kind, host, port, created_at, updated_at FROM resources WHERE name = $1";
        let db = &self.0.db;
        let row = db.first("look up a resource", FIND, &[name.into()]).await?;
        row.map(Resource::try_from).transpose()
    }

    /// The resource of this name.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`], or the store cannot be read.
    pub async fn get(&self, name: &str) -> Result<Resource, StoreError> {
        self.find(name)
            .await?
            .ok_or_else(|| StoreError::NoSuchResource {
                name: name.to_owned(),
            })
    }

    /// Adds or changes resources, all or none. An unchanged one keeps its
    /// `updated_at`; of two with one name the later wins.
    ///
    /// # Errors
    /// The store cannot be written, or a port is 0.
    pub async fn upsert_many(&self, resources: &[NewResource]) -> Result<(), StoreError> {
        const UPSERT: &str =
            "INSERT INTO resources (name, kind, host, port, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $5)
             ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, host = excluded.host,
                 port = excluded.port, updated_at = excluded.updated_at
             WHERE resources.kind <> excluded.kind OR resources.host <> excluded.host
                 OR resources.port <> excluded.port";
        let now = time::now();
        let mut transaction = self.0.db.begin("store the resources").await?;
        for resource in resources {
            let values = [
                Value::from(&resource.name),
                Value::from(&resource.kind),
                Value::from(&resource.host),
                i64::from(resource.port).into(),
                Value::from(&now),
            ];
            transaction.execute(UPSERT, &values).await?;
        }
        transaction.commit().await
    }

    /// Removes a resource and its admin account. Its sessions and the passwords
    /// of its roles stay: the roles are still there.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`], or the store cannot be written.
    pub async fn remove(&self, name: &str) -> Result<(), StoreError> {
        let mut transaction = self.0.db.begin("remove the resource").await?;
        let removed = transaction
            .execute("DELETE FROM resources WHERE name = $1", &[name.into()])
            .await?;
        if removed == 0 {
            return Err(StoreError::NoSuchResource {
                name: name.to_owned(),
            });
        }
        const ACCOUNT: &str = "DELETE FROM credentials WHERE resource = $1";
        transaction.execute(ACCOUNT, &[name.into()]).await?;
        const HAND_OVER: &str = "DELETE FROM hand_overs WHERE resource = $1";
        transaction.execute(HAND_OVER, &[name.into()]).await?;
        transaction.commit().await
    }
}

impl TryFrom<Row> for Resource {
    type Error = StoreError;

    fn try_from(mut row: Row) -> Result<Self, StoreError> {
        let name = row.text("name")?;
        let what = format!("resource {name:?}");
        let port = row.integer("port")?;
        Ok(Self {
            created_at: time::from_text(&row.text("created_at")?, &what)?,
            updated_at: time::from_text(&row.text("updated_at")?, &what)?,
            port: u16::try_from(port).map_err(|_| StoreError::Unreadable {
                what,
                found: format!("port {port}"),
            })?,
            name,
            kind: row.text("kind")?,
            host: row.text("host")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn resource(name: &str, port: u16) -> NewResource {
        let (name, host) = (name.to_owned(), "db.example".to_owned());
        NewResource {
            name,
            kind: "PostgreSQL".to_owned(),
            host,
            port,
        }
    }

    #[tokio::test]
    async fn upserts_lists_in_byte_order_and_touches_only_changes() {
        let (_directory, store) = testing::store().await;
        let inventory = store.inventory();
        let all = [
            resource("b", 5432),
            resource("a", 5432),
            resource("B", 1),
            resource("é", 2),
        ];
        inventory.upsert_many(&all).await.unwrap();
        let before = inventory.list().await.unwrap();
        let names: Vec<_> = before.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["B", "a", "b", "é"]);

        inventory
            .upsert_many(&[resource("a", 5432), resource("b", 65535)])
            .await
            .unwrap();
        assert_eq!(inventory.get("a").await.unwrap(), before[1]);
        let b = inventory.get("b").await.unwrap();
        assert_eq!((b.port, b.created_at), (65535, before[2].created_at));
        assert!(b.updated_at > before[2].updated_at);
    }

    #[tokio::test]
    async fn one_bad_row_leaves_all_as_it_was() {
        let (_directory, store) = testing::store().await;
        let rows = [resource("a", 5432), resource("b", 0)];
        store.inventory().upsert_many(&rows).await.unwrap_err();
        assert_eq!(store.inventory().list().await.unwrap(), []);
    }

    #[tokio::test]
    async fn removing_takes_the_admin_account_along() {
        let (_directory, store) = testing::store().await;
        store
            .inventory()
            .upsert_many(&[resource("a", 5432)])
            .await
            .unwrap();
        store
            .credentials()
            .set("a", &testing::account())
            .await
            .unwrap();
        store.inventory().remove("a").await.unwrap();
        assert!(store.credentials().get("a").await.unwrap().is_none());
        for error in [
            store.inventory().remove("a").await.unwrap_err(),
            store.inventory().get("a").await.unwrap_err(),
        ] {
            let message = error.to_string();
            assert!(message.contains("\"a\""), "{message}");
        }
    }
}
