//! Logging in and out, and who one is.

use std::net::{IpAddr, SocketAddr};

use axum::Json as Answer;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use secret::Secret;
use serde::{Deserialize, Serialize};
use store::{User, UserChange};
use tower_sessions::Session;
use utoipa::ToSchema;

use super::body::Json;
use super::moment;
use crate::access::{Attempted, Caller, Login};
use crate::problem::{Kind, Problem};
use crate::state::{Hub, Shared};

/// Who somebody is.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// Their name.
    name: String,
    /// What they may do this way: `viewer`, `operator`, `approver` or `admin`.
    access: &'static str,
    /// How they showed who they are.
    via: String,
    /// What requests of a browser that change something carry as `X-CSRF-Token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    csrf_token: Option<String>,
    /// The hub's version.
    version: &'static str,
}

impl From<&Caller> for Me {
    fn from(caller: &Caller) -> Self {
        let csrf = match &caller.login {
            Login::Cookie { csrf, .. } => Some(csrf.expose().to_owned()),
            Login::Token { .. } => None,
        };
        Self {
            name: caller.user.name.clone(),
            access: caller.access.as_str(),
            via: caller.login.words(),
            csrf_token: csrf,
            version: planner::VERSION,
        }
    }
}

/// A name and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NameAndPassword {
    name: String,
    password: String,
}

/// Logs in: the answer sets a cookie.
#[utoipa::path(post, path = "/api/v1/login", tag = "login", request_body = NameAndPassword,
    responses((status = 200, body = Me)))]
pub(super) async fn log_in(
    State(hub): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    session: Session,
    Json(given): Json<NameAndPassword>,
) -> Response {
    let NameAndPassword { name, password } = given;
    let password = Secret::new(password);
    let done = let_in(&hub, from.ip(), &session, &name, &password).await;
    let mut response = match done {
        Ok(caller) => Answer(Me::from(&caller)).into_response(),
        Err(problem) => problem.into_response(),
    };
    let name = name.chars().take(100).collect();
    response.extensions_mut().insert(Attempted(name));
    response
}

async fn let_in(
    hub: &Hub,
    from: IpAddr,
    session: &Session,
    name: &str,
    password: &Secret,
) -> Result<Caller, Problem> {
    hub.throttle.login(from, name)?;
    let user = hub.store().users().by_name(name).await?;
    let user = user.filter(User::is_enabled);
    let proof = user.as_ref().and_then(|user| user.proof.as_ref());
    let right = hub.passwords.is(password, proof).await?;
    let Some(user) = user.filter(|_| right) else {
        // Whether there is such a user is nobody's business.
        return Err(Problem::new(Kind::WrongLogin, "name or password is wrong"));
    };
    Caller::log_in(session, hub.store(), user, "password").await
}

/// Logs out.
#[utoipa::path(post, path = "/api/v1/logout", tag = "login", responses((status = 204)))]
pub(super) async fn log_out(session: Session) -> Result<StatusCode, Problem> {
    let done = session.flush().await;
    done.map_err(|error| crate::problem::internal(&error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who one is.
#[utoipa::path(get, path = "/api/v1/me", tag = "login", responses((status = 200, body = Me)))]
pub(super) async fn me(caller: Caller) -> Answer<Me> {
    Answer(Me::from(&caller))
}

/// A new password of one's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnPassword {
    /// The one of before.
    current: String,
    /// 12 to 512 characters.
    new: String,
}

/// Sets one's own password. All other logins are over, and this one too.
#[utoipa::path(put, path = "/api/v1/me/password", tag = "login", request_body = OwnPassword,
    responses((status = 204)))]
pub(super) async fn set_own_password(
    State(hub): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    caller: Caller,
    Json(given): Json<OwnPassword>,
) -> Result<StatusCode, Problem> {
    let (current, new) = (Secret::new(given.current), Secret::new(given.new));
    let user = caller.user;
    hub.throttle.login(from.ip(), &user.name)?;
    if !hub.passwords.is(&current, user.proof.as_ref()).await? {
        return Err(Problem::new(
            Kind::NotAllowed,
            "the current password is another one",
        ));
    }
    let change = UserChange {
        proof: Some(hub.passwords.proof(&new, &user.name).await?),
        ..UserChange::default()
    };
    hub.store().users().change(&user.id, &change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A link that is good for one use.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkValue {
    /// What stands behind the `#` of the link.
    link: String,
}

/// Whose password a link sets.
#[derive(Serialize, ToSchema)]
pub(super) struct Linked {
    name: String,
    access: &'static str,
    expires_at: String,
}

/// What a link is for. It is not used up by that.
#[utoipa::path(post, path = "/api/v1/links/look", tag = "login", request_body = LinkValue,
    responses((status = 200, body = Linked)))]
pub(super) async fn look_at_link(
    State(hub): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Json(given): Json<LinkValue>,
) -> Result<Answer<Linked>, Problem> {
    hub.throttle.login(from.ip(), "")?;
    let found = hub
        .store()
        .user_links()
        .look(&Secret::new(given.link))
        .await?;
    let found = found.ok_or_else(no_link)?;
    Ok(Answer(Linked {
        name: found.user.name,
        access: found.user.access.as_str(),
        expires_at: moment(found.expires_at),
    }))
}

/// A link, and the password that it sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkAndPassword {
    /// What stands behind the `#` of the link.
    link: String,
    /// 12 to 512 characters.
    password: String,
}

/// Uses a link up: sets the password, and logs in with it.
#[utoipa::path(post, path = "/api/v1/links/redeem", tag = "login", request_body = LinkAndPassword,
    responses((status = 200, body = Me)))]
pub(super) async fn redeem_link(
    State(hub): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    session: Session,
    Json(given): Json<LinkAndPassword>,
) -> Result<Answer<Me>, Problem> {
    hub.throttle.login(from.ip(), "")?;
    let (link, password) = (Secret::new(given.link), Secret::new(given.password));
    let links = hub.store().user_links();
    let found = links.look(&link).await?.ok_or_else(no_link)?;
    let proof = hub.passwords.proof(&password, &found.user.name).await?;
    let user = links.redeem(&link, &proof).await?.ok_or_else(no_link)?;
    let caller = Caller::log_in(&session, hub.store(), user, "link").await?;
    Ok(Answer(Me::from(&caller)))
}

fn no_link() -> Problem {
    Problem::not_found("the link is none, or was used, or is over")
        .remedy("ask an admin for a new one")
}
