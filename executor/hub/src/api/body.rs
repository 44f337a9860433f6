//! Bodies and queries, read with errors that say where.

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::{Kind, Problem};

/// A JSON body.
pub(super) struct Json<T>(pub T);

/// The parameters of a query.
pub(super) struct Params<T>(pub T);

/// The parts of a path that name something.
pub(super) struct Named<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = axum::body::Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|error| match error.status().as_u16() {
            413 => Problem::new(Kind::TooLarge, "the body is larger than the hub takes"),
            _ => Problem::bad("the body could not be read"),
        })?;
        let bytes = if bytes.is_empty() { &b"{}"[..] } else { &bytes };
        let value = serde_json::from_slice(bytes);
        value
            .map(Self)
            .map_err(|error| Problem::bad(format!("the body: {error}")))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|Query(value)| Self(value))
            .map_err(|error| Problem::bad(format!("the query: {}", error.body_text())))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value))
            .map_err(|error| Problem::bad(format!("the path: {}", error.body_text())))
    }
}
