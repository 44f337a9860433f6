//! How often the catalogs are read: once to verify, once to prove, and again only where something has
//! changed.

use std::sync::atomic::{AtomicBool, Ordering};

use ops::SharedReadings;
use proxy::Proxy;

use super::commits::{desk_behind, proxy_to};
use super::*;

/// How often all relations of these databases were asked for since the last time.
fn readings<const N: usize>(proxy: &Proxy, databases: &[&str; N]) -> [usize; N] {
    let requests = proxy.recorded();
    proxy.heal();
    databases.map(|database| {
        let of_relations = requests.iter().filter(|request| {
            request.database == database && request.text.contains("c.relkind, c.relowner, c.relacl")
        });
        of_relations.count()
    })
}

/// A cluster in which nobody else renames roles: that has everything read again.
fn alone() -> &'static Cluster {
    Box::leak(Box::new(Cluster::start_private(&[])))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_as_it_was_proved_is_not_read_again() {
    let cluster = alone();
    create(cluster, &["once_a", "once_b"]);
    let proxy = proxy_to(cluster).await;
    let desk = desk_behind(cluster, &proxy, "once").await;
    for (privileges, what) in [
        (&["SELECT"][..], "new"),
        (&["SELECT", "INSERT"][..], "drift"),
    ] {
        let plan = desk.plan("ro", &["once_a", "once_b"], privileges).await;
        readings(&proxy, &[]);
        let applied = desk.apply(&plan).await;
        assert_eq!(applied.status, Status::Success, "{}", applied.message);
        let ends = "applied and verified in sync";
        assert!(applied.message.starts_with(ends), "{}", applied.message);
        let read = readings(&proxy, &["once_a", "once_b"]);
        assert_eq!(read, [2, 2], "{what}");
        // The record knows the state that it left.
        let again = desk.plan("ro", &["once_a", "once_b"], privileges).await;
        let record = desk
            .bench
            .store
            .sessions()
            .look(&applied.sid)
            .await
            .unwrap();
        let state = again.document.unwrap().state_checksum;
        assert_eq!(record.trail.digest_after, Some(state), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_changes_after_the_commit_is_seen() {
    let cluster = cluster();
    create(cluster, &["after_it"]);
    let desk = desk(cluster, "after_it").await;
    for (sql, label) in [
        ("REVOKE SELECT ON public.t FROM {role}", "revoked"),
        ("CREATE TABLE public.more (id int)", "made"),
        ("ALTER ROLE {role} CREATEDB", "altered"),
        ("ALTER ROLE {role} RENAME TO {role}_now", "renamed"),
        (
            "REVOKE CONNECT ON DATABASE after_it FROM {role}",
            "kept_out",
        ),
    ] {
        let plan = desk.plan(label, &["after_it"], &["SELECT"]).await;
        let sql = sql.replace("{role}", &plan.role_name);
        let change: Listener = Arc::new(move |event| {
            if let Event::Began {
                step: ApplyStep::ProveInSync,
                ..
            } = event
            {
                let sql = sql.clone();
                let done =
                    std::thread::spawn(move || crate::postgres::cluster().sql("after_it", &sql));
                done.join().unwrap();
            }
        });
        let applied = desk.apply_with(&plan, &change).await;
        assert_eq!(
            applied.status,
            Status::Success,
            "{label}: {}",
            applied.message
        );
        let drifted = "it has drifted since, somebody else changed the cluster";
        assert!(
            applied.message.contains(drifted),
            "{label}: {}",
            applied.message
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn applies_of_one_command_share_what_they_read() {
    let cluster = alone();
    create(cluster, &["shared_a"]);
    let proxy = proxy_to(cluster).await;
    let mut desk = desk_behind(cluster, &proxy, "shared").await;
    let first = desk.plan("first", &["shared_a"], &["SELECT"]).await;
    let second = desk.plan("second", &["shared_a"], &["SELECT"]).await;
    let third = desk.plan("third", &["shared_a"], &["SELECT"]).await;
    desk.bench.shared = Some(SharedReadings::default());
    readings(&proxy, &[]);
    assert_eq!(desk.apply(&first).await.status, Status::Success);
    assert_eq!(readings(&proxy, &["shared_a"]), [2]);
    // What the first proved is what the second is verified against.
    let applied = desk.apply(&second).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    assert_eq!(readings(&proxy, &["shared_a"]), [1]);
    // A change of somebody else's is not missed.
    cluster.sql("shared_a", "CREATE TABLE public.more (id int)");
    let applied = desk.apply(&third).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    let moved = "has 3 tables, where it had 2";
    assert!(applied.message.contains(moved), "{}", applied.message);
    assert_eq!(readings(&proxy, &["shared_a"]), [2]);
}

/// What was read when the plan was verified calls roles by the names that they had then.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_takes_anothers_name_does_not_take_what_that_holds() {
    let cluster = cluster();
    create(cluster, &["names_a", "names_b"]);
    let desk = desk(cluster, "names").await;
    let scopes = ["names_a", "names_b"];
    let plan = desk.plan("ro", &scopes, &["SELECT"]).await;
    assert_eq!(desk.apply(&plan).await.status, Status::Success);
    let role = plan.role_name;
    cluster.sql("names_a", &format!("REVOKE SELECT ON public.t FROM {role}"));
    // The other one needs what the plan will give in the one database, and holds nothing in the other.
    cluster.sql(
        "names_a",
        "CREATE ROLE names_other LOGIN; GRANT CONNECT ON DATABASE names_a, names_b TO names_other;
         GRANT USAGE ON SCHEMA public TO names_other; GRANT SELECT ON public.v TO names_other",
    );
    let plan = desk.plan("ro", &scopes, &["SELECT"]).await;
    // Nothing is run in the other database, so nothing is proved there.
    let databases = plan.document.as_ref().unwrap().steps.iter();
    assert!(
        databases
            .clone()
            .all(|s| s.database.as_ref().is_none_or(|d| d.as_str() == "names_a"))
    );
    let swap = format!(
        "ALTER ROLE {role} RENAME TO names_third; ALTER ROLE names_other RENAME TO {role};
         ALTER ROLE names_third RENAME TO names_other"
    );
    let swapped = AtomicBool::new(false);
    let change: Listener = Arc::new(move |event| {
        if let Event::Began {
            step: ApplyStep::Begin,
            ..
        } = event
        {
            if swapped.swap(true, Ordering::SeqCst) {
                return;
            }
            let swap = swap.clone();
            let done =
                std::thread::spawn(move || crate::postgres::cluster().sql("postgres", &swap));
            done.join().unwrap();
        }
    });
    let applied = desk.apply_with(&plan, &change).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    let drifted = "it has drifted since";
    assert!(applied.message.contains(drifted), "{}", applied.message);
}
