//! `health` on servers that are well, and what it says of settings, rights and clocks.

use std::time::Duration;

use proxy::Proxy;

use super::run_with;
use crate::desk::{Desk, run};
use crate::postgres::{Cluster, cluster};

#[test]
fn a_server_that_is_well_is_ok_and_the_shape_for_programs_is_versioned() {
    let desk = Desk::with_resources(cluster(), &["fleet"]);
    let text = desk.run(&["health", "fleet"]).expect(0).stdout;
    for part in [
        "status: ok",
        "is supported",
        "postgres is a superuser",
        "no pooler",
        "warnings:",
        "tls: TLS is off",
    ] {
        assert!(text.contains(part), "no {part}: {text}");
    }
    let json = desk.run(&["health", "fleet", "--json"]).expect(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["format"], "rolewright/health/2");
    assert_eq!(json["status"], "ok");
    assert_eq!(json["facts"]["round_trips_after_login"], 1);
    assert_eq!(json["facts"]["superuser"], true);
    let checks = json["checks"].as_array().unwrap();
    let mut names: Vec<_> = checks
        .iter()
        .map(|c| c["check"].as_str().unwrap())
        .collect();
    names.dedup();
    let all = [
        "version",
        "tls",
        "standby",
        "rights",
        "clock",
        "pooler",
        "connections",
        "synchronous",
        "settings",
        "event-triggers",
        "locks",
    ];
    assert_eq!(names, all, "{json}");
    // Both clocks are this machine's.
    let facts = &json["facts"];
    let (ahead, within) = (&facts["clock_ahead_ms"], &facts["clock_give_or_take_ms"]);
    assert!(
        ahead.as_f64().unwrap().abs() <= within.as_f64().unwrap() + 1.0,
        "{facts}"
    );
}

#[test]
fn it_takes_one_round_trip_after_the_login() {
    let cluster = cluster();
    let proxy = Proxy::to(&cluster.host, cluster.port).unwrap();
    let desk = Desk::behind(proxy.port, "fleet", cluster);
    let mut trips = Vec::new();
    // A starved machine may count too many, never too few.
    for _ in 0..3 {
        let mut health = desk.command(&["health", "fleet"]);
        health.env("PGSSLMODE", "disable");
        proxy.count(Duration::from_millis(60));
        run(health, "").expect(0);
        trips = proxy.counted();
        // Opening, who we are, SCRAM's two, and one flight.
        if trips.len() <= 5 {
            return;
        }
    }
    panic!("{}: {trips:?}", trips.len());
}

#[test]
fn rights_and_settings_of_the_account_that_bite_are_named() {
    let cluster =
        Cluster::start_private(&[("log_statement", "ddl"), ("password_encryption", "md5")]);
    cluster.sql(
        "postgres",
        "CREATE ROLE maker LOGIN CREATEROLE; CREATE ROLE nobody_much LOGIN;
         CREATE ROLE hoopdev_made_by_another;
         SET password_encryption = 'scram-sha-256'; ALTER ROLE maker PASSWORD 'p'; ALTER ROLE nobody_much PASSWORD 'p';
         ALTER ROLE maker SET default_transaction_read_only = on",
    );
    if cluster.version >= 14 {
        cluster.sql(
            "postgres",
            "ALTER ROLE maker SET idle_session_timeout = '5s'",
        );
    }
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    let set = |user: &str| desk.set_account("fleet", user, "p").expect(0);
    set("maker");
    let said = desk.run(&["health", "fleet"]).expect(0).stdout;
    let mut parts = vec![
        "maker has CREATEROLE",
        "default_transaction_read_only is on",
        "the SCRAM verifier of a new password is among them",
        "password_encryption is md5",
        "reads_verifiers: false",
    ];
    if cluster.version >= 14 {
        parts.push("idle_session_timeout is 5000 ms");
    }
    if cluster.version >= 16 {
        parts.push("lacks ADMIN OPTION on 1 roles named hoopdev_…");
        parts.push("hoopdev_made_by_another");
    }
    for part in parts {
        assert!(said.contains(part), "no {part}: {said}");
    }
    // Who cannot make roles is told so when the account is set, and by health.
    let told = set("nobody_much").all();
    assert!(told.contains("cannot make roles"), "{told}");
    run_with(&desk, &["health", "fleet"], &[])
        .expect(0)
        .prints("ALTER ROLE \"nobody_much\" CREATEROLE");
}

#[test]
fn another_apply_under_way_is_seen() {
    let cluster = Cluster::start_private(&[]);
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    let others = super::Others::open(&cluster, "postgres", 1);
    // As an apply takes it: the first key is the same for all.
    others.sql("SET application_name = 'rolewright/some-sid'; BEGIN; SELECT pg_advisory_xact_lock(x'526f6c65'::int, 7)");
    desk.run(&["health", "fleet"])
        .expect(0)
        .prints("rolewright/some-sid")
        .prints("holds the lock of an apply");
}
