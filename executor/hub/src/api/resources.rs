//! The inventory.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use planner::import::{inventory, write_table};
use serde::{Deserialize, Serialize};
use store::{
    Access, InventoryFilter, InventoryOrder, ListedResource, Setup, SetupCounts, TestedAt,
};
use utoipa::{IntoParams, ToSchema};

use super::agents::LOCAL;
use super::body::{Json, Named, Params};
use super::import::judged;
use super::{moment, page_size, version};
use crate::access::Caller;
use crate::near;
use crate::problem::{Kind, Problem};
use crate::state::Shared;

/// A resource, and how far it is.
#[derive(Serialize, ToSchema)]
pub(super) struct ResourceOut {
    name: String,
    r#type: String,
    host: String,
    port: u16,
    /// The agent that reaches it.
    agent: String,
    /// `manage` (it needs an admin account), `provision` (it needs roles) or `configured`.
    setup: &'static str,
    /// The admin account; never its password.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<AccountOut>,
    /// How many roles the hub has made on it.
    roles: u64,
    /// What was last done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_session: Option<LastSession>,
    /// The admin who allowed an address of the hub's own machine or network.
    #[serde(skip_serializing_if = "Option::is_none")]
    near_allowed_by: Option<String>,
    created_at: String,
    updated_at: String,
}

/// An admin account.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountOut {
    user: String,
    /// `stored`, `command`, `pgpass` or `none`.
    password_from: String,
    /// Whether the resource leads elsewhere now than where the account was tested: it is not sent there.
    elsewhere: bool,
}

/// What was last done with a resource.
#[derive(Serialize, ToSchema)]
pub(super) struct LastSession {
    sid: String,
    kind: String,
    status: String,
    at: String,
}

impl From<ListedResource> for ResourceOut {
    fn from(listed: ListedResource) -> Self {
        let setup = listed.setup().as_str();
        let resource = listed.resource;
        let now = TestedAt::from(&resource);
        Self {
            setup,
            account: listed.account.map(|(account, tested)| AccountOut {
                user: account.user,
                password_from: account.password_from,
                elsewhere: tested != now,
            }),
            roles: listed.roles,
            last_session: listed.last.map(|(sid, kind, status, at)| LastSession {
                sid,
                kind,
                status,
                at: moment(at),
            }),
            near_allowed_by: listed.near_by,
            agent: listed.agent,
            created_at: moment(resource.created_at),
            updated_at: moment(resource.updated_at),
            name: resource.name,
            r#type: resource.kind,
            host: resource.host,
            port: resource.port,
        }
    }
}

/// How many resources are how far.
#[derive(Serialize, ToSchema)]
pub(super) struct Counts {
    /// All.
    inventory: u64,
    /// Those that need an admin account.
    manage: u64,
    /// Those that need roles.
    provision: u64,
    /// Those that have both.
    configured: u64,
}

impl From<SetupCounts> for Counts {
    fn from(counts: SetupCounts) -> Self {
        let SetupCounts {
            inventory,
            manage,
            provision,
            configured,
        } = counts;
        Self {
            inventory,
            manage,
            provision,
            configured,
        }
    }
}

/// A page of the inventory.
#[derive(Serialize, ToSchema)]
pub(super) struct Resources {
    resources: Vec<ResourceOut>,
    /// Of all with the text, whatever else was asked for.
    counts: Counts,
    /// What `cursor` is for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Which resources.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// In name, host or port; whatever its case.
    q: Option<String>,
    /// `manage`, `provision` or `configured`.
    setup: Option<String>,
    /// Of this agent.
    agent: Option<String>,
    /// `name`, `-name`, `host` or `-session`.
    sort: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 1000; 100 unless said otherwise.
    limit: Option<u32>,
}

impl Which {
    fn filter(self) -> Result<InventoryFilter, Problem> {
        let setup = self.setup.map(|text| {
            Setup::parse(&text)
                .ok_or_else(|| Problem::bad("setup is manage, provision or configured"))
        });
        let order = match self.sort.as_deref() {
            None | Some("name") => InventoryOrder::Name,
            Some("-name") => InventoryOrder::NameDown,
            Some("host") => InventoryOrder::Host,
            Some("-session") => InventoryOrder::Latest,
            Some(_) => return Err(Problem::bad("sort is name, -name, host or -session")),
        };
        let skip = self.cursor.map(|text| {
            text.parse()
                .map_err(|_| Problem::bad("cursor is not what a page has given"))
        });
        Ok(InventoryFilter {
            text: self.q.filter(|text| !text.trim().is_empty()),
            setup: setup.transpose()?,
            agent: self.agent,
            skip: skip.transpose()?.unwrap_or(0),
            limit: page_size(self.limit)?,
            order,
        })
    }
}

