//! Who asks.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use secret::Secret;
use store::{Access, Store, StoreError, User};
use tower_sessions::Session;

use crate::problem::{Kind, Problem};

/// Under which names a login keeps what it has to.
const USER: &str = "user";
const CSRF: &str = "csrf";
const HOW: &str = "how";

/// Somebody who showed who they are.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub user: User,
    /// What they may do this way: a token may be for less than its user may.
    pub access: Access,
    pub login: Login,
}

/// How they did.
#[derive(Clone, Debug)]
pub(crate) enum Login {
    /// A browser that logged in; requests that change something say this, too.
    Cookie { how: String, csrf: Secret },
    /// A token, by its name.
    Token { name: String },
}

impl Login {
    /// For the record.
    pub fn words(&self) -> String {
        match self {
            Self::Cookie { how, .. } => how.clone(),
            Self::Token { name } => format!("token {name}"),
        }
    }
}

impl Caller {
    /// Who that is; `None` where nobody says.
    pub async fn of(
        headers: &HeaderMap,
        session: &Session,
        store: &Store,
    ) -> Result<Option<Self>, Problem> {
        match headers.get(header::AUTHORIZATION) {
            Some(given) => {
                let given = given.to_str().unwrap_or_default();
                let token = given
                    .strip_prefix("Bearer ")
                    .or_else(|| given.strip_prefix("bearer "));
                let refused = || {
                    Problem::new(
                        Kind::NotLoggedIn,
                        "the token is none, or is over or revoked",
                    )
                };
                let token = token.ok_or_else(refused)?;
                let value = Secret::new(token.trim().to_owned());
                let tokens = store.api_tokens();
                let holder = tokens.holder(&value);
                let (user, token) = holder.await?.ok_or_else(refused)?;
                Ok(Some(Self {
                    access: token.access.min(user.access),
                    user,
                    login: Login::Token { name: token.name },
                }))
            }
            None => Self::of_login(session, store).await,
        }
    }

    async fn of_login(session: &Session, store: &Store) -> Result<Option<Self>, Problem> {
        let (Some(id), Some(csrf)) = (read(session, USER).await, read(session, CSRF).await) else {
            return Ok(None);
        };
        let user = store.users().get(&id).await?.filter(User::is_enabled);
        let how = read(session, HOW).await.unwrap_or_default();
        Ok(user.map(|user| Self {
            access: user.access,
            user,
            login: Login::Cookie {
                how,
                csrf: Secret::new(csrf),
            },
        }))
    }

    /// Logs somebody in, under a cookie that nobody had before.
    pub async fn log_in(
        session: &Session,
        store: &Store,
        user: User,
        how: &str,
    ) -> Result<Self, Problem> {
        let csrf = super::random(24);
        let kept = async {
            session.cycle_id().await?;
            session.insert(USER, &user.id).await?;
            session.insert(CSRF, csrf.expose()).await?;
            session.insert(HOW, how).await
        };
        kept.await
            .map_err(|error| crate::problem::internal(&error))?;
        store.users().logged_in(&user.id).await.map_err(not_kept)?;
        Ok(Self {
            access: user.access,
            user,
            login: Login::Cookie {
                how: how.to_owned(),
                csrf,
            },
        })
    }
}

/// What a login keeps under a name; one that cannot be read is none.
async fn read(session: &Session, name: &str) -> Option<String> {
    session.get::<String>(name).await.ok().flatten()
}

fn not_kept(error: StoreError) -> Problem {
    error.into()
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Problem::new(Kind::NotLoggedIn, "nobody is logged in"))
    }
}
