//! `/api/v1`: one file a noun. The OpenAPI document is made from the handlers.
#![allow(
    unused_qualifications,
    reason = "what the handlers' macros write has whole paths"
)]

mod accounts;
mod agents;
mod applies;
mod approvals;
mod attempts;
mod body;
mod events;
mod health;
mod import;
mod jobs;
mod login;
mod passwords;
mod plans;
mod policies;
mod resources;
mod sessions;
mod tokens;
mod users;
mod version;

use axum::Router;
use axum::routing::get;
use jiff::Timestamp;
use utoipa::OpenApi;
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use applies::is_destructive;

use crate::problem::{Body, Problem};
use crate::state::Shared;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rolewright hub",
        description = "PostgreSQL roles across clusters: inventory, admin accounts, plans, applies, jobs and the record."
    ),
    components(schemas(Body))
)]
struct Api;

/// All routes of the API, and what they are in OpenAPI's words.
fn all() -> (Router<Shared>, Document) {
    let (router, mut document) = OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(login::log_in))
        .routes(routes!(login::log_out))
        .routes(routes!(login::look_at_link))
        .routes(routes!(login::redeem_link))
        .routes(routes!(login::me))
        .routes(routes!(login::set_own_password))
        .routes(routes!(tokens::list, tokens::add))
        .routes(routes!(tokens::revoke))
        .routes(routes!(users::list, users::add))
        .routes(routes!(users::get, users::change, users::remove))
        .routes(routes!(users::link))
        .routes(routes!(attempts::list))
        .routes(routes!(policies::get, policies::set))
        .routes(routes!(agents::list))
        .routes(routes!(resources::list, import::add))
        .routes(routes!(import::file))
        .routes(routes!(
            resources::get,
            resources::change,
            resources::remove
        ))
        .routes(routes!(accounts::set, accounts::remove))
        .routes(routes!(accounts::set_many))
        .routes(routes!(plans::add))
        .routes(routes!(plans::review))
        .routes(routes!(applies::add))
        .routes(routes!(health::add))
        .routes(routes!(approvals::list, approvals::say))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::get))
        .routes(routes!(jobs::items))
        .routes(routes!(jobs::cancel))
        .routes(routes!(jobs::retry))
        .routes(routes!(events::listen))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::get))
        .routes(routes!(sessions::document))
        .routes(routes!(passwords::show))
        .split_for_parts();
    with_problems(&mut document);
    (router, document)
}

/// The routes of the API.
pub(crate) fn router() -> Router<Shared> {
    let (router, _) = all();
    router.route(
        "/api/v1/openapi.json",
        get(|| async { axum::Json(openapi()) }),
    )
}

/// The OpenAPI document.
#[must_use]
pub fn openapi() -> Document {
    all().1
}

/// Every operation may answer with a problem: said here, once.
fn with_problems(document: &mut Document) {
    const STATUSES: [&str; 13] = [
        "400", "401", "403", "404", "405", "409", "412", "413", "428", "429", "500", "502", "503",
    ];
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let problem = ResponseBuilder::new()
        .description("A problem (RFC 9457)")
        .content("application/problem+json", content)
        .build();
    for item in document.paths.paths.values_mut() {
        let all = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
        ];
        for operation in all.into_iter().flatten() {
            for status in STATUSES {
                let responses = &mut operation.responses.responses;
                let answer = RefOr::T(problem.clone());
                responses.entry(status.to_owned()).or_insert(answer);
            }
        }
    }
}

/// RFC 3339 in UTC, to the millisecond.
fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// A moment of a query.
fn parse_moment(text: &str) -> Result<Timestamp, Problem> {
    let parsed = text.parse();
    parsed.map_err(|_| {
        Problem::bad(format!(
            "{text:?} is no moment such as 2026-01-31T12:00:00Z"
        ))
    })
}

/// How many of a list are answered with at once.
fn page_size(asked: Option<u32>) -> Result<u32, Problem> {
    match asked.unwrap_or(100) {
        size @ 1..=1000 => Ok(size),
        size => Err(Problem::bad(format!("limit is 1 to 1000, and not {size}"))),
    }
}
