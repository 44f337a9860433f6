//! The inventory as a page shows it: filtered, sorted, and with how far each resource is.

use super::db::Row;
use super::{Inventory, Listed, Resource, StoreError, TestedAt, time};
use jiff::Timestamp;

/// How far a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setup {
    /// It needs an admin account.
    Manage,
    /// It needs roles.
    Provision,
    /// It has both.
    Configured,
}

/// How many resources are how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SetupCounts {
    /// All.
    pub inventory: u64,
    /// Those that need an admin account.
    pub manage: u64,
    /// Those that need roles.
    pub provision: u64,
    /// Those that have both.
    pub configured: u64,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InventoryOrder {
    /// By name.
    #[default]
    Name,
    /// By name, the last first.
    NameDown,
    /// By host and port.
    Host,
    /// What something was last done with first.
    Latest,
}

/// Which resources; what is `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InventoryFilter {
    /// With this in name or host, whatever its case.
    pub text: Option<String>,
    /// This far.
    pub setup: Option<Setup>,
    /// Of this agent.
    pub agent: Option<String>,
    /// Not these first ones.
    pub skip: u32,
    /// At most so many.
    pub limit: u32,
    /// In this order.
    pub order: InventoryOrder,
}

/// A resource, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedResource {
    /// As it is stored.
    pub resource: Resource,
    /// The agent that reaches it.
    pub agent: String,
    /// The admin who said that it may lead to the hub's own machine or network, where it leads now.
    pub near_by: Option<String>,
    /// Its admin account, and where that was tested.
    pub account: Option<(Listed, TestedAt)>,
    /// How many roles on it are ours.
    pub roles: u64,
    /// What was last done with it: sid, kind, status, when.
    pub last: Option<(String, String, String, Timestamp)>,
}

impl Setup {
    /// `manage`, `provision` or `configured`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manage => "manage",
            Self::Provision => "provision",
            Self::Configured => "configured",
        }
    }

    /// What [`Setup::as_str`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Manage, Self::Provision, Self::Configured]
            .into_iter()
            .find(|setup| setup.as_str() == text)
    }
}

impl ListedResource {
    /// How far it is.
    #[must_use]
    pub fn setup(&self) -> Setup {
        match (&self.account, self.roles) {
            (None, _) => Setup::Manage,
            (Some(_), 0) => Setup::Provision,
            (Some(_), _) => Setup::Configured,
        }
    }
}

macro_rules! resources {
    ($($rest:expr),+) => {
        concat!(
            "SELECT r.name, r.kind, r.host, r.port, r.created_at, r.updated_at, r.agent,
                 CASE WHEN r.near_of = r.host || ' ' || CAST(r.port AS TEXT) THEN r.near_by END
                     AS near_by,
                 c.user_name, c.source, c.host AS tested_host, c.port AS tested_port,
                 (SELECT COUNT(*) FROM made_roles AS m WHERE m.resource = r.name) AS roles,
                 s.sid, s.kind AS session_kind, s.status, s.started_at
             FROM resources AS r
                 LEFT JOIN credentials AS c ON c.resource = r.name
                 LEFT JOIN sessions AS s ON s.sid = (
                     SELECT x.sid FROM sessions AS x WHERE x.resource = r.name
                     ORDER BY x.started_at DESC LIMIT 1) ",
            $($rest),+
        )
    };
}

macro_rules! page {
    ($order:literal) => {
        resources!(
            "WHERE (CAST($1 AS TEXT) IS NULL
                     OR LOWER(r.name || ' ' || r.host || ':' || CAST(r.port AS TEXT))
                         LIKE $1 ESCAPE '\\')
                 AND (CAST($2 AS TEXT) IS NULL OR r.agent = $2)
                 AND (CAST($3 AS TEXT) IS NULL
                     OR $3 = CASE WHEN c.resource IS NULL THEN 'manage'
                         WHEN EXISTS (SELECT 1 FROM made_roles AS m WHERE m.resource = r.name)
                         THEN 'configured' ELSE 'provision' END)
             ORDER BY ",
            $order,
            " LIMIT $4 OFFSET $5"
        )
    };
}

