//! Admin accounts: replaced, moved, of before.

use super::super::testing;
use super::*;

fn account(user: &str, password: &str) -> Account {
    Account {
        user: user.to_owned(),
        password: Secret::new(password.to_owned()),
        tested: TestedAt {
            host: "db.example".to_owned(),
            port: 5432,
        },
    }
}

#[tokio::test]
async fn set_get_replace_remove() {
    let (_directory, store) = testing::store().await;
    let credentials = store.credentials();
    assert!(credentials.get("a").await.unwrap().is_none());
    for (resource, user, password) in [
        ("a", "admin", "one"),
        ("a", "root", "zwölf €"),
        ("b", "admin", ""),
    ] {
        let account = account(user, password);
        credentials.set(resource, &account).await.unwrap();
    }
    let kept = credentials.get("a").await.unwrap().unwrap();
    assert_eq!(
        (kept.user.as_str(), kept.password.expose()),
        ("root", "zwölf €")
    );
    assert_eq!(kept.tested, account("", "").tested);
    let kept = credentials.get("b").await.unwrap().unwrap();
    assert_eq!(kept.password.expose(), "");
    let users = credentials.users().await.unwrap();
    assert_eq!(
        users,
        [("a", "root"), ("b", "admin")]
            .map(|(r, u)| (r.into(), u.into()))
            .into()
    );
    assert!(credentials.remove("a").await.unwrap());
    assert!(!credentials.remove("a").await.unwrap());
}

#[tokio::test]
async fn a_moved_password_does_not_open() {
    let (_directory, store) = testing::store().await;
    let credentials = store.credentials();
    for change in [
        "UPDATE credentials SET resource = 'b'",
        "UPDATE credentials SET user_name = 'other'",
        "UPDATE credentials SET host = 'evil.example'",
        "UPDATE credentials SET port = 5433",
        "UPDATE credentials SET bound = 0, host = 'evil.example'",
    ] {
        let account = account("admin", "hunter2");
        credentials.set("a", &account).await.unwrap();
        store.db.execute("change", change, &[]).await.unwrap();
        let resource = if change.contains("'b'") { "b" } else { "a" };
        let error = credentials.get(resource).await.unwrap_err();
        assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

#[tokio::test]
async fn one_of_before_is_bound_to_what_the_inventory_had() {
    let (_directory, store) = testing::store().await;
    let of_before = seal::seal(&store.key, PURPOSE, &["a", "admin"], b"hunter2").unwrap();
    let put = "INSERT INTO credentials (resource, user_name, sealed, updated_at, host, port)
         VALUES ('a', 'admin', $1, '', 'db.example', 5432)";
    store
        .db
        .execute("put", put, &[of_before.into()])
        .await
        .unwrap();
    store.credentials().bind().await.unwrap();
    let kept = store.credentials().get("a").await.unwrap().unwrap();
    assert_eq!(kept.password.expose(), "hunter2");
    assert_eq!(kept.tested, account("", "").tested);
    let change = "UPDATE credentials SET host = 'evil.example'";
    store.db.execute("change", change, &[]).await.unwrap();
    store.credentials().get("a").await.unwrap_err();
}
