//! Sessions: their settings, their notices, reading inside an open transaction.

use std::time::Duration;

use cluster::connect::{Purpose, connect, connect_maintenance, health};
use cluster::snapshot::{Detail, read_cluster, read_database};
use planner::catalog::CatalogBuilder;

use super::support::{database, group, listed, params, params_of, schema, words};
use crate::postgres::cluster;

#[tokio::test]
async fn settings_depend_on_no_default_and_end_with_the_transaction() {
    let c = cluster();
    c.sql(
        "postgres",
        "CREATE ROLE set_odd LOGIN SUPERUSER PASSWORD 'p'; ALTER ROLE set_odd SET search_path = evil;
         ALTER ROLE set_odd SET client_min_messages = error; ALTER ROLE set_odd SET datestyle = 'German';
         ALTER ROLE set_odd SET standard_conforming_strings = off; ALTER ROLE set_odd SET statement_timeout = 0;
         ALTER ROLE set_odd SET default_transaction_read_only = on;
         ALTER ROLE set_odd SET default_transaction_isolation = serializable",
    );
    let mut p = params_of(c, "set_odd", "p", &[]);
    p.limits.lock = Duration::from_millis(1500);
    p.application_name = "rolewright/1234".to_owned();
    let session = connect_maintenance(&p).await.unwrap();
    let shown = async |name: &str| -> String {
        let sql = format!("SELECT pg_catalog.current_setting('{name}')");
        session.query(&sql, &[]).await.unwrap()[0].get(0)
    };
    let settings = [
        ("search_path", "evil", "pg_catalog, pg_temp"),
        ("client_min_messages", "error", "notice"),
        ("standard_conforming_strings", "off", "on"),
        ("statement_timeout", "0", "5min"),
        ("lock_timeout", "0", "1500ms"),
        ("idle_in_transaction_session_timeout", "0", "10min"),
        ("tcp_keepalives_count", "9", "3"),
        ("transaction_read_only", "on", "off"),
        ("transaction_isolation", "serializable", "read committed"),
        ("application_name", "rolewright/1234", "rolewright/1234"),
    ];
    for (name, before, _) in settings {
        let shown = shown(name).await;
        // How often the kernel asks by itself is the machine's affair.
        assert!(
            shown == before || name.starts_with("tcp_"),
            "{name}: {shown}"
        );
    }
    let before = shown("tcp_keepalives_count").await;
    let other_end = session.begin(Purpose::Write).await.unwrap();
    assert_eq!(other_end.current_user.as_str(), "set_odd");
    assert_eq!(other_end.version_num, session.version_num());
    for (name, _, inside) in settings {
        assert_eq!(shown(name).await, inside, "{name}");
    }
    session.commit().await.unwrap();
    for (name, outside, _) in settings {
        let shown = shown(name).await;
        assert!(
            shown == outside || name.starts_with("tcp_"),
            "{name}: {shown}"
        );
    }
    assert_eq!(shown("tcp_keepalives_count").await, before);
    session.begin(Purpose::Read).await.unwrap();
    assert_eq!(shown("transaction_read_only").await, "on");
    assert_eq!(shown("transaction_isolation").await, "repeatable read");
    assert_eq!(session.version_num() / 10_000, c.version);
    session.close().await;
}

#[tokio::test]
async fn the_account_s_own_limits_do_not_end_a_transaction() {
    let c = cluster();
    let mut limits =
        "ALTER ROLE set_short SET idle_in_transaction_session_timeout = '300ms';".to_owned();
    if c.version >= 14 {
        limits.push_str("ALTER ROLE set_short SET idle_session_timeout = '300ms';");
    }
    if c.version >= 17 {
        limits.push_str("ALTER ROLE set_short SET transaction_timeout = '300ms';");
    }
    let create = format!("CREATE ROLE set_short LOGIN PASSWORD 'p'; {limits}");
    c.sql("postgres", &create);
    let session = connect_maintenance(&params_of(c, "set_short", "p", &[]))
        .await
        .unwrap();
    session.begin(Purpose::Write).await.unwrap();
    tokio::time::sleep(Duration::from_millis(900)).await;
    session.batch("SELECT 1").await.unwrap();
    session.commit().await.unwrap();
}

