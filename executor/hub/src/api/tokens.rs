//! Tokens, with which programs are let in.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use secret::Secret;
use serde::{Deserialize, Serialize};
use store::{Access, ApiToken, NewApiToken};
use utoipa::ToSchema;

use super::body::{Json, Named};
use super::{moment, users};
use crate::access::{Caller, random};
use crate::problem::{Kind, Problem};
use crate::state::Shared;

/// What tokens begin with, so that scanners of repositories know one.
const PREFIX: &str = "rwt_";
const LONGEST_DAYS: u32 = 366;

/// A token, without what lets in.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenOut {
    id: String,
    name: String,
    /// The id of the user whose it is.
    user: String,
    /// At most what its user may.
    access: &'static str,
    created_at: String,
    expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
}

impl From<ApiToken> for TokenOut {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id,
            name: token.name,
            user: token.user,
            access: token.access.as_str(),
            created_at: moment(token.created_at),
            expires_at: moment(token.expires_at),
            last_used_at: token.last_used_at.map(moment),
            revoked_at: token.revoked_at.map(moment),
        }
    }
}

/// Tokens, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct Tokens {
    tokens: Vec<TokenOut>,
}

/// One's own tokens; an admin sees all.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "tokens", responses((status = 200, body = Tokens)))]
pub(super) async fn list(
    State(hub): State<Shared>,
    caller: Caller,
) -> Result<Answer<Tokens>, Problem> {
    let whose = (caller.access < Access::Admin).then_some(caller.user.id.as_str());
    let tokens = hub.store().api_tokens().list(whose).await?;
    let tokens = tokens.into_iter().map(TokenOut::from).collect();
    Ok(Answer(Tokens { tokens }))
}

/// A token that is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTokenIn {
    /// What it is for, in words.
    name: String,
    /// At most one's own.
    access: String,
    /// How many days it is good for: 1 to 366.
    days: u32,
}

/// A new token.
#[derive(Serialize, ToSchema)]
pub(super) struct NewToken {
    token: TokenOut,
    /// The token itself; shown this once.
    value: String,
}

/// Makes a token for oneself.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens", request_body = NewTokenIn,
    responses((status = 201, body = NewToken)))]
pub(super) async fn add(
    State(hub): State<Shared>,
    caller: Caller,
    Json(given): Json<NewTokenIn>,
) -> Result<(StatusCode, Answer<NewToken>), Problem> {
    let access = users::access(&given.access)?;
    if access > caller.access {
        let detail = format!("a token is for at most what you may: {}", caller.access);
        return Err(Problem::new(Kind::NotAllowed, detail));
    }
    if !(1..=LONGEST_DAYS).contains(&given.days) {
        return Err(Problem::bad(format!("days is 1 to {LONGEST_DAYS}")));
    }
    let name = given.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Problem::bad("a name has 1 to 100 characters"));
    }
    let value = Secret::new(format!("{PREFIX}{}", random(32).expose()));
    let new = NewApiToken {
        user: caller.user.id,
        name,
        access,
        expires_at: Timestamp::now() + SignedDuration::from_hours(24 * i64::from(given.days)),
    };
    let id = uuid::Uuid::new_v4().to_string();
    let token = hub.store().api_tokens().add(&id, &new, &value).await?;
    let answer = NewToken {
        token: token.into(),
        value: value.expose().to_owned(),
    };
    Ok((StatusCode::CREATED, Answer(answer)))
}

/// Makes a token worth nothing: one's own, or as an admin anybody's.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "tokens", params(("id" = String, Path)),
    responses((status = 200, body = TokenOut)))]
pub(super) async fn revoke(
    State(hub): State<Shared>,
    caller: Caller,
    Named(id): Named<String>,
) -> Result<Answer<TokenOut>, Problem> {
    let tokens = hub.store().api_tokens();
    let whose = (caller.access < Access::Admin).then_some(caller.user.id.as_str());
    if !tokens.list(whose).await?.iter().any(|token| token.id == id) {
        return Err(Problem::not_found(format!(
            "there is no token {id:?} of yours"
        )));
    }
    Ok(Answer(tokens.revoke(&id).await?.into()))
}
