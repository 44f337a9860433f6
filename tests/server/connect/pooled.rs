//! Through a pooler: others notice nothing of us, and what cannot be carried is refused by name.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cluster::connect::{ConnectErrorKind, Pooling, Purpose, connect, health};
use cluster::snapshot::{Which, take};
use tokio_postgres::{Client, Config, NoTls};

use super::pgbouncer::Pgbouncer;
use crate::postgres::{Cluster, cluster};

/// All that we set in transactions of ours and another program would notice.
const SHOWN: &str = "SELECT pg_catalog.concat_ws('|', current_setting('search_path'),
    current_setting('lock_timeout'), current_setting('statement_timeout'),
    current_setting('idle_in_transaction_session_timeout'), current_setting('client_min_messages'),
    current_setting('jit'), current_setting('TimeZone'), current_setting('DateStyle'),
    current_setting('default_transaction_isolation'), current_setting('tcp_user_timeout'))";

async fn open(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn shown(client: &Client) -> String {
    client.query_typed_one(SHOWN, &[]).await.unwrap().get(0)
}

/// Another program: it looks again and again in these databases until it is told to end, and says what
/// it saw first, how often it looked, and what was different.
fn watch(
    configs: Vec<Config>,
    end: Arc<AtomicBool>,
) -> std::thread::JoinHandle<(Vec<String>, usize, Vec<String>)> {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        runtime.block_on(async {
            let mut clients = Vec::new();
            let mut first = Vec::new();
            for config in &configs {
                let client = open(config).await;
                first.push(shown(&client).await);
                clients.push(client);
            }
            let (mut looks, mut other) = (0, Vec::new());
            while !end.load(Ordering::Relaxed) {
                for (client, first) in clients.iter().zip(&first) {
                    let now = shown(client).await;
                    if now != *first {
                        other.push(now);
                    }
                    looks += 1;
                }
            }
            (first, looks, other)
        })
    })
}

/// The settings of every session of the pool: as many transactions as it has, at once.
async fn all_sessions(config: &Config, sessions: usize) -> Vec<String> {
    let mut open_ones = Vec::new();
    for _ in 0..sessions {
        let client = open(config).await;
        client.batch_execute("BEGIN").await.unwrap();
        open_ones.push(client);
    }
    let mut all = Vec::new();
    for client in &open_ones {
        all.push(shown(client).await);
    }
    all
}

/// Runs the commands with another client beside them, which must not notice.
fn unnoticed(c: &Cluster, database: &str, pool: usize, commands: &[&[&str]]) {
    c.sql("postgres", &format!("CREATE DATABASE {database}"));
    c.sql(database, "CREATE TABLE t (i int)");
    let pgbouncer = Pgbouncer::start(c, "transaction", u32::try_from(pool).unwrap(), "");
    let desk = pgbouncer.desk(c);
    let configs: Vec<_> = ["postgres", database]
        .map(|database| pgbouncer.config(c, database))
        .into();
    let end = Arc::new(AtomicBool::new(false));
    let watcher = watch(configs.clone(), Arc::clone(&end));
    for command in commands {
        let output = desk.run(command);
        assert_eq!(output.code, 0, "{command:?}: {}", output.all());
    }
    end.store(true, Ordering::Relaxed);
    let (first, looks, other) = watcher.join().unwrap();
    assert!(looks > 2 * commands.len(), "{looks} looks");
    assert_eq!(other, Vec::<String>::new(), "instead of {first:?}");
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    for (config, first) in configs.iter().zip(&first) {
        let after = runtime.block_on(all_sessions(config, pool));
        assert!(
            after.iter().all(|now| now == first),
            "{after:?}, not {first}"
        );
    }
}

#[test]
fn others_notice_nothing_of_plan_and_snapshot() {
    let scopes = "poo_read";
    unnoticed(
        cluster(),
        scopes,
        1,
        &[
            &["health", "pooled"],
            &[
                "plan",
                "pooled",
                "--role",
                "ro",
                "--scopes",
                scopes,
                "--privileges",
                "SELECT",
            ],
            &["snapshot", "pooled", "-o", "catalog.json"],
        ],
    );
}

#[test]
fn others_notice_nothing_of_an_apply() {
    let scopes = "poo_write";
    unnoticed(
        cluster(),
        scopes,
        4,
        &[
            &[
                "plan",
                "pooled",
                "--role",
                "ro",
                "--scopes",
                scopes,
                "--privileges",
                "SELECT",
                "-o",
                "result.yaml",
            ],
            &["apply", "-f", "result.yaml"],
        ],
    );
}

#[tokio::test]
async fn health_tells_what_is_in_between() {
    let c = cluster();
    let direct = health(&crate::snapshot::support::params(c)).await.unwrap();
    assert_eq!(direct.pooling, Pooling::None);
    let session = Pgbouncer::start(c, "session", 2, "");
    assert_eq!(
        health(&session.params(c)).await.unwrap().pooling,
        Pooling::Some
    );
    let transaction = Pgbouncer::start(c, "transaction", 2, "");
    let looked = health(&transaction.params(c)).await.unwrap();
    assert_eq!(looked.pooling, Pooling::Transaction);
    let shown = transaction.desk(c).run(&["health", "pooled"]).expect(0);
    assert!(
        shown.stdout.contains("pooler: transaction mode"),
        "{}",
        shown.stdout
    );
}

#[tokio::test]
async fn another_process_for_the_next_transaction_tells() {
    let c = cluster();
    let pgbouncer = Pgbouncer::start(c, "transaction", 2, "");
    let (params, database) = (pgbouncer.params(c), "postgres".into());
    let one = connect(&params, &database).await.unwrap();
    assert_eq!(one.pooling(), Pooling::Unknown);
    one.begin(Purpose::Read).await.unwrap();
    one.rollback().await.unwrap();
    assert_eq!(one.pooling(), Pooling::Some);
    // Somebody else has that process now.
    let other = connect(&params, &database).await.unwrap();
    other.begin(Purpose::Read).await.unwrap();
    one.begin(Purpose::Read).await.unwrap();
    assert_eq!(one.pooling(), Pooling::Transaction);
}

#[tokio::test]
async fn a_pool_in_statement_mode_is_refused_by_name() {
    let c = cluster();
    let pgbouncer = Pgbouncer::start(c, "statement", 2, "");
    let error = health(&pgbouncer.params(c)).await.unwrap_err();
    assert!(
        matches!(error.kind, ConnectErrorKind::StatementPooler(_)),
        "{error}"
    );
    assert!(error.to_string().contains("transaction mode"), "{error}");
    let which = Which::All;
    let error = take(&pgbouncer.params(c), 2, which, &|_| {})
        .await
        .unwrap_err();
    assert!(error.to_string().contains("statement mode"), "{error}");
}