/// A page of the inventory.
#[utoipa::path(get, path = "/api/v1/resources", tag = "resources", params(Which),
    responses((status = 200, body = Resources), (status = 304)))]
pub(super) async fn list(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let filter = which.filter()?;
    let inventory = hub.store().inventory();
    let resources = inventory.page(&filter).await?;
    let counts = inventory.counts(filter.text.as_deref()).await?.into();
    let full = u32::try_from(resources.len()).is_ok_and(|many| many == filter.limit);
    let next = filter.skip.saturating_add(filter.limit);
    let page = Resources {
        resources: resources.into_iter().map(ResourceOut::from).collect(),
        counts,
        next: full.then(|| next.to_string()),
    };
    Ok(version::answer(&headers, page))
}

/// A resource.
#[utoipa::path(get, path = "/api/v1/resources/{name}", tag = "resources",
    params(("name" = String, Path)),
    responses((status = 200, body = ResourceOut), (status = 304)))]
pub(super) async fn get(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(name): Named<String>,
) -> Result<Response, Problem> {
    let resource = hub.store().inventory().listed(&name).await?;
    Ok(version::answer(&headers, ResourceOut::from(resource)))
}

/// What is to change of a resource.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeResource {
    host: Option<String>,
    port: Option<u32>,
    /// `local`.
    agent: Option<String>,
    /// An admin's yes, or no, to an address of the hub's own machine or network.
    allow_near: Option<bool>,
}

/// Changes a resource. Its admin account is not sent to another host or port: it has to be set again.
#[utoipa::path(patch, path = "/api/v1/resources/{name}", tag = "resources",
    request_body = ChangeResource,
    params(("name" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ResourceOut)))]
pub(super) async fn change(
    State(hub): State<Shared>,
    headers: HeaderMap,
    caller: Caller,
    Named(name): Named<String>,
    Json(given): Json<ChangeResource>,
) -> Result<Response, Problem> {
    let inventory = hub.store().inventory();
    let listed = inventory.listed(&name).await?;
    let (mut entry, near_by) = (listed.resource.clone(), listed.near_by.is_some());
    version::check(&headers, &ResourceOut::from(listed))?;
    if given.agent.as_deref().is_some_and(|agent| agent != LOCAL) {
        return Err(Problem::bad("there is one agent: local"));
    }
    if given.allow_near == Some(true) && caller.access < Access::Admin {
        let detail = "only an admin says yes to an address of the hub's own machine or network";
        return Err(Problem::new(Kind::NotAllowed, detail));
    }
    let moved = given.host.is_some() || given.port.is_some();
    entry.host = given.host.unwrap_or(entry.host);
    let port = given.port.unwrap_or_else(|| entry.port.into());
    if moved {
        let cells = [&name, &entry.kind, &entry.host, &port.to_string()].map(Clone::clone);
        let header = ["name", "type", "host", "port"].map(str::to_owned);
        let csv = write_table(&[header, cells]).into_bytes();
        let import = inventory::classify(csv, &[]);
        let import = import.map_err(|error| Problem::bad(error.to_string()))?;
        let (row, new) = judged(import)
            .next()
            .ok_or_else(|| Problem::bad("there is nothing to store"))?;
        let new = new.ok_or_else(|| Problem::bad(row.message))?;
        let allowed = given
            .allow_near
            .unwrap_or(near_by && caller.access == Access::Admin);
        near::refuse(&new.host, new.port, allowed).await?;
        inventory.upsert_many(&[new]).await?;
    }
    if let Some(allowed) = given.allow_near {
        let by = allowed.then_some(caller.user.name.as_str());
        inventory.allow_near(&name, by).await?;
    }
    let listed = inventory.listed(&name).await?;
    Ok(version::answer(
        &HeaderMap::new(),
        ResourceOut::from(listed),
    ))
}

/// Removes a resource and its admin account. What was done with it stays on record, and its roles stay
/// on the cluster.
#[utoipa::path(delete, path = "/api/v1/resources/{name}", tag = "resources",
    params(("name" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204)))]
pub(super) async fn remove(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(name): Named<String>,
) -> Result<StatusCode, Problem> {
    let inventory = hub.store().inventory();
    let listed = inventory.listed(&name).await?;
    version::check(&headers, &ResourceOut::from(listed))?;
    inventory.remove(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}
