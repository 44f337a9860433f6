//! Snapshots while others create and drop: what is lost in a race is read again.

use std::sync::atomic::{AtomicBool, Ordering};

use cluster::snapshot::{DEFAULT_CONNECTIONS, Which, take};

use super::support::{listed, params};
use crate::postgres::{Cluster, cluster};

/// The server's own view of the roles fails like a lost race for a moment, and then no more.
#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_a_moment_is_read_again() {
    let c = Cluster::start_private(&[("allow_system_table_mods", "on")]);
    let one = |sql: &str| c.sql("postgres", sql)[0][0].clone().unwrap();
    let view = one("SELECT pg_get_viewdef('pg_catalog.pg_roles')");
    let view = view.trim().trim_end_matches(';');
    let lose = |message: &str, state: &str, moment: &str| {
        c.sql(
            "postgres",
            &format!(
                "CREATE OR REPLACE FUNCTION public.calm() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN
                     IF clock_timestamp() < '{moment}' THEN
                         RAISE EXCEPTION '{message}' USING ERRCODE = '{state}';
                     END IF;
                     RETURN true; END $$"
            ),
        );
    };
    lose("", "XX000", "-infinity");
    let calm = format!(
        "CREATE OR REPLACE VIEW pg_catalog.pg_roles AS SELECT * FROM ({view}) AS r WHERE public.calm()"
    );
    c.sql("postgres", &calm);
    for (message, state) in [
        ("cache lookup failed for relation 16385", "XX000"),
        ("could not open relation with OID 16385", "XX000"),
        ("relation 16385 does not exist", "42P01"),
    ] {
        let moment = one("SELECT (clock_timestamp() + interval '150 ms')::text");
        lose(message, state, &moment);
        listed(&params(&c), &["postgres"]).await;
    }
    lose(
        "cache lookup failed for relation 16385",
        "XX000",
        "infinity",
    );
    let never = take(&params(&c), DEFAULT_CONNECTIONS, Which::All, &|_| {}).await;
    let text = never.unwrap_err().to_string();
    assert!(text.contains("cache lookup failed"), "{text}");
    lose("something else", "42501", "infinity");
    let other = take(&params(&c), DEFAULT_CONNECTIONS, Which::All, &|_| {}).await;
    assert!(other.unwrap_err().to_string().contains("something else"));
}

#[tokio::test(flavor = "multi_thread")]
async fn creating_and_dropping_beside_it_fails_no_snapshot() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE race_db");
    let stop = AtomicBool::new(false);
    let catalogs = std::thread::scope(|scope| {
        for worker in 0..2 {
            let stop = &stop;
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    c.sql(
                        "race_db",
                        &format!(
                            "CREATE ROLE race_role_{worker}; CREATE SCHEMA race_{worker} AUTHORIZATION race_role_{worker};
                             CREATE DOMAIN race_{worker}.d AS int; CREATE TABLE race_{worker}.t (i serial, d race_{worker}.d);
                             GRANT SELECT (i) ON race_{worker}.t TO race_role_{worker}"
                        ),
                    );
                    c.sql(
                        "race_db",
                        &format!("DROP SCHEMA race_{worker} CASCADE; DROP ROLE race_role_{worker}"),
                    );
                }
            });
        }
        let taken = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let mut taken = Vec::new();
                for _ in 0..40 {
                    taken.push(listed(&params(c), &["race_db"]).await);
                }
                taken
            })
        });
        stop.store(true, Ordering::Relaxed);
        taken
    });
    for catalog in catalogs {
        let read = &catalog.databases.get("race_db").unwrap().contents;
        assert!(read.is_some(), "{:?}", catalog.warnings);
    }
}
