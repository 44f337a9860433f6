//! Who may use the hub.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Access, NewUser, User, UserChange};
use utoipa::ToSchema;

use super::body::{Json, Named};
use super::{moment, version};
use crate::access::random;
use crate::problem::Problem;
use crate::state::{Hub, Shared};

/// How long a link for a password is good.
const LINK: SignedDuration = SignedDuration::from_hours(24);

/// A user.
#[derive(Serialize, ToSchema)]
pub(super) struct UserOut {
    id: String,
    name: String,
    /// `viewer`, `operator`, `approver` or `admin`.
    access: &'static str,
    /// Whether they can log in with a password.
    has_password: bool,
    /// The OIDC provider that they log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    /// Whether they may not log in.
    disabled: bool,
    created_at: String,
    updated_at: String,
}

impl From<&User> for UserOut {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            name: user.name.clone(),
            access: user.access.as_str(),
            has_password: user.proof.is_some(),
            issuer: user.subject.as_ref().map(|both| both.0.clone()),
            disabled: !user.is_enabled(),
            created_at: moment(user.created_at),
            updated_at: moment(user.updated_at),
        }
    }
}

/// All users, by name.
#[derive(Serialize, ToSchema)]
pub(super) struct Users {
    users: Vec<UserOut>,
}

/// Everybody, by name.
#[utoipa::path(get, path = "/api/v1/users", tag = "users", responses((status = 200, body = Users)))]
pub(super) async fn list(State(hub): State<Shared>) -> Result<Answer<Users>, Problem> {
    let users = hub.store().users().list().await?;
    let users = users.iter().map(UserOut::from).collect();
    Ok(Answer(Users { users }))
}

/// A user who is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUserIn {
    /// As they type it to log in: letters, digits and `.-_@`.
    name: String,
    /// `viewer`, `operator`, `approver` or `admin`.
    access: String,
}

/// A user, and the link with which they set their password.
#[derive(Serialize, ToSchema)]
pub(super) struct WithLink {
    user: UserOut,
    /// What stands behind the `#` of `/welcome#…`; shown this once, good for one use.
    link: String,
    expires_at: String,
}

/// Adds somebody. The answer holds a link with which they set their password.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", request_body = NewUserIn,
    responses((status = 201, body = WithLink)))]
pub(super) async fn add(
    State(hub): State<Shared>,
    Json(given): Json<NewUserIn>,
) -> Result<(StatusCode, Answer<WithLink>), Problem> {
    let name = given.name.trim().to_owned();
    let fits = |c: char| c.is_alphanumeric() || ".-_@".contains(c);
    if name.is_empty() || name.chars().count() > 100 || !name.chars().all(fits) {
        return Err(Problem::bad(
            "a name has 1 to 100 letters, digits, and .-_@",
        ));
    }
    let new = NewUser {
        name,
        access: access(&given.access)?,
        subject: None,
    };
    let id = uuid::Uuid::new_v4().to_string();
    let user = hub.store().users().add(&id, &new).await?;
    Ok((StatusCode::CREATED, Answer(with_link(&hub, &user).await?)))
}

async fn with_link(hub: &Hub, user: &User) -> Result<WithLink, Problem> {
    let (link, expires_at) = (random(32), Timestamp::now() + LINK);
    let links = hub.store().user_links();
    links.add(&user.id, &link, expires_at).await?;
    Ok(WithLink {
        user: user.into(),
        link: link.expose().to_owned(),
        expires_at: moment(expires_at),
    })
}

pub(super) fn access(text: &str) -> Result<Access, Problem> {
    Access::parse(text).ok_or_else(|| {
        let all = Access::ALL.map(Access::as_str).join(", ");
        Problem::bad(format!("{text:?} is no access; there are {all}"))
    })
}

async fn found(hub: &Hub, id: &str) -> Result<User, Problem> {
    let user = hub.store().users().get(id).await?;
    user.ok_or_else(|| Problem::not_found(format!("there is no user {id:?}")))
}

/// Somebody.
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "users", params(("id" = String, Path)),
    responses((status = 200, body = UserOut), (status = 304)))]
pub(super) async fn get(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let user = found(&hub, &id).await?;
    Ok(version::answer(&headers, UserOut::from(&user)))
}

/// What is to change of somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeUser {
    /// `viewer`, `operator`, `approver` or `admin`.
    access: Option<String>,
    /// Whether they may not log in.
    disabled: Option<bool>,
}

/// Changes somebody. Their logins are over with it.
#[utoipa::path(patch, path = "/api/v1/users/{id}", tag = "users", request_body = ChangeUser,
    params(("id" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = UserOut)))]
pub(super) async fn change(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(id): Named<String>,
    Json(given): Json<ChangeUser>,
) -> Result<Response, Problem> {
    let user = found(&hub, &id).await?;
    version::check(&headers, &UserOut::from(&user))?;
    let change = UserChange {
        access: given.access.as_deref().map(access).transpose()?,
        disabled: given.disabled,
        proof: None,
    };
    let user = hub.store().users().change(&id, &change).await?;
    Ok(version::answer(&HeaderMap::new(), UserOut::from(&user)))
}

/// Removes somebody, with their tokens. What they did stays on record.
#[utoipa::path(delete, path = "/api/v1/users/{id}", tag = "users",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204)))]
pub(super) async fn remove(
    State(hub): State<Shared>,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<StatusCode, Problem> {
    let user = found(&hub, &id).await?;
    version::check(&headers, &UserOut::from(&user))?;
    hub.store().users().remove(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new link with which somebody sets their password; the one of before is worth nothing.
#[utoipa::path(post, path = "/api/v1/users/{id}/link", tag = "users", params(("id" = String, Path)),
    responses((status = 201, body = WithLink)))]
pub(super) async fn link(
    State(hub): State<Shared>,
    Named(id): Named<String>,
) -> Result<(StatusCode, Answer<WithLink>), Problem> {
    let user = found(&hub, &id).await?;
    Ok((StatusCode::CREATED, Answer(with_link(&hub, &user).await?)))
}
