//! Users, links, tokens and logins: who gets in, and who does not any more.

use super::*;
use crate::{StoreError, testing};
use jiff::{SignedDuration, Timestamp};
use secret::Secret;

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn ago(seconds: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_secs(seconds)
}

fn new(name: &str, access: Access) -> NewUser {
    NewUser {
        name: name.to_owned(),
        access,
        subject: None,
    }
}

#[tokio::test]
async fn users_are_found_by_name_whatever_its_case_and_changed() {
    let (_directory, store) = testing::store().await;
    let users = store.users();
    assert!(users.is_empty().await.unwrap());
    users.add("1", &new("Ana", Access::Admin)).await.unwrap();
    users.add("2", &new("bo", Access::Viewer)).await.unwrap();
    let error = users
        .add("3", &new("ANA", Access::Viewer))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::UserExists { .. }), "{error}");
    let found = users.by_name("aNa").await.unwrap().unwrap();
    assert_eq!((found.id.as_str(), found.access), ("1", Access::Admin));
    let change = UserChange {
        access: Some(Access::Operator),
        proof: Some(secret("$argon2id$…")),
        ..UserChange::default()
    };
    users.change("2", &change).await.unwrap();
    let bo = users.get("2").await.unwrap().unwrap();
    assert_eq!(bo.access, Access::Operator);
    assert_eq!(bo.proof.unwrap().expose(), "$argon2id$…");
    let names: Vec<_> = users
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|u| u.name)
        .collect();
    assert_eq!(names, ["ana", "bo"]);
    assert!(Access::Viewer < Access::Operator && Access::Approver < Access::Admin);
}