#[tokio::test]
async fn notices_are_there_before_the_statement_is_done() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE not_db");
    c.sql("postgres", "CREATE ROLE not_weak LOGIN PASSWORD 'p'");
    c.sql(
        "not_db",
        "CREATE TABLE t (i int); GRANT SELECT ON t TO not_weak",
    );
    let session = connect(&params_of(c, "not_weak", "p", &[]), &"not_db".into())
        .await
        .unwrap();
    for round in 0..50 {
        let raise = format!("DO $$ BEGIN RAISE WARNING 'one {round}'; RAISE NOTICE 'two'; END $$");
        session.client().batch_execute(&raise).await.unwrap();
        let notices = session.take_notices();
        assert_eq!(notices.len(), 2, "{notices:?}");
        assert_eq!(
            (notices[0].severity.as_str(), notices[1].severity.as_str()),
            ("WARNING", "NOTICE")
        );
        assert_eq!(notices[0].message, format!("one {round}"));
    }
    session
        .client()
        .batch_execute("GRANT SELECT ON public.t TO PUBLIC")
        .await
        .unwrap();
    let codes: Vec<_> = session
        .take_notices()
        .into_iter()
        .map(|n| n.sqlstate)
        .collect();
    assert_eq!(codes, ["01007"]);
    assert!(session.take_notices().is_empty());
}

#[tokio::test]
async fn an_open_transaction_sees_its_own_changes() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE own_db");
    c.sql("own_db", "CREATE SCHEMA s; CREATE TABLE s.t (i int)");
    let session = connect(&params(c), &"own_db".into()).await.unwrap();
    let sql = "BEGIN; CREATE ROLE own_role; GRANT CONNECT ON DATABASE own_db TO own_role;
               GRANT USAGE ON SCHEMA s TO own_role; GRANT SELECT ON s.t TO own_role";
    session.client().batch_execute(sql).await.unwrap();
    let mut builder = CatalogBuilder::new(read_cluster(&session, None).await.unwrap());
    builder.database(
        &"own_db".into(),
        read_database(&session, Detail::All).await.unwrap(),
    );
    let inside = builder.finish(None);
    assert!(inside.roles.contains_key("own_role"));
    let acl = words(database(&inside, "own_db").acl.as_ref().unwrap());
    assert!(
        acl.contains(&"own_role=CONNECT/postgres".to_owned()),
        "{acl:?}"
    );
    let s = schema(&inside, "own_db", "s");
    assert!(words(s.acl.as_ref().unwrap()).contains(&"own_role=USAGE/postgres".to_owned()));
    assert!(
        words(group(s, "t").acl.as_ref().unwrap()).contains(&"own_role=SELECT/postgres".to_owned())
    );
    let outside = listed(&params(c), &["own_db"]).await;
    assert!(!outside.roles.contains_key("own_role"));
    assert!(group(schema(&outside, "own_db", "s"), "t").acl.is_none());
    session.client().batch_execute("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn a_session_that_was_ended_says_why() {
    let c = cluster();
    let session = connect(&params(c), &"postgres".into()).await.unwrap();
    let row = session
        .client()
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .unwrap();
    let pid: i32 = row.get(0);
    c.sql("postgres", &format!("SELECT pg_terminate_backend({pid})"));
    while !session.is_closed() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(
        session.why_closed().unwrap().contains("57P01"),
        "{:?}",
        session.why_closed()
    );
    let error = read_database(&session, Detail::All)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("57P01") && error.contains("database `postgres`"),
        "{error}"
    );
}

#[tokio::test]
async fn health_says_who_we_are() {
    let c = cluster();
    c.sql(
        "postgres",
        "CREATE ROLE hea_cr LOGIN CREATEROLE PASSWORD 'p'",
    );
    let admin = health(&params(c)).await.unwrap();
    assert!(admin.account.superuser && !admin.in_recovery && admin.tls.is_none());
    assert_eq!(admin.version_num / 10_000, c.version);
    let other = health(&params_of(c, "hea_cr", "p", &[])).await.unwrap();
    assert_eq!(
        (
            other.user.as_str(),
            other.account.superuser,
            other.account.createrole
        ),
        ("hea_cr", false, true)
    );
    assert!(other.latency < other.connect_time + Duration::from_secs(1));
}
