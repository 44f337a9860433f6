//! Every edit to the record is found, and named.

use super::*;
use crate::{Entry, Outcome, SessionFilter, SessionKind, Standing, Store, testing};
use jiff::Timestamp;

fn session(sid: &str, finished: bool) -> Session {
    let at = Timestamp::new(1_800_000_000, 0).unwrap();
    Session {
        sid: sid.to_owned(),
        kind: SessionKind::Plan,
        resource: "analytics".to_owned(),
        role_label: "ro".to_owned(),
        role_name: "app_ro".to_owned(),
        status: "running".to_owned(),
        message: String::new(),
        document: Some("sql: x\n".to_owned()),
        facts: Some(b"{}".to_vec()),
        plan_sid: None,
        started_at: at,
        finished_at: finished.then_some(at),
        expires_at: None,
        os_user: "root".to_owned(),
    }
}

/// Four records: two plans, an apply with a journal, a plan; and one apply that runs.
async fn recorded() -> (tempfile::TempDir, Store) {
    let (directory, store) = testing::store().await;
    let sessions = store.sessions();
    let plans = [session("plan-1", true), session("plan-2", true)];
    sessions.insert_many(&plans).await.unwrap();
    sessions.insert(&session("apply-1", false)).await.unwrap();
    sessions.insert(&session("apply-2", false)).await.unwrap();
    let entry = Entry::new("commit-wave", serde_json::json!({}));
    let apply = Standing::unlocked("apply-1");
    store.journal().write(&apply, &entry).await.unwrap();
    sessions.insert(&session("plan-3", true)).await.unwrap();
    let trail = Trail {
        admin_account: Some("postgres".to_owned()),
        ..Trail::default()
    };
    let outcome = Outcome {
        status: "success",
        message: "applied",
        document: Some("sql: y\n"),
        trail,
        ..Outcome::default()
    };
    sessions.finish(&apply, outcome).await.unwrap();
    store.journal().write(&apply, &entry).await.unwrap_err();
    (directory, store)
}

fn failed() -> Outcome<'static> {
    Outcome {
        status: "failed",
        ..Outcome::default()
    }
}

