//! How somebody gets in, and how not.

use serde_json::json;

use super::{Hub, PASSWORD};

#[test]
fn the_first_admin_comes_by_a_link_that_is_good_once() {
    let hub = Hub::start();
    let link = hub.link.clone().unwrap();
    let mut admin = hub.client();
    let looked = admin.post("/api/v1/links/look", &json!({ "link": link }));
    assert_eq!(looked.expect(200).body["name"], "admin");
    let short = json!({ "link": link, "password": "short" });
    admin.post("/api/v1/links/redeem", &short).expect(400);
    admin.redeem(&link);
    let me = admin.get("/api/v1/me").expect(200);
    assert_eq!(
        (&me.body["name"], &me.body["access"]),
        (&json!("admin"), &json!("admin"))
    );
    let again = json!({ "link": link, "password": PASSWORD });
    hub.client()
        .post("/api/v1/links/redeem", &again)
        .expect(404);
    // The next start prints none: somebody can log in.
    let mut hub = hub;
    hub.kill_and_start_again();
    assert_eq!(hub.link, None);
    admin = hub.client();
    admin.log_in("ADMIN", PASSWORD).expect(200);
    let log = hub.desk.read("hub.log");
    assert!(!log.contains(&link) && !log.contains(PASSWORD), "{log}");
}

#[test]
fn a_wrong_login_says_nothing_of_who_there_is() {
    let hub = Hub::start();
    let admin = hub.admin();
    let made = admin.post(
        "/api/v1/users",
        &json!({ "name": "bo", "access": "viewer" }),
    );
    made.expect(201);
    // Wrong, without a password yet, not there: all the same.
    let mut texts = Vec::new();
    for name in ["admin", "bo", "nobody"] {
        let answer = hub.client().log_in(name, "wrong").expect(401);
        assert!(answer.header("set-cookie").is_none());
        texts.push(answer.text);
    }
    texts.dedup();
    assert_eq!(texts.len(), 1);
    let seen = admin.get("/api/v1/attempts").expect(200).body;
    let seen = seen["attempts"].as_array().unwrap();
    let wrong = |name: &str| {
        seen.iter()
            .any(|one| one["who"] == name && one["problem"] == "wrong-login")
    };
    assert!(wrong("admin") && wrong("nobody"));
    // Whoever guesses is stopped, whatever they guess then.
    let stopped = (0..20).any(|_| hub.client().log_in("admin", "wrong").status == 429);
    assert!(stopped);
    assert_eq!(
        hub.client().log_in("admin", PASSWORD).expect(429).code(),
        "too-many"
    );
}

#[test]
fn a_login_has_a_new_cookie_and_ends_for_good() {
    let hub = Hub::start();
    let admin = hub.admin();
    let mut bo = hub.user(&admin, "bo", "operator");
    // A cookie that somebody was given before is not the one they are logged in with.
    bo.cookie = Some("rolewright=AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    let answer = bo.log_in("bo", PASSWORD).expect(200);
    let set = answer.header("set-cookie").unwrap().to_owned();
    assert!(!set.contains("AAAAAAAAAAAAAAAAAAAAAA"), "{set}");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(flag), "{set}");
    }
    let kept = bo.cookie.clone();
    bo.log_in("bo", PASSWORD).expect(200);
    assert_ne!(bo.cookie, kept);
    bo.post("/api/v1/logout", &json!({})).expect(204);
    bo.get("/api/v1/me").expect(401);
    // Who is changed is out everywhere, at once.
    bo.log_in("bo", PASSWORD).expect(200);
    let users = admin.get("/api/v1/users").expect(200).body;
    let users = users["users"].as_array().unwrap();
    let id = users.iter().find(|user| user["name"] == "bo").unwrap()["id"].clone();
    let path = format!("/api/v1/users/{}", id.as_str().unwrap());
    let off = json!({ "disabled": true });
    admin.send("PATCH", &path, Some(&off), &[]).expect(428);
    let seen = admin.get(&path).expect(200);
    let version = seen.header("etag").unwrap().to_owned();
    admin
        .send("PATCH", &path, Some(&off), &[("if-match", "\"other\"")])
        .expect(412);
    admin
        .send("PATCH", &path, Some(&off), &[("if-match", &version)])
        .expect(200);
    bo.get("/api/v1/me").expect(401);
    bo.log_in("bo", PASSWORD).expect(401);
    // Nobody locks everybody out.
    let me = users.iter().find(|user| user["name"] == "admin").unwrap()["id"].clone();
    let path = format!("/api/v1/users/{}", me.as_str().unwrap());
    let refused = admin.send("DELETE", &path, None, &[("if-match", "*")]);
    assert_eq!(refused.expect(409).code(), "conflict");
}

#[test]
fn another_sites_page_changes_nothing() {
    let hub = Hub::start();
    let mut admin = hub.admin();
    let body = json!({ "name": "eve", "access": "admin" });
    let send = |headers: &[(&str, &str)]| admin.send("POST", "/api/v1/users", Some(&body), headers);
    for foreign in [
        ("x-csrf-token", ""),
        ("x-csrf-token", "guess"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        assert_eq!(send(&[foreign]).expect(403).code(), "foreign-origin");
    }
    let evil = [("origin", "https://evil.example")];
    let login = json!({ "name": "admin", "password": PASSWORD });
    hub.client()
        .send("POST", "/api/v1/login", Some(&login), &evil)
        .expect(403);
    send(&[("origin", &hub.base), ("sec-fetch-site", "same-origin")]).expect(201);
    admin.csrf = None;
    admin.post("/api/v1/logout", &json!({})).expect(403);
}

#[test]
fn a_token_is_shown_once_and_worth_what_it_says() {
    let hub = Hub::start();
    let admin = hub.admin();
    let bo = hub.user(&admin, "bo", "operator");
    let more = json!({ "name": "ci", "access": "admin", "days": 1 });
    bo.post("/api/v1/tokens", &more).expect(403);
    let less = json!({ "name": "ci", "access": "viewer", "days": 1 });
    let made = bo.post("/api/v1/tokens", &less).expect(201).body;
    let value = made["value"].as_str().unwrap().to_owned();
    assert!(value.starts_with("rwt_"));
    let listed = bo.get("/api/v1/tokens").expect(200);
    assert!(!listed.text.contains(&value));
    let mut program = hub.client();
    program.token = Some(value.clone());
    let me = program.get("/api/v1/me").expect(200).body;
    assert_eq!(
        (&me["access"], &me["via"]),
        (&json!("viewer"), &json!("token ci"))
    );
    program
        .post("/api/v1/plans", &json!({ "items": [] }))
        .expect(403);
    program.token = Some("rwt_guess".to_owned());
    assert_eq!(
        program.get("/api/v1/me").expect(401).code(),
        "not-logged-in"
    );
    // Another's token is not there for somebody; an admin revokes it.
    let ana = hub.user(&admin, "ana", "approver");
    let path = format!("/api/v1/tokens/{}", made["token"]["id"].as_str().unwrap());
    ana.send("DELETE", &path, None, &[]).expect(404);
    admin.send("DELETE", &path, None, &[]).expect(200);
    program.token = Some(value.clone());
    program.get("/api/v1/me").expect(401);
    // A copy of the store lets nobody in.
    let dump = std::fs::read(hub.desk.home().join("rolewright.db")).unwrap();
    let wal = std::fs::read(hub.desk.home().join("rolewright.db-wal")).unwrap_or_default();
    for secret in [value.as_str(), PASSWORD, "$argon2id$v="] {
        for bytes in [&dump, &wal] {
            let there = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!there, "{secret}");
        }
    }
}
