//! Whether a request of a browser comes from the hub's own pages: others' pages can send requests too,
//! and the browser puts the cookie to them.

use axum::http::{HeaderMap, header};
use secret::Secret;
use subtle::ConstantTimeEq;

use crate::problem::{Kind, Problem};

/// Where pages of the hub put what they were told at login.
const TOKEN: &str = "x-csrf-token";

/// Refuses what another site has sent.
///
/// # Errors
/// [`Kind::ForeignOrigin`].
pub(super) fn own(headers: &HeaderMap, csrf: Option<&Secret>) -> Result<(), Problem> {
    let refused = |detail: &str| Err(Problem::new(Kind::ForeignOrigin, detail));
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin") | None => {}
        Some(_) => return refused("the browser says that another site sent it"),
    }
    if let Some(origin) = text(header::ORIGIN.as_str()) {
        let host = text(header::HOST.as_str()).unwrap_or_default();
        let of = origin.split_once("://").map_or("", |(_, host)| host);
        if host.is_empty() || !of.eq_ignore_ascii_case(host) {
            return refused("it was sent by a page of another origin");
        }
    }
    let Some(csrf) = csrf else { return Ok(()) };
    let given = text(TOKEN).unwrap_or_default();
    match bool::from(given.as_bytes().ct_eq(csrf.expose().as_bytes())) {
        true => Ok(()),
        false => refused("it lacks the X-CSRF-Token that /api/v1/me gives"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn what_another_site_sends_is_refused() {
        let csrf = Secret::new("t".to_owned());
        let host = ("host", "hub.example:8009");
        let same = ("origin", "https://hub.example:8009");
        let token = ("x-csrf-token", "t");
        for sound in [
            &[host, same, token][..],
            &[host, ("sec-fetch-site", "same-origin"), token],
            &[host, token],
        ] {
            assert!(own(&headers(sound), Some(&csrf)).is_ok(), "{sound:?}");
        }
        for foreign in [
            &[host, same][..],
            &[host, same, ("x-csrf-token", "u")],
            &[host, ("origin", "https://evil.example"), token],
            &[host, ("origin", "null"), token],
            &[same, token],
            &[host, ("sec-fetch-site", "cross-site"), token],
            &[host, ("sec-fetch-site", "same-site"), token],
        ] {
            assert!(own(&headers(foreign), Some(&csrf)).is_err(), "{foreign:?}");
        }
        // To log in takes no token yet, but no other site does it either.
        assert!(own(&headers(&[host, same]), None).is_ok());
        let evil = headers(&[host, ("origin", "https://evil.example")]);
        assert!(own(&evil, None).is_err());
    }
}
