//! Admin accounts. A password goes in and never comes out; none is stored that was not let in.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use cluster::connect::Health;
use futures_util::{StreamExt, stream};
use secret::Secret;
use serde::{Deserialize, Serialize};
use store::PasswordFrom;
use utoipa::ToSchema;

use super::body::{Json, Named};
use crate::access::Caller;
use crate::near;
use crate::problem::Problem;
use crate::state::{Hub, Shared};

/// Resources that are logged in to side by side.
const AT_ONCE: usize = 8;
const MOST: usize = 10_000;

/// An admin account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountIn {
    user: String,
    password: String,
    /// Logs in with it, and stores nothing.
    #[serde(default)]
    test: bool,
}

/// What was seen with an account.
#[derive(Serialize, ToSchema)]
pub(super) struct Seen {
    /// `15.18`
    server_version: String,
    /// The user that the server knows the account by.
    user: String,
    /// Whether the connection is encrypted.
    tls: bool,
    /// A standby can be read, not provisioned.
    standby: bool,
    /// Until connected, logged in and set up, in milliseconds.
    connect_ms: u64,
    /// A query there and back, in milliseconds.
    latency_ms: u64,
}

impl From<&Health> for Seen {
    fn from(health: &Health) -> Self {
        let milliseconds = |time: std::time::Duration| u64::try_from(time.as_millis());
        Self {
            server_version: health.server_version.clone(),
            user: health.user.as_str().to_owned(),
            tls: health.tls.is_some(),
            standby: health.in_recovery,
            connect_ms: milliseconds(health.connect_time).unwrap_or(u64::MAX),
            latency_ms: milliseconds(health.latency).unwrap_or(u64::MAX),
        }
    }
}

/// Logs in with an admin account and, where it is let in, stores it in place of the one before.
#[utoipa::path(put, path = "/api/v1/resources/{name}/account", tag = "accounts",
    request_body = AccountIn, params(("name" = String, Path)),
    responses((status = 200, body = Seen)))]
pub(super) async fn set(
    State(hub): State<Shared>,
    Named(name): Named<String>,
    Json(given): Json<AccountIn>,
) -> Result<Answer<Seen>, Problem> {
    let seen = one(
        &hub,
        &name,
        &given.user,
        Secret::new(given.password),
        given.test,
    )
    .await?;
    Ok(Answer(seen))
}

async fn one(
    hub: &Hub,
    name: &str,
    user: &str,
    password: Secret,
    test: bool,
) -> Result<Seen, Problem> {
    if user.is_empty() || password.expose().is_empty() {
        return Err(Problem::bad("user and password are needed"));
    }
    let listed = hub.store().inventory().listed(name).await?;
    let resource = listed.resource;
    near::refuse(&resource.host, resource.port, listed.near_by.is_some()).await?;
    let password = PasswordFrom::from(password);
    let health = match test {
        true => hub.bench.try_account(&resource, user, &password).await?,
        false => hub.bench.set_account(&resource, user, &password).await?,
    };
    Ok(Seen::from(&health))
}

/// Forgets the admin account of a resource.
#[utoipa::path(delete, path = "/api/v1/resources/{name}/account", tag = "accounts",
    params(("name" = String, Path)), responses((status = 204)))]
pub(super) async fn remove(
    State(hub): State<Shared>,
    Named(name): Named<String>,
) -> Result<StatusCode, Problem> {
    hub.store().inventory().get(&name).await?;
    match hub.store().credentials().remove(&name).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found(format!("{name:?} has no admin account"))),
    }
}

/// An admin account, and of which resource.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountOf {
    resource: String,
    user: String,
    password: String,
}

/// Admin accounts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Accounts {
    accounts: Vec<AccountOf>,
    /// Logs in with them, and stores nothing.
    #[serde(default)]
    test: bool,
}

/// What became of one of them.
#[derive(Serialize, ToSchema)]
pub(super) struct Outcome {
    resource: String,
    user: String,
    /// `stored`, `let-in` (it was tested only), or `failed`.
    status: &'static str,
    /// Why it failed, and what to do.
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<Seen>,
}

/// What became of each, in their order.
#[derive(Serialize, ToSchema)]
pub(super) struct Outcomes {
    outcomes: Vec<Outcome>,
}

/// Logs in with many admin accounts and stores those that are let in. One that is not keeps no other
/// from being stored.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", request_body = Accounts,
    responses((status = 200, body = Outcomes)))]
pub(super) async fn set_many(
    State(hub): State<Shared>,
    _caller: Caller,
    Json(given): Json<Accounts>,
) -> Result<Answer<Outcomes>, Problem> {
    if given.accounts.len() > MOST {
        return Err(Problem::bad(format!("at most {MOST} accounts at once")));
    }
    let test = given.test;
    let try_one = |account: AccountOf| {
        let hub = &hub;
        async move {
            let AccountOf {
                resource,
                user,
                password,
            } = account;
            let done = one(hub, &resource, &user, Secret::new(password), test).await;
            let (status, message, seen) = match done {
                Ok(seen) if test => ("let-in", String::new(), Some(seen)),
                Ok(seen) => ("stored", String::new(), Some(seen)),
                Err(problem) => ("failed", problem.line(), None),
            };
            Outcome {
                resource,
                user,
                status,
                message,
                seen,
            }
        }
    };
    let work: Vec<_> = given.accounts.into_iter().map(try_one).collect();
    let outcomes = stream::iter(work).buffered(AT_ONCE).collect().await;
    Ok(Answer(Outcomes { outcomes }))
}