async fn faults(store: &Store) -> Vec<String> {
    let verified = store.sessions().verify().await.unwrap();
    verified.faults.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn records_are_chained_in_the_order_they_finish() {
    let (_directory, store) = recorded().await;
    let verified = store.sessions().verify().await.unwrap();
    assert_eq!(verified.faults, []);
    assert_eq!((verified.records, verified.unfinished), (4, 1));
    assert!(store.sessions().is_complete().await.unwrap());
    let last = store.sessions().look("apply-1").await.unwrap();
    assert_eq!((last.link.unwrap().number, last.proof), (4, Proof::Proved));
    assert_eq!(last.trail.admin_account.as_deref(), Some("postgres"));
    assert!(last.trail.host_name.is_some());
    let running = store.sessions().look("apply-2").await.unwrap();
    assert_eq!(running.proof, Proof::Unfinished);
}

#[tokio::test]
async fn every_edit_is_found_and_the_record_not_given_out() {
    for (change, expected) in [
        (
            "UPDATE sessions SET status = 'failed' WHERE sid = 'apply-1'",
            "session apply-1 (record 4): it is not what was recorded: it was edited",
        ),
        (
            "UPDATE sessions SET os_user = 'alice' WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE sessions SET document = (SELECT document FROM sessions WHERE sid = 'plan-1')
             WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE sessions SET facts = X'00' WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE sessions SET document = NULL WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE sessions SET facts = NULL WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE sessions SET finished_at = NULL WHERE sid = 'apply-1'",
            "it had finished",
        ),
        (
            "UPDATE session_trail SET admin_account = 'mallory' WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE session_trail SET adopted_by = 'alice' WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE session_trail SET locked_at = '2026-01-01T00:00:00Z' WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE session_chain SET form = 1 WHERE sid = 'apply-1'",
            "edited",
        ),
        (
            "UPDATE session_chain SET mac = 'hmac-sha256:00' WHERE sid = 'apply-1'",
            "not by this store's key",
        ),
        (
            "UPDATE sessions SET sid = 'apply-x', finished_at = started_at
             WHERE sid = 'apply-2'",
            "session apply-x: it was never recorded by this store",
        ),
    ] {
        let (_directory, store) = recorded().await;
        testing::tamper(&store, change).await;
        let found = faults(&store).await;
        assert!(
            found.iter().any(|fault| fault.contains(expected)),
            "{change}: {found:?}"
        );
        let sid = match change.contains("apply-x") {
            true => "apply-x",
            false => "apply-1",
        };
        store.sessions().get(sid).await.unwrap_err();
        if !change.contains("document") && !change.contains("facts") {
            let all = SessionFilter::default();
            let all = store.sessions().list_kept(&all).await.unwrap();
            let kept = all.iter().find(|kept| kept.session.sid == sid).unwrap();
            assert!(!kept.proof.holds(), "{change}");
        }
    }
}

#[tokio::test]
async fn removal_reordering_and_a_cut_tail_are_found() {
    for (changes, expected) in [
        (
            &["DELETE FROM sessions WHERE sid = 'plan-2'"][..],
            "session plan-2 (record 2) was removed",
        ),
        (
            &[
                "DELETE FROM sessions WHERE sid = 'plan-2'",
                "DELETE FROM session_chain WHERE number = 2",
            ],
            "record 2 was removed before session plan-3 (record 3)",
        ),
        (
            &[
                "DELETE FROM sessions WHERE sid IN ('plan-3', 'apply-1')",
                "DELETE FROM session_chain WHERE number > 2",
            ],
            "records 3 to 4 were removed at the end",
        ),
        (
            &[
                "UPDATE session_chain SET number = 10 WHERE number = 1",
                "UPDATE session_chain SET number = 1 WHERE number = 2",
                "UPDATE session_chain SET number = 2 WHERE number = 10",
            ],
            "the order was changed",
        ),
        (
            &["UPDATE journal SET word = 'drop-role' WHERE sid = 'apply-1'"],
            "session apply-1 (record 4): its journal was changed",
        ),
        (
            &["INSERT INTO journal (sid, number, at, word, details)
                 VALUES ('apply-1', 2, '2026-01-01T00:00:00Z', 'drop-role', '{}')"],
            "its journal was changed",
        ),
        (
            &["DELETE FROM journal WHERE sid = 'apply-1'"],
            "its journal was changed",
        ),
        (
            &["DELETE FROM store_meta WHERE name = 'chain_head'"],
            "the head of the chain is missing",
        ),
        (
            &["UPDATE store_meta SET value = CAST('4 x y' AS BLOB) WHERE name = 'chain_head'"],
            "the head of the chain is missing",
        ),
    ] {
        let (_directory, store) = recorded().await;
        for change in changes {
            testing::tamper(&store, change).await;
        }
        let is_found = async || {
            let found = faults(&store).await;
            assert!(
                found.iter().any(|fault| fault.contains(expected)),
                "{changes:?}: {found:?}"
            );
        };
        is_found().await;
        if !changes[0].contains("journal") && !changes[0].contains("number = 10") {
            assert!(!store.sessions().is_complete().await.unwrap());
        }
        // What is recorded afterwards covers nothing up.
        if !expected.contains("at the end") {
            store
                .sessions()
                .finish(&Standing::unlocked("apply-2"), failed())
                .await
                .unwrap();
            is_found().await;
        }
    }
}

#[tokio::test]
async fn what_is_recorded_after_a_cut_does_not_close_the_gap() {
    let (_directory, store) = recorded().await;
    for change in [
        "DELETE FROM sessions WHERE sid = 'apply-1'",
        "DELETE FROM session_chain WHERE number = 4",
    ] {
        testing::tamper(&store, change).await;
    }
    let sessions = store.sessions();
    sessions
        .finish(&Standing::unlocked("apply-2"), failed())
        .await
        .unwrap();
    let found = faults(&store).await;
    assert_eq!(
        found,
        ["record 4 was removed before session apply-2 (record 5)"]
    );
}

#[tokio::test]
async fn a_store_of_before_is_chained_once_and_marked() {
    let (_directory, home) = testing::home();
    let key = Key::generate().unwrap();
    let open = async || Store::open_with(&home, Some(key.clone())).await;
    let store = open().await.unwrap();
    let plans = [session("plan-1", true), session("apply-1", false)];
    store.sessions().insert_many(&plans).await.unwrap();
    // As 0003 leaves a store of before.
    let check = key_check(&key, b"rolewright").unwrap();
    for (change, values) in [
        ("DELETE FROM session_chain", vec![]),
        ("DELETE FROM session_trail", vec![]),
        ("DELETE FROM store_meta WHERE name = 'chain_head'", vec![]),
        (
            "UPDATE store_meta SET value = $1 WHERE name = 'key_check'",
            vec![check.into()],
        ),
    ] {
        store.db.execute("change", change, &values).await.unwrap();
    }
    store.close().await;
    let store = open().await.unwrap();
    let verified = store.sessions().verify().await.unwrap();
    assert_eq!((verified.records, verified.late), (1, 1));
    assert_eq!(verified.faults, []);
    let kept = store.sessions().look("plan-1").await.unwrap();
    assert_eq!(kept.proof, Proof::ProvedLate);
    let sessions = store.sessions();
    sessions
        .finish(&Standing::unlocked("apply-1"), failed())
        .await
        .unwrap();
    // A second beginning would take edits for true.
    let change = "UPDATE sessions SET status = 'success' WHERE sid = 'apply-1'";
    testing::tamper(&store, change).await;
    store.close().await;
    let store = open().await.unwrap();
    assert_eq!(faults(&store).await.len(), 1);
}