impl Inventory<'_> {
    /// A page of resources.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn page(&self, filter: &InventoryFilter) -> Result<Vec<ListedResource>, StoreError> {
        let sql = match filter.order {
            InventoryOrder::Name => page!("r.name COLLATE \"C\""),
            InventoryOrder::NameDown => page!("r.name COLLATE \"C\" DESC"),
            InventoryOrder::Host => page!("r.host, r.port, r.name COLLATE \"C\""),
            InventoryOrder::Latest => {
                page!("COALESCE(s.started_at, '') DESC, r.name COLLATE \"C\"")
            }
        };
        let values = [
            filter.text.as_deref().map(like).into(),
            filter.agent.as_ref().into(),
            filter.setup.map(Setup::as_str).into(),
            i64::from(filter.limit).into(),
            i64::from(filter.skip).into(),
        ];
        let rows = self.0.db.all("list the resources", sql, &values).await?;
        rows.into_iter().map(read).collect()
    }

    /// One resource, as the page has it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`], or the store cannot be read.
    pub async fn listed(&self, name: &str) -> Result<ListedResource, StoreError> {
        const ONE: &str = resources!("WHERE r.name = $1");
        let db = &self.0.db;
        let row = db.first("look up a resource", ONE, &[name.into()]).await?;
        let missing = || StoreError::NoSuchResource {
            name: name.to_owned(),
        };
        read(row.ok_or_else(missing)?)
    }

    /// How many resources are how far, of those with this text.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn counts(&self, text: Option<&str>) -> Result<SetupCounts, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) AS inventory,
                 COUNT(CASE WHEN c.resource IS NULL THEN 1 END) AS manage,
                 COUNT(CASE WHEN c.resource IS NOT NULL AND m.resource IS NULL THEN 1 END)
                     AS provision
             FROM resources AS r
                 LEFT JOIN credentials AS c ON c.resource = r.name
                 LEFT JOIN (SELECT DISTINCT resource FROM made_roles) AS m ON m.resource = r.name
             WHERE CAST($1 AS TEXT) IS NULL
                 OR LOWER(r.name || ' ' || r.host || ':' || CAST(r.port AS TEXT))
                     LIKE $1 ESCAPE '\\'";
        let db = &self.0.db;
        let values = [text.map(like).into()];
        let Some(mut row) = db.first("count the resources", COUNT, &values).await? else {
            return Ok(SetupCounts::default());
        };
        let mut number = |column| row.integer(column).map(|n| u64::try_from(n).unwrap_or(0));
        let (inventory, manage) = (number("inventory")?, number("manage")?);
        let provision = number("provision")?;
        Ok(SetupCounts {
            inventory,
            manage,
            provision,
            configured: inventory.saturating_sub(manage + provision),
        })
    }

    /// Says which agent reaches a resource.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`], or the store cannot be written.
    pub async fn set_agent(&self, name: &str, agent: &str) -> Result<(), StoreError> {
        const SET: &str = "UPDATE resources SET agent = $2 WHERE name = $1";
        self.one_changed(name, SET, &[name.into(), agent.into()])
            .await
    }

    /// An admin's yes: the resource may lead to the hub's own machine or network, as long as it leads
    /// where it does now. `None` takes it back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`], or the store cannot be written.
    pub async fn allow_near(&self, name: &str, by: Option<&str>) -> Result<(), StoreError> {
        const SET: &str = "UPDATE resources SET near_by = $2,
                 near_of = host || ' ' || CAST(port AS TEXT)
             WHERE name = $1";
        self.one_changed(name, SET, &[name.into(), by.into()]).await
    }

    async fn one_changed(
        &self,
        name: &str,
        sql: &'static str,
        values: &[super::db::Value<'_>],
    ) -> Result<(), StoreError> {
        let changed = self
            .0
            .db
            .execute("change the resource", sql, values)
            .await?;
        match changed {
            0 => Err(StoreError::NoSuchResource {
                name: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

/// A pattern for LIKE that finds the text anywhere.
pub(super) fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn read(mut row: Row) -> Result<ListedResource, StoreError> {
    let account = match row.text_or_null("user_name")? {
        None => None,
        Some(user) => {
            let port = row.integer("tested_port")?;
            let listed = Listed {
                user,
                password_from: row.text("source")?,
            };
            let tested = TestedAt {
                host: row.text("tested_host")?,
                port: u16::try_from(port).unwrap_or(0),
            };
            Some((listed, tested))
        }
    };
    let last = match row.text_or_null("sid")? {
        None => None,
        Some(sid) => {
            let at = time::from_text(&row.text("started_at")?, "a session")?;
            Some((sid, row.text("session_kind")?, row.text("status")?, at))
        }
    };
    let roles = u64::try_from(row.integer("roles")?).unwrap_or(0);
    let (agent, near_by) = (row.text("agent")?, row.text_or_null("near_by")?);
    Ok(ListedResource {
        resource: Resource::try_from(row)?,
        agent,
        near_by,
        account,
        roles,
        last,
    })
}

#[cfg(test)]
#[path = "inventory_page_tests.rs"]
mod tests;
