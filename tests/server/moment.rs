//! The throwaway server itself: it starts, answers, stops, starts again, logs, and outlives nobody.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::postgres::{Cluster, cluster};

#[tokio::test]
async fn the_shared_cluster_answers() {
    let client = cluster().connect("postgres").await;
    let row = client.query_one("SELECT 1", &[]).await.unwrap();
    assert_eq!(row.get::<_, i32>(0), 1);
}

#[test]
fn it_is_the_version_asked_for() {
    let cluster = cluster();
    assert!(cluster.version >= 13, "PostgreSQL {}", cluster.version);
    if let Ok(major) = std::env::var("ROLEWRIGHT_TEST_PG") {
        assert_eq!(cluster.version.to_string(), major);
    }
}

#[test]
fn passwords_are_checked_and_kept_as_scram_verifiers() {
    let verifier = cluster().sql(
        "postgres",
        "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'",
    );
    assert!(
        verifier[0][0]
            .as_deref()
            .unwrap()
            .starts_with("SCRAM-SHA-256$")
    );
    let mut other = cluster().config("postgres");
    other.password("wrong");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let refused = runtime
        .block_on(other.connect(tokio_postgres::NoTls))
        .err()
        .unwrap();
    assert_eq!(refused.code().unwrap().code(), "28P01");
}

#[test]
fn a_private_cluster_stops_and_starts_again_with_its_data() {
    let cluster = Cluster::start_private(&[("log_statement", "all")]);
    cluster.sql(
        "postgres",
        "CREATE TABLE kept (note text); INSERT INTO kept VALUES (NULL)",
    );
    cluster.stop();
    assert!(cluster.try_sql("postgres", "SELECT 1").is_err());
    cluster.start_again();
    assert_eq!(
        cluster.sql("postgres", "SELECT note, 'it''s' FROM kept"),
        [[None, Some("it's".to_string())]]
    );
    assert!(cluster.server_log().contains("CREATE TABLE kept"));
}

/// Runs itself once more as the process to kill: `CHILD` tells the two apart.
#[test]
fn no_server_outlives_a_killed_test_process() {
    const CHILD: &str = "ROLEWRIGHT_TEST_TO_BE_KILLED";
    if std::env::var_os(CHILD).is_some() {
        let cluster = Cluster::start_private(&[]);
        println!("\nserver at {}:{}", cluster.host, cluster.port);
        std::thread::sleep(Duration::from_secs(120));
        return;
    }
    let name = "moment::no_server_outlives_a_killed_test_process";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let address = lines
        .filter_map(|line| line.strip_prefix("server at ").map(str::to_string))
        .next();
    let address = address.expect("the child started a server");
    assert!(TcpStream::connect(&address).is_ok());
    child.kill().unwrap();
    child.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(&address).is_ok() {
        assert!(
            Instant::now() < deadline,
            "the server at {address} is still there"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
