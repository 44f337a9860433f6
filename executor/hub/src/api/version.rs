//! Versions of what is answered with: `ETag`, `If-Match`, `If-None-Match`.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::{Kind, Problem};

/// The version of a thing: of what is said of it.
pub(super) fn of(value: &impl Serialize) -> String {
    let text = serde_json::to_vec(value).unwrap_or_default();
    let hash = hex::encode(Sha256::digest(text));
    format!("\"{}\"", hash.get(..20).unwrap_or_default())
}

/// The thing with its version; only that, where the asker has this version.
pub(super) fn answer(headers: &HeaderMap, value: impl Serialize) -> Response {
    let version = of(&value);
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known.and_then(|value| value.to_str().ok());
    let mut response = match known == Some(version.as_str()) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Json(value).into_response(),
    };
    if let Ok(version) = HeaderValue::from_str(&version) {
        response.headers_mut().insert(header::ETAG, version);
    }
    response
}

/// Refuses a change of another version than the one that the asker has seen.
///
/// # Errors
/// [`Kind::NoCondition`] or [`Kind::Overtaken`].
pub(super) fn check(headers: &HeaderMap, now: &impl Serialize) -> Result<(), Problem> {
    let Some(seen) = headers.get(header::IF_MATCH) else {
        return Err(Problem::new(
            Kind::NoCondition,
            "If-Match is missing: the ETag of what is changed, or * for whatever is there",
        ));
    };
    let seen = seen.to_str().unwrap_or_default();
    let version = of(now);
    match seen == "*" || seen.split(',').any(|one| one.trim() == version) {
        true => Ok(()),
        false => Err(Problem::new(
            Kind::Overtaken,
            "it is another version by now than the one that was looked at",
        )
        .remedy("look at it again")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_of_the_version_that_was_seen() {
        let value = serde_json::json!({ "a": 1 });
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, value.parse().unwrap());
            headers
        };
        assert!(check(&with(&of(&value)), &value).is_ok());
        assert!(check(&with("*"), &value).is_ok());
        assert!(check(&with(&format!("\"x\", {}", of(&value))), &value).is_ok());
        assert!(check(&with("\"x\""), &value).is_err());
        assert!(check(&HeaderMap::new(), &value).is_err());
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, of(&value).parse().unwrap());
        assert_eq!(answer(&headers, &value).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer(&HeaderMap::new(), &value).status(), StatusCode::OK);
    }
}
