//! Which databases are entered, and what happens where one cannot be.

use std::collections::BTreeSet;
use std::sync::Mutex;

use cluster::snapshot::{Progress, SnapshotError, Which, take};
use planner::Catalog;

use super::support::{database, listed, params, params_of, schema, words};
use crate::postgres::{Cluster, cluster};

#[tokio::test]
async fn only_databases_that_can_be_entered_are_entered() {
    let c = cluster();
    for name in ["ent_open", "ent_closed", "ent_invalid", "ent_template"] {
        c.sql("postgres", &format!("CREATE DATABASE {name}"));
    }
    c.sql(
        "postgres",
        "ALTER DATABASE ent_closed ALLOW_CONNECTIONS false; ALTER DATABASE ent_template IS_TEMPLATE true;
         UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'ent_invalid'",
    );
    let names = [
        "ent_open",
        "ent_closed",
        "ent_invalid",
        "ent_template",
        "template0",
    ];
    let catalog = listed(&params(c), &names).await;
    let read = |name| database(&catalog, name).contents.is_some();
    assert_eq!(names.map(read), [true, false, false, true, false]);
    assert!(
        names
            .iter()
            .all(|name| database(&catalog, name).unreachable.is_none())
    );
    assert!(catalog.warnings.is_empty());
    assert!(!database(&catalog, "ent_closed").allow_connections);
    assert!(database(&catalog, "ent_invalid").invalid);
    assert!(database(&catalog, "ent_template").is_template);
    c.sql(
        "postgres",
        "UPDATE pg_database SET datconnlimit = -1 WHERE datname = 'ent_invalid'",
    );
}

/// An ordinary role sees everything but the inside of what it may not enter.
#[tokio::test]
async fn a_database_that_lets_us_not_in_is_a_warning() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE wall_in");
    c.sql("postgres", "CREATE DATABASE wall_out");
    c.sql(
        "postgres",
        "CREATE ROLE wall_admin LOGIN CREATEROLE PASSWORD 'p'; REVOKE CONNECT ON DATABASE wall_out FROM PUBLIC",
    );
    let catalog = listed(
        &params_of(c, "wall_admin", "p", &[]),
        &["wall_in", "wall_out"],
    )
    .await;
    assert!(database(&catalog, "wall_in").contents.is_some());
    let out = database(&catalog, "wall_out");
    assert!(out.contents.is_none());
    assert!(
        out.unreachable
            .as_deref()
            .unwrap()
            .contains("may not connect"),
        "{out:?}"
    );
    assert_eq!(catalog.warnings.len(), 1);
    assert_eq!(catalog.taken_by.as_str(), "wall_admin");
}

#[tokio::test]
async fn the_caller_chooses_from_the_cluster_part_and_sees_progress() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE need_a");
    c.sql("postgres", "CREATE DATABASE need_b");
    let wanted = |cluster: &Catalog| {
        assert!(cluster.databases.values().all(|d| d.contents.is_none()));
        BTreeSet::from(["need_a".into(), "postgres".into(), "no such".into()])
    };
    let seen = Mutex::new(Vec::new());
    let report = |event| seen.lock().unwrap().push(event);
    let catalog = take(&params(c), 1, needed(wanted), &report).await.unwrap();
    assert!(database(&catalog, "need_a").contents.is_some());
    assert!(database(&catalog, "postgres").contents.is_some());
    assert!(database(&catalog, "need_b").contents.is_none());
    let event = |name: &str, done| Progress::Database {
        name: name.into(),
        done,
        total: 2,
        unreachable: None,
    };
    let expected = [
        Progress::Cluster { databases: 2 },
        event("need_a", 1),
        event("postgres", 2),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
    let listed = Which::Listed(BTreeSet::from(["need_a".into(), "no such".into()]));
    let error = take(&params(c), 1, listed, &|_| {}).await.unwrap_err();
    assert!(
        matches!(&error, SnapshotError::NoSuchDatabase { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("`no such`"));
}

/// Between the cluster part and the database part, somebody creates a role and grants it something.
#[tokio::test]
async fn a_role_created_meanwhile_keeps_its_name() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE late_db");
    let meanwhile = |_: &Catalog| {
        c.sql(
            "late_db",
            "CREATE ROLE late_role; GRANT USAGE ON SCHEMA public TO late_role",
        );
        BTreeSet::from(["late_db".into()])
    };
    let which = needed(meanwhile);
    let catalog = take(&params(c), 1, which, &|_| {}).await.unwrap();
    assert!(catalog.roles.contains_key("late_role"));
    let acl = words(schema(&catalog, "late_db", "public").acl.as_ref().unwrap());
    assert!(
        acl.iter()
            .any(|entry| entry.starts_with("late_role=USAGE/")),
        "{acl:?}"
    );
}

/// Not more connections than asked for, and a server that is full for a moment is asked again.
#[tokio::test]
async fn a_full_server_is_asked_again() {
    let c = Cluster::start_private(&[
        ("max_connections", "6"),
        ("superuser_reserved_connections", "0"),
    ]);
    for i in 0..12 {
        c.sql("postgres", &format!("CREATE DATABASE full{i}"));
    }
    let catalog = take(&params(&c), 8, Which::All, &|_| {}).await.unwrap();
    assert_eq!(catalog.warnings, []);
    assert_eq!(
        catalog
            .databases
            .values()
            .filter(|d| d.contents.is_some())
            .count(),
        13
    );
}

#[tokio::test]
async fn a_cluster_at_rest_gives_the_same_snapshot_twice_and_from_any_database() {
    let c = Cluster::start_private(&[]);
    for i in 0..10 {
        c.sql("postgres", &format!("CREATE DATABASE d{i}; "));
        c.sql(
            &format!("d{i}"),
            "CREATE TABLE a (i int); CREATE TABLE b (i int); GRANT SELECT ON a TO PUBLIC",
        );
    }
    let all = async |connections| {
        let mut catalog = take(&params(&c), connections, Which::All, &|_| {})
            .await
            .expect("a snapshot");
        assert!(catalog.taken_at.take().is_some());
        catalog
    };
    let first = all(8).await;
    assert_eq!(first, all(1).await);
    assert!(
        first
            .databases
            .iter()
            .all(|(n, d)| d.contents.is_some() != n.as_str().starts_with("template"))
    );
    // Without the database `postgres`, the cluster part is read from template1.
    c.sql("d1", "DROP DATABASE postgres");
    let mut without = first;
    without.databases.remove("postgres");
    assert_eq!(without, all(8).await);
}

fn needed(
    ask: impl Fn(&Catalog) -> BTreeSet<planner::names::DatabaseName> + Send + Sync + 'static,
) -> Which<'static> {
    Which::Needed {
        ask: Box::new(ask),
        likely: BTreeSet::new(),
        roles: Vec::new(),
    }
}