#[tokio::test]
async fn the_last_admin_stays_one() {
    let (_directory, store) = testing::store().await;
    let users = store.users();
    users.add("1", &new("ana", Access::Admin)).await.unwrap();
    users.add("2", &new("bo", Access::Viewer)).await.unwrap();
    let less = UserChange {
        access: Some(Access::Viewer),
        ..UserChange::default()
    };
    let off = UserChange {
        disabled: Some(true),
        ..UserChange::default()
    };
    for refused in [
        users.change("1", &less).await.map(drop),
        users.change("1", &off).await.map(drop),
        users.remove("1").await,
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error, StoreError::LastAdmin { .. }), "{error}");
    }
    let more = UserChange {
        access: Some(Access::Admin),
        ..UserChange::default()
    };
    users.change("2", &more).await.unwrap();
    users.change("1", &off).await.unwrap();
    assert!(!users.get("1").await.unwrap().unwrap().is_enabled());
    // Who is no admin any more can be removed.
    users.remove("1").await.unwrap();
    assert!(users.get("1").await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_becomes_more_by_an_edit_of_the_database() {
    let (_directory, store) = testing::store().await;
    let users = store.users();
    users.add("1", &new("ana", Access::Admin)).await.unwrap();
    for change in [
        "UPDATE users SET access = 'admin' WHERE id = '2'",
        "UPDATE users SET subject = '[\"https://evil\",\"me\"]' WHERE id = '2'",
        "UPDATE users SET name = 'root' WHERE id = '2'",
        "UPDATE users SET disabled_at = NULL WHERE id = '2'",
    ] {
        let _ = users.remove("2").await;
        testing::tamper(&store, "DELETE FROM users WHERE id = '2'").await;
        users.add("2", &new("bo", Access::Viewer)).await.unwrap();
        let off = UserChange {
            disabled: Some(true),
            ..UserChange::default()
        };
        users.change("2", &off).await.unwrap();
        testing::tamper(&store, change).await;
        let error = users.get("2").await.unwrap_err();
        assert!(
            matches!(error, StoreError::RowEdited { .. }),
            "{change}: {error}"
        );
        let faults = store.sessions().verify().await.unwrap().faults;
        assert_eq!(faults.len(), 1, "{change}");
    }
    // Nor does what proves one password pass for another's.
    testing::tamper(&store, "DELETE FROM users WHERE id = '2'").await;
    users.add("2", &new("bo", Access::Viewer)).await.unwrap();
    let own = UserChange {
        proof: Some(secret("bo's")),
        ..UserChange::default()
    };
    users.change("2", &own).await.unwrap();
    let swap = "UPDATE users SET proof = (SELECT proof FROM users WHERE id = '2') WHERE id = '1'";
    testing::tamper(&store, swap).await;
    let error = users.get("1").await.unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
}

#[tokio::test]
async fn a_link_is_good_once_and_for_a_while() {
    let (_directory, store) = testing::store().await;
    store
        .users()
        .add("1", &new("ana", Access::Admin))
        .await
        .unwrap();
    let links = store.user_links();
    let soon = Timestamp::now() + SignedDuration::from_secs(60);
    links.add("1", &secret("old"), soon).await.unwrap();
    links.add("1", &secret("link"), soon).await.unwrap();
    for wrong in ["old", "other", ""] {
        assert!(
            links.look(&secret(wrong)).await.unwrap().is_none(),
            "{wrong}"
        );
    }
    assert_eq!(
        links
            .look(&secret("link"))
            .await
            .unwrap()
            .unwrap()
            .user
            .name,
        "ana"
    );
    let session = WebSession {
        user: Some("1".to_owned()),
        data: b"{}".to_vec(),
        expires_at: soon,
    };
    let logins = store.web_sessions();
    logins
        .keep(&secret("cookie"), &session, true)
        .await
        .unwrap();
    let user = links
        .redeem(&secret("link"), &secret("proof"))
        .await
        .unwrap();
    assert_eq!(user.unwrap().name, "ana");
    let ana = store.users().get("1").await.unwrap().unwrap();
    assert_eq!(ana.proof.unwrap().expose(), "proof");
    assert!(logins.get(&secret("cookie")).await.unwrap().is_none());
    let again = links
        .redeem(&secret("link"), &secret("more"))
        .await
        .unwrap();
    assert!(again.is_none());
    links.add("1", &secret("late"), ago(1)).await.unwrap();
    assert!(
        links
            .redeem(&secret("late"), &secret("x"))
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_token_lets_in_until_it_is_over_revoked_or_its_user_is_gone() {
    let (_directory, store) = testing::store().await;
    store
        .users()
        .add("0", &new("root", Access::Admin))
        .await
        .unwrap();
    store
        .users()
        .add("1", &new("ana", Access::Operator))
        .await
        .unwrap();
    let tokens = store.api_tokens();
    let new = |expires_at| NewApiToken {
        user: "1".to_owned(),
        name: "ci".to_owned(),
        access: Access::Viewer,
        expires_at,
    };
    let soon = Timestamp::now() + SignedDuration::from_secs(60);
    let made = tokens.add("t", &new(soon), &secret("value")).await.unwrap();
    let (user, token) = tokens.holder(&secret("value")).await.unwrap().unwrap();
    assert_eq!((user.name.as_str(), token.access), ("ana", Access::Viewer));
    assert!(tokens.holder(&secret("other")).await.unwrap().is_none());
    let listed = tokens.list(Some("1")).await.unwrap();
    assert!(listed[0].last_used_at.is_some() && made.last_used_at.is_none());
    tokens
        .add("late", &new(ago(1)), &secret("late"))
        .await
        .unwrap();
    assert!(tokens.holder(&secret("late")).await.unwrap().is_none());
    let off = UserChange {
        disabled: Some(true),
        ..UserChange::default()
    };
    store.users().change("1", &off).await.unwrap();
    assert!(tokens.holder(&secret("value")).await.unwrap().is_none());
    let on = UserChange {
        disabled: Some(false),
        ..UserChange::default()
    };
    store.users().change("1", &on).await.unwrap();
    assert!(tokens.holder(&secret("value")).await.unwrap().is_some());
    tokens.revoke("t").await.unwrap();
    tokens.revoke("t").await.unwrap();
    assert!(tokens.holder(&secret("value")).await.unwrap().is_none());
    testing::tamper(
        &store,
        "UPDATE api_tokens SET revoked_at = NULL WHERE id = 't'",
    )
    .await;
    let error = tokens.holder(&secret("value")).await.unwrap_err();
    assert!(matches!(error, StoreError::RowEdited { .. }), "{error}");
}

#[tokio::test]
async fn a_login_is_sealed_and_over_when_its_user_is_changed() {
    let (_directory, store) = testing::store().await;
    store
        .users()
        .add("0", &new("root", Access::Admin))
        .await
        .unwrap();
    store
        .users()
        .add("1", &new("ana", Access::Operator))
        .await
        .unwrap();
    let logins = store.web_sessions();
    let session = |seconds| WebSession {
        user: Some("1".to_owned()),
        data: b"data".to_vec(),
        expires_at: Timestamp::now() + SignedDuration::from_secs(seconds),
    };
    logins.keep(&secret("c"), &session(60), true).await.unwrap();
    let error = logins
        .keep(&secret("c"), &session(60), true)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    logins
        .keep(&secret("c"), &session(90), false)
        .await
        .unwrap();
    assert_eq!(
        logins.get(&secret("c")).await.unwrap().unwrap().data,
        b"data"
    );
    logins
        .keep(&secret("late"), &session(-1), true)
        .await
        .unwrap();
    assert!(logins.get(&secret("late")).await.unwrap().is_none());
    assert_eq!(logins.forget_old().await.unwrap(), 1);
    logins.keep(&secret("d"), &session(60), true).await.unwrap();
    let swap =
        "UPDATE web_sessions SET data = (SELECT data FROM web_sessions ORDER BY hash LIMIT 1)";
    testing::tamper(&store, swap).await;
    let one = logins.get(&secret("c")).await.is_err();
    assert!(one != logins.get(&secret("d")).await.is_err());
    logins.end(&secret("d")).await.unwrap();
    let less = UserChange {
        access: Some(Access::Viewer),
        ..UserChange::default()
    };
    store.users().change("1", &less).await.unwrap();
    assert!(logins.get(&secret("c")).await.unwrap().is_none());
}
