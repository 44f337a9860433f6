//! The web app: its files are in the binary, and every address that is no file of it and not the API's is
//! the app's own.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::access::random;
use crate::problem::{Kind, Problem};

/// What `scripts/web` puts there.
#[derive(RustEmbed)]
#[folder = "../page/hub/"]
#[allow_missing = true]
struct Files;

const APP: &str = "hub.html";

/// Where the app's page has what lets its own styles in.
const NONCE: &str = "__ROLEWRIGHT_NONCE__";

const WORKER: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
);

/// A file of the app, or the app.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found("there is nothing under this path").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let problem = Problem::new(Kind::NoSuchMethod, "this is not done with this path");
        return problem.into_response();
    }
    if path != APP
        && let Some(file) = Files::get(path)
    {
        return of_file(path, file);
    }
    // A file that is gone is not the app: a tab of a version before has to notice.
    let last = path.rsplit('/').next().unwrap_or_default();
    match Files::get(APP) {
        Some(file) if !path.starts_with("assets/") && !last.contains('.') => app(&file),
        Some(_) => Problem::not_found("there is no such file").into_response(),
        None => Problem::not_found("this build of the hub has no web app")
            .remedy("build it with scripts/web before the binary")
            .into_response(),
    }
}

fn of_file(path: &str, file: EmbeddedFile) -> Response {
    let kind = file.metadata.mimetype();
    let kind = HeaderValue::from_str(kind).ok();
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if path.starts_with("assets/") {
        // Their names say what is in them.
        let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, keep);
    }
    // A worker has the policy that its own script came with: the planner's loads WebAssembly.
    headers.insert(header::CONTENT_SECURITY_POLICY, WORKER);
    response
}

fn app(file: &EmbeddedFile) -> Response {
    let nonce = random(16);
    let nonce = nonce.expose();
    let page = String::from_utf8_lossy(&file.data).replace(NONCE, nonce);
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
         style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'none'"
    );
    let mut response = (StatusCode::OK, page).into_response();
    let headers = response.headers_mut();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, html);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
