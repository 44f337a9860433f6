//! Admin accounts: replaced, moved, of before.

use super::super::testing;
use super::*;

fn account(user: &str, password: &str) -> Account {
    Account {
        user: user.to_owned(),
        password: Secret::new(password.to_owned()).into(),
        tested: TestedAt {
            host: "db.example".to_owned(),
            port: 5432,
        },
    }
}

fn stored(account: &Account) -> &str {
    account.password.stored().unwrap().expose()
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
    assert_eq!((kept.user.as_str(), stored(&kept)), ("root", "zwölf €"));
    assert_eq!(kept.tested, account("", "").tested);
    let kept = credentials.get("b").await.unwrap().unwrap();
    assert_eq!(stored(&kept), "");
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
    let of_before = seal::seal(&store.key, "credential", &["a", "admin"], b"hunter2").unwrap();
    let put = "INSERT INTO credentials (resource, user_name, sealed, updated_at, host, port)
         VALUES ('a', 'admin', $1, '', 'db.example', 5432)";
    store
        .db
        .execute("put", put, &[of_before.into()])
        .await
        .unwrap();
    store.credentials().bind().await.unwrap();
    let kept = store.credentials().get("a").await.unwrap().unwrap();
    assert_eq!(stored(&kept), "hunter2");
    assert_eq!(kept.tested, account("", "").tested);
    let change = "UPDATE credentials SET host = 'evil.example'";
    store.db.execute("change", change, &[]).await.unwrap();
    store.credentials().get("a").await.unwrap_err();
}

#[tokio::test]
async fn what_says_where_a_password_comes_from_cannot_be_exchanged() {
    let (_directory, store) = testing::store().await;
    let credentials = store.credentials();
    let words = ["vault", "kv", "get"].map(str::to_owned).to_vec();
    let from = |password| Account {
        password,
        ..account("admin", "")
    };
    let all = [
        from(PasswordFrom::Command(words.clone())),
        from(PasswordFrom::PassFile),
        from(PasswordFrom::Nobody),
        // A password that reads as a command does not become one.
        account("admin", r#"["touch","/tmp/x"]"#),
    ];
    for account in &all {
        credentials.set("a", account).await.unwrap();
        let kept = credentials.get("a").await.unwrap().unwrap();
        let word = account.password.as_str();
        assert_eq!(kept.password.as_str(), word);
        assert_eq!(credentials.list().await.unwrap()["a"].password_from, word);
        if let PasswordFrom::Command(kept) = kept.password {
            assert_eq!(kept, words);
        }
        for other in ["stored", "command", "pgpass", "none"] {
            let change = "UPDATE credentials SET source = $1";
            let values = [other.into()];
            store.db.execute("change", change, &values).await.unwrap();
            let read = credentials.get("a").await;
            assert_eq!(read.is_ok(), other == word, "{word} as {other}: {read:?}");
        }
    }
    let change = "UPDATE credentials SET source = 'shell'";
    store.db.execute("change", change, &[]).await.unwrap();
    let error = credentials.get("a").await.unwrap_err();
    assert!(matches!(error, StoreError::Unreadable { .. }), "{error}");
}
