//! Errors as `application/problem+json` (RFC 9457), with what to do in a hub.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ops::OpsError;
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

use crate::words;

/// What kind of problem an answer is about: it goes on record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code(pub &'static str);

/// An error as it is answered with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Body {
    /// `urn:rolewright:problem:` and the code.
    r#type: String,
    /// The code, for programs: `not-found`.
    code: &'static str,
    /// The same in words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What is wrong.
    detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

/// An error.
#[derive(Debug)]
pub(crate) struct Problem {
    kind: Kind,
    detail: String,
    remedy: Option<String>,
}

/// The kinds of problem. Each has a status, a code, and a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    BadRequest,
    NotLoggedIn,
    WrongLogin,
    NotAllowed,
    ForeignOrigin,
    NotFound,
    NoSuchMethod,
    Conflict,
    Overtaken,
    TooLarge,
    NoCondition,
    TooMany,
    NotTrusted,
    Unconfirmed,
    NearAddress,
    Cluster,
    Busy,
    Internal,
}

impl Kind {
    /// Its status, its code, and its title.
    fn words(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::BadRequest => (400, "bad-request", "The request makes no sense"),
            Self::NotLoggedIn => (401, "not-logged-in", "Log in first"),
            Self::WrongLogin => (401, "wrong-login", "Name or password is wrong"),
            Self::NotAllowed => (403, "not-allowed", "You may not do this"),
            Self::ForeignOrigin => (403, "foreign-origin", "Another site's page sent it"),
            Self::NotFound => (404, "not-found", "There is no such thing"),
            Self::NoSuchMethod => (405, "no-such-method", "This is not done here"),
            Self::Conflict => (409, "conflict", "It does not fit what is there"),
            Self::Overtaken => (412, "overtaken", "Somebody changed it meanwhile"),
            Self::TooLarge => (413, "too-large", "The request is too large"),
            Self::NoCondition => (428, "no-condition", "Say which version is changed"),
            Self::TooMany => (429, "too-many", "Too many requests"),
            Self::NotTrusted => (409, "not-trusted", "It is not what was recorded"),
            Self::Unconfirmed => (409, "unconfirmed", "Something destructive is in it"),
            Self::NearAddress => (403, "near-address", "It is the hub's own network"),
            Self::Cluster => (502, "cluster", "The cluster let nobody in"),
            Self::Busy => (503, "busy", "The store is busy"),
            Self::Internal => (500, "internal", "The hub could not do it"),
        }
    }
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            remedy: None,
        }
    }

    pub fn bad(detail: impl Into<String>) -> Self {
        Self::new(Kind::BadRequest, detail)
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, detail)
    }

    /// With what to do about it.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// What is wrong and what to do, in a line.
    pub fn line(&self) -> String {
        match &self.remedy {
            Some(remedy) => format!("{}; {remedy}", self.detail),
            None => self.detail.clone(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (number, code, title) = self.kind.words();
        let status = StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Body {
            r#type: format!("urn:rolewright:problem:{code}"),
            code,
            title,
            status: number,
            detail: self.detail,
            remedy: self.remedy,
        };
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, json);
        match self.kind {
            Kind::Busy => headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1")),
            Kind::TooMany => headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10")),
            Kind::NotLoggedIn => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
            }
            _ => None,
        };
        response.extensions_mut().insert(Code(code));
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        use StoreError as E;
        let detail = error.to_string();
        let kind = match &error {
            E::NoSuchResource { .. }
            | E::NoSuchSession { .. }
            | E::NoSuchUser { .. }
            | E::NoSuchToken { .. }
            | E::NoSuchJob { .. }
            | E::NoSuchItem { .. } => Kind::NotFound,
            E::SidTooShort { .. } | E::AmbiguousSid { .. } => Kind::BadRequest,
            E::UserExists { .. }
            | E::LastAdmin { .. }
            | E::KeyUsed { .. }
            | E::PlanUsed { .. }
            | E::LeaseLost { .. }
            | E::SessionFinished { .. } => Kind::Conflict,
            E::Untrue { .. } | E::RowEdited { .. } | E::Sealed { .. } => Kind::NotTrusted,
            E::Busy { .. } => Kind::Busy,
            // Where the store is and what its driver says is nothing for everybody.
            _ => return internal(&error),
        };
        let problem = Self::new(kind, detail);
        match words::store(&error) {
            Some(remedy) => problem.remedy(remedy),
            None => problem,
        }
    }
}

/// Goes into the log, with a number to find it by.
pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Problem {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!(id, causes, "a request failed");
    Problem::new(
        Kind::Internal,
        format!("the hub failed; its log says more under {id}"),
    )
}

impl From<OpsError> for Problem {
    fn from(error: OpsError) -> Self {
        let kind = match error {
            OpsError::Store(error) => return error.into(),
            OpsError::Params(_) | OpsError::Connect(_) | OpsError::Snapshot(_) => Kind::Cluster,
            _ => Kind::Conflict,
        };
        let problem = Self::new(kind, error.to_string());
        match words::operation(&error) {
            Some(remedy) => problem.remedy(remedy),
            None => problem,
        }
    }
}
