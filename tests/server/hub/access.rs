//! Every route and everybody: who is let through, who is refused, and nothing is forgotten.

use std::collections::BTreeSet;

use hub::{TABLE, Who};
use serde_json::{Value, json};
use store::Access;

use super::{Client, Hub};

/// With names that nothing has.
fn path(route: &str) -> String {
    let nowhere = "00000000-0000-4000-8000-000000000000";
    route
        .replace("{id}", nowhere)
        .replace("{sid}", nowhere)
        .replace("{name}", "nothing")
}

/// Whether somebody is let through, by the table.
fn may(who: Who, access: Option<Access>, by_token: bool) -> bool {
    match who {
        Who::Anybody => true,
        Who::Users => access.is_some(),
        Who::People => access.is_some() && !by_token,
        Who::AtLeast(least) => access.is_some_and(|access| access >= least),
    }
}

#[test]
fn every_route_lets_through_whom_the_table_says_and_nobody_else() {
    let hub = Hub::start();
    let admin = hub.admin();
    let mut all: Vec<(String, Option<Access>, bool, Client)> =
        vec![("nobody".to_owned(), None, false, hub.client())];
    for access in Access::ALL {
        let name = format!("some-{access}");
        let client = hub.user(&admin, &name, access.as_str());
        let body = json!({ "name": "t", "access": access.as_str(), "days": 1 });
        let made = client.post("/api/v1/tokens", &body).expect(201);
        let mut program = hub.client();
        program.token = made.body["value"].as_str().map(str::to_owned);
        all.push((format!("token of {name}"), Some(access), true, program));
        all.push((name, Some(access), false, client));
    }
    let mut wrong = Vec::new();
    // Whoever logs out is out: last.
    let (out, others): (Vec<_>, Vec<_>) = TABLE.iter().partition(|row| row.1.ends_with("/logout"));
    for &(method, route, who) in others.into_iter().chain(out) {
        if route == "/api/v1/events" {
            continue; // Does not end; looked at below.
        }
        for (name, access, by_token, client) in &all {
            let body = (method != "GET").then(|| json!({}));
            let answer = client.send(method, &path(route), body.as_ref(), &[]);
            let expected = match (may(who, *access, *by_token), access) {
                (true, _) => None,
                (false, None) => Some(401),
                (false, Some(_)) => Some(403),
            };
            let refused = matches!(answer.status, 401 | 403);
            let sound = expected.map_or(!refused, |status| answer.status == status);
            if !sound || answer.status >= 500 {
                wrong.push(format!("{method} {route} by {name}: {}", answer.status));
            }
            if refused {
                assert_eq!(
                    answer.header("content-type"),
                    Some("application/problem+json")
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    hub.client().get("/api/v1/events").expect(401);
    // All of it is on record, refused attempts too.
    let seen = admin.get("/api/v1/attempts?limit=1000").expect(200).body;
    let seen = seen["attempts"].as_array().unwrap();
    let refused = |who: &str, path: &str, code: &str| {
        seen.iter().any(|one| {
            one["who"].as_str() == Some(who) && one["path"] == path && one["problem"] == code
        })
    };
    assert!(refused("some-viewer", "/api/v1/plans", "not-allowed"));
    assert!(refused("some-operator", "/api/v1/users", "not-allowed"));
    let nobody = |one: &&Value| one["who"].is_null() && one["status"] == 401;
    assert!(seen.iter().any(|one| nobody(&one)));
}

#[test]
fn the_table_is_closed() {
    let document = serde_json::to_value(hub::openapi()).unwrap();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            if ["get", "put", "post", "patch", "delete"].contains(&method.as_str()) {
                described.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    let beside = ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json"];
    let listed: BTreeSet<_> = TABLE
        .iter()
        .filter(|row| !beside.contains(&row.1))
        .map(|row| (row.0.to_owned(), row.1.to_owned()))
        .collect();
    assert_eq!(described, listed);
}

#[test]
fn what_is_not_there_is_said_to_be_so_and_odd_requests_are_answered() {
    let hub = Hub::start();
    let admin = hub.admin();
    assert_eq!(hub.client().get("/healthz").expect(200).text, "ok\n");
    assert_eq!(hub.client().get("/readyz").expect(200).text, "ready\n");
    assert!(
        admin
            .get("/metrics")
            .expect(200)
            .text
            .contains("rolewright_http_requests_total")
    );
    assert_eq!(admin.get("/api/v1/nothing").expect(404).code(), "not-found");
    let method = admin.send("PUT", "/api/v1/resources", Some(&json!({})), &[]);
    assert_eq!(method.expect(405).code(), "no-such-method");
    for odd in [
        "/../../etc/passwd",
        "/api/v1/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
    ] {
        assert!(!admin.get(odd).text.contains("root:"), "{odd}");
    }
    for query in [
        "limit=0",
        "limit=x",
        "sort=size",
        "setup=done",
        "nothing=1",
        "cursor=-1",
    ] {
        let answer = admin.get(&format!("/api/v1/resources?{query}"));
        assert_eq!(answer.expect(400).code(), "bad-request", "{query}");
    }
    let answer = admin.get("/api/v1/openapi.json").expect(200);
    let headers = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "private, no-store"),
    ];
    for (name, value) in headers {
        assert_eq!(answer.header(name), Some(value));
    }
    assert!(
        answer
            .header("content-security-policy")
            .unwrap()
            .contains("default-src 'none'")
    );
}
