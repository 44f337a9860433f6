//! What every request goes through.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::Access;
use tower_sessions::Session;

use super::caller::{Caller, Login};
use super::origin;
use super::record::{self, Asked};
use super::table::{self, Who};
use crate::problem::{Kind, Problem};
use crate::state::{Hub, Shared};

/// Finds out who asks and whether they may, has it done, and puts it on record.
pub(crate) async fn guard(
    State(hub): State<Shared>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let from = address(&request);
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map(|path| path.as_str().to_owned());
    let mut asked = Asked {
        method: method.clone(),
        path: request.uri().path().to_owned(),
        from,
        caller: None,
    };
    let headers = request.headers().clone();
    let checked = check(&hub, &session, (&method, &headers), route.as_deref(), from).await;
    let response = match checked {
        Ok(caller) => {
            asked.caller.clone_from(&caller);
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            next.run(request).await
        }
        Err((caller, problem)) => {
            asked.caller = *caller;
            problem.into_response()
        }
    };
    count(&method, route.as_deref(), &response);
    let attempt = asked.attempt(&response);
    if let Some(attempt) = attempt {
        record::keep(&hub, attempt).await;
    }
    response
}

type Refused = (Box<Option<Caller>>, Problem);

async fn check(
    hub: &Hub,
    session: &Session,
    (method, headers): (&Method, &HeaderMap),
    route: Option<&str>,
    from: IpAddr,
) -> Result<Option<Caller>, Refused> {
    let nobody = |problem| (Box::new(None), problem);
    let caller = Caller::of(headers, session, hub.store()).await;
    let caller = caller.map_err(nobody)?;
    let refused = |problem| (Box::new(caller.clone()), problem);
    let key = match &caller {
        Some(caller) => format!("user {}", caller.user.id),
        None => from.to_string(),
    };
    hub.throttle.request(&key).map_err(refused)?;
    // What is nowhere is said to be nowhere, to whoever is logged in.
    let Some(route) = route else {
        return Ok(caller);
    };
    let Some(who) = table::who(method.as_str(), route) else {
        let problem = Problem::new(Kind::NoSuchMethod, "this is not done with this path");
        return Err(refused(problem));
    };
    may(who, caller.as_ref()).map_err(refused)?;
    if !method.is_safe() {
        match caller.as_ref().map(|caller| &caller.login) {
            Some(Login::Cookie { csrf, .. }) => {
                origin::own(headers, Some(csrf)).map_err(refused)?
            }
            Some(Login::Token { .. }) => {}
            None => origin::own(headers, None).map_err(refused)?,
        }
    }
    Ok(caller)
}

fn may(who: Who, caller: Option<&Caller>) -> Result<(), Problem> {
    let least = match who {
        Who::Anybody => return Ok(()),
        Who::Users | Who::People => Access::Viewer,
        Who::AtLeast(access) => access,
    };
    let Some(caller) = caller else {
        return Err(Problem::new(Kind::NotLoggedIn, "nobody is logged in"));
    };
    if who == Who::People && matches!(caller.login, Login::Token { .. }) {
        let detail = "a token does not do this: a person who is logged in does";
        return Err(Problem::new(Kind::NotAllowed, detail));
    }
    match caller.access >= least {
        true => Ok(()),
        false => Err(Problem::new(
            Kind::NotAllowed,
            format!(
                "it takes a user of access {least} or more, and this one is {}",
                caller.access
            ),
        )),
    }
}

/// Who is connected; behind a proxy it is the proxy.
fn address(request: &Request) -> IpAddr {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::from([0, 0, 0, 0]), |info| info.0.ip())
}

fn count(method: &Method, route: Option<&str>, response: &Response) {
    let labels = [
        ("method", method.to_string()),
        ("route", route.unwrap_or("none").to_owned()),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::counter!("rolewright_http_requests_total", &labels).increment(1);
}
