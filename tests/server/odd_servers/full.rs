//! A server whose connections are nearly used up.

use super::{Others, our_roles, plan, run_with};
use crate::desk::Desk;
use crate::desks::as_role;
use crate::postgres::Cluster;

const MOST: usize = 12;
const DATABASES: [&str; 6] = ["f1", "f2", "f3", "f4", "f5", "f6"];

fn server() -> (Cluster, Desk) {
    let cluster = Cluster::start_private(&[
        ("max_connections", &MOST.to_string()),
        ("max_wal_senders", "0"),
        ("wal_level", "minimal"),
    ]);
    for database in DATABASES {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        cluster.sql(database, "CREATE TABLE t (i int)");
    }
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    desk.run(&plan("fleet", &DATABASES.join(","))).expect(0);
    (cluster, desk)
}

const BUDGET: [(&str, &str); 1] = [("ROLEWRIGHT_CONNECTIONS", "6")];

#[test]
fn fewer_connections_than_databases_are_enough() {
    let (cluster, desk) = server();
    // Two for the lock and the maintenance database, two for databases.
    let others = Others::open(&cluster, "postgres", MOST - 4);
    run_with(&desk, &["health", "fleet"], &BUDGET)
        .expect(0)
        .prints("4 connections are left")
        .prints("more waves");
    run_with(&desk, &["apply", "-f", "result.yaml"], &BUDGET).expect(0);
    drop(others);
    let role = our_roles(&cluster).remove(0);
    let password = desk.password(&role);
    for database in DATABASES {
        as_role(&cluster, &role, &password, database, "SELECT * FROM t").unwrap();
    }
}

#[test]
fn too_few_are_refused_by_name_and_nothing_is_changed() {
    let (cluster, desk) = server();
    for left in [0, 1, 2] {
        let others = Others::open(&cluster, "postgres", MOST - left);
        let health = run_with(&desk, &["health", "fleet"], &BUDGET)
            .expect(1)
            .all();
        let says = match left {
            0 => "no connection is free".to_owned(),
            left => format!("{left} connections are left"),
        };
        assert!(health.contains(&says), "{left}: {health}");
        let refused = run_with(&desk, &["apply", "-f", "result.yaml"], &BUDGET)
            .expect(1)
            .all();
        assert!(
            refused.contains("no connection is free"),
            "{left}: {refused}"
        );
        assert!(refused.contains("max_connections"), "{left}: {refused}");
        drop(others);
        // The server lets them go a moment later.
        while cluster.try_sql("postgres", "SELECT 1").is_err() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(our_roles(&cluster), Vec::<String>::new(), "{left}");
    }
    // The plan is still good.
    run_with(&desk, &["apply", "-f", "result.yaml"], &BUDGET).expect(0);
}

#[test]
fn the_account_s_own_limit_is_what_counts() {
    let cluster = Cluster::start_private(&[]);
    cluster.sql(
        "postgres",
        "CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'p' CONNECTION LIMIT 2",
    );
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    desk.set_account("fleet", "keeper", "p").expect(0);
    // The server lets that connection go a moment later.
    let there = "SELECT 1 FROM pg_stat_activity WHERE usename = 'keeper'";
    while !cluster.sql("postgres", there).is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    desk.run(&["health", "fleet"])
        .expect(1)
        .prints("2 connections are left for this account (CONNECTION LIMIT of the role)");
}
