//! Sessions: round trip, filters, prefixes, outcomes that are written once.

use super::super::{Entry, Outcome, Standing, testing};
use super::*;

fn session(sid: &str, kind: SessionKind, second: i64) -> Session {
    Session {
        sid: sid.to_owned(),
        kind,
        resource: "analytics".to_owned(),
        role_label: "ro".to_owned(),
        role_name: "hoopdev_analytics_ro_6075a443".to_owned(),
        status: "running".to_owned(),
        message: String::new(),
        document: None,
        facts: None,
        plan_sid: None,
        started_at: Timestamp::new(1_800_000_000 + second, 123_456_789).unwrap(),
        finished_at: None,
        expires_at: None,
        os_user: "root".to_owned(),
    }
}

const A: &str = "986e35ce-f3fc-4f79-b136-512eada7b850";
const B: &str = "986e35cf-f3fc-4f79-b136-512eada7b850";
const C: &str = "11111111-f3fc-4f79-b136-512eada7b850";

#[tokio::test]
async fn what_is_inserted_comes_back() {
    let (_directory, store) = testing::store().await;
    let mut whole = session(A, SessionKind::Apply, 0);
    whole.document = Some("sid: x\n".to_owned());
    whole.facts = Some(vec![7; 100_000]);
    whole.plan_sid = Some(B.to_owned());
    whole.finished_at = Some(whole.started_at);
    whole.expires_at = Some(whole.started_at);
    store.sessions().insert(&whole).await.unwrap();
    assert_eq!(store.sessions().get(A).await.unwrap(), whole);

    let listed = store
        .sessions()
        .list(&SessionFilter::default())
        .await
        .unwrap();
    assert_eq!(
        listed,
        [Session {
            document: None,
            facts: None,
            ..whole
        }]
    );
}

#[tokio::test]
async fn a_batch_is_recorded_whole_or_not_at_all() {
    let (_directory, store) = testing::store().await;
    let twice = [
        session(A, SessionKind::Plan, 0),
        session(B, SessionKind::Plan, 0),
        session(A, SessionKind::Plan, 0),
    ];
    let error = store.sessions().insert_many(&twice).await.unwrap_err();
    assert!(matches!(error, StoreError::SessionExists { .. }), "{error}");
    assert_eq!(
        store
            .sessions()
            .list(&SessionFilter::default())
            .await
            .unwrap(),
        []
    );
    store.sessions().insert_many(&twice[..2]).await.unwrap();
    store.sessions().insert_many(&[]).await.unwrap();
    assert_eq!(
        store
            .sessions()
            .list(&SessionFilter::default())
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn hundreds_at_once_are_quick() {
    let (_directory, store) = testing::store().await;
    let facts = "{\"grantee\":\"ro\"},".repeat(2000).into_bytes();
    let batch: Vec<_> = (0..500)
        .map(|number| Session {
            facts: Some(facts.clone()),
            document: Some("x: y\n".repeat(500)),
            ..session(&format!("{number:08}"), SessionKind::Plan, number)
        })
        .collect();
    let start = std::time::Instant::now();
    store.sessions().insert_many(&batch).await.unwrap();
    let inserted = start.elapsed();
    assert_eq!(
        store
            .sessions()
            .list(&SessionFilter::default())
            .await
            .unwrap()
            .len(),
        500
    );
    println!("insert {inserted:?}, insert and list {:?}", start.elapsed());
    assert!(inserted.as_secs() < 10, "{inserted:?}");
}

#[tokio::test]
async fn an_outcome_is_written_once() {
    let (_directory, store) = testing::store().await;
    let sessions = store.sessions();
    sessions
        .insert(&Session {
            document: Some("plan".into()),
            ..session(A, SessionKind::Apply, 0)
        })
        .await
        .unwrap();
    sessions
        .insert(&session(B, SessionKind::Apply, 0))
        .await
        .unwrap();
    let finish = async |sid, status, message, document| {
        let outcome = Outcome {
            status,
            message,
            document,
            ..Outcome::default()
        };
        sessions.finish(&Standing::unlocked(sid), outcome).await
    };
    finish(A, "failed", "no connection", None).await.unwrap();
    let done = finish(B, "success", "applied", Some("done")).await;
    done.unwrap();
    let (a, b) = (
        sessions.get(A).await.unwrap(),
        sessions.get(B).await.unwrap(),
    );
    assert_eq!(
        (a.status.as_str(), a.message.as_str()),
        ("failed", "no connection")
    );
    assert_eq!(
        (a.document.as_deref(), b.document.as_deref()),
        (Some("plan"), Some("done"))
    );
    assert!(a.finished_at.is_some());

    let error = finish(A, "success", "", None).await.unwrap_err();
    assert!(
        error.to_string().contains("finished already (failed)"),
        "{error}"
    );
    let error = finish(C, "success", "", None).await.unwrap_err();
    assert!(matches!(error, StoreError::NoSuchSession { .. }), "{error}");
}

#[tokio::test]
async fn an_apply_begins_with_its_journal_or_not_at_all() {
    let (_directory, store) = testing::store().await;
    let sessions = store.sessions();
    let first = Entry::new("begin", serde_json::Value::Null);
    let (one, two) = (
        session(A, SessionKind::Apply, 0),
        session(B, SessionKind::Apply, 0),
    );
    sessions
        .begin(&one, &Trail::default(), &first)
        .await
        .unwrap();
    let written = store.journal().of(A).await.unwrap();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].entry, first);
    let without = "ALTER TABLE journal RENAME TO gone";
    store.db.execute("change", without, &[]).await.unwrap();
    let begun = sessions.begin(&two, &Trail::default(), &first).await;
    begun.unwrap_err();
    let error = sessions.get(B).await.unwrap_err();
    assert!(matches!(error, StoreError::NoSuchSession { .. }), "{error}");
}

#[tokio::test]
async fn applies_without_an_end_are_found() {
    let (_directory, store) = testing::store().await;
    let sessions = store.sessions();
    let (role, other) = ("hoopdev_analytics_ro_6075a443", "hoopdev_analytics_rw_0");
    let mut elsewhere = session(C, SessionKind::Apply, 0);
    elsewhere.role_name = other.to_owned();
    let all = [
        session(A, SessionKind::Apply, 1),
        session(B, SessionKind::Apply, 0),
        session("22222222", SessionKind::Plan, 0),
        elsewhere,
    ];
    sessions.insert_many(&all).await.unwrap();
    let sids = async |role: &str| -> Vec<String> {
        let found = sessions.unfinished("analytics", role).await.unwrap();
        found.into_iter().map(|session| session.sid).collect()
    };
    assert_eq!(sids(role).await, [B, A]);
    assert_eq!(sids(other).await, [C]);
    let roles = async || sessions.unfinished_roles("analytics").await.unwrap();
    assert!(roles().await.iter().eq([role, other]));
    let failed = || Outcome {
        status: "failed",
        ..Outcome::default()
    };
    let over = |sid: &str| Standing::unlocked(sid);
    sessions.finish(&over(B), failed()).await.unwrap();
    assert_eq!(sids(role).await, [A]);
    sessions.finish(&over(C), failed()).await.unwrap();
    assert!(roles().await.iter().eq([role]));
    let elsewhere = sessions.unfinished_roles("billing").await.unwrap();
    assert!(elsewhere.is_empty());
}

#[tokio::test]
async fn a_prefix_will_do_when_it_names_one() {
    let (_directory, store) = testing::store().await;
    let sessions = store.sessions();
    let all = [A, B, C].map(|sid| session(sid, SessionKind::Plan, 0));
    sessions.insert_many(&all).await.unwrap();
    for (typed, sid) in [(A, A), ("986e35ce", A), (" 986E35CF-", B), ("111111", C)] {
        assert_eq!(sessions.get(typed).await.unwrap().sid, sid);
    }
    let message = sessions.get("986e35").await.unwrap_err().to_string();
    assert!(
        message.contains(A) && message.contains(B) && !message.contains(C),
        "{message}"
    );
    for typed in ["1111", "", "986e3"] {
        let error = sessions.get(typed).await.unwrap_err();
        assert!(matches!(error, StoreError::SidTooShort { .. }), "{error}");
    }
    for typed in [
        "222222",
        "%%%%%%",
        "______",
        "986e35ce-f3fc-4f79-b136-512eada7b8500",
    ] {
        let error = sessions.get(typed).await.unwrap_err();
        assert!(matches!(error, StoreError::NoSuchSession { .. }), "{error}");
    }
}

#[tokio::test]
async fn lists_newest_first_and_filters() {
    let (_directory, store) = testing::store().await;
    let mut reveal = session(C, SessionKind::Reveal, 1);
    reveal.resource = "billing".to_owned();
    reveal.status = "success".to_owned();
    reveal.role_label = "rw".to_owned();
    let all = [
        session(A, SessionKind::Plan, 0),
        session(B, SessionKind::Apply, 2),
        reveal,
    ];
    store.sessions().insert_many(&all).await.unwrap();
    let any = SessionFilter::default();
    for (filter, expected) in [
        (any.clone(), &[B, C, A][..]),
        (
            SessionFilter {
                limit: Some(2),
                ..any.clone()
            },
            &[B, C],
        ),
        (
            SessionFilter {
                resource: Some("billing".into()),
                ..any.clone()
            },
            &[C],
        ),
        (
            SessionFilter {
                role: Some("ro".into()),
                ..any.clone()
            },
            &[B, A],
        ),
        (
            SessionFilter {
                role: Some("hoopdev_analytics_ro_6075a443".into()),
                ..any.clone()
            },
            &[B, C, A],
        ),
        (
            SessionFilter {
                kind: Some(SessionKind::Plan),
                ..any.clone()
            },
            &[A],
        ),
        (
            SessionFilter {
                status: Some("success".into()),
                ..any.clone()
            },
            &[C],
        ),
        (
            SessionFilter {
                status: Some("stale".into()),
                ..any.clone()
            },
            &[],
        ),
    ] {
        let listed = store.sessions().list(&filter).await.unwrap();
        let sids: Vec<_> = listed.iter().map(|session| session.sid.as_str()).collect();
        assert_eq!(sids, expected, "{filter:?}");
    }
}
