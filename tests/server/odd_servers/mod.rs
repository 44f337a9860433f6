//! Servers that are not as a server should be: what `plan`, `apply` and `health` say of them, and that
//! whatever is refused is refused by name, with nothing changed.

mod event_triggers;
mod full;
mod health;
mod open_transaction;
mod standby;
mod statement_log;
mod synchronous;

use std::time::Duration;

use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use crate::desk::{Desk, Output, run};
use crate::postgres::Cluster;

/// The arguments of a plan of one role that reads all of these databases.
fn plan<'a>(resource: &'a str, scopes: &'a str) -> Vec<&'a str> {
    vec![
        "plan",
        resource,
        "--role",
        "ro",
        "--scopes",
        scopes,
        "--privileges",
        "SELECT",
        "-o",
        "result.yaml",
    ]
}

/// The command with these variables.
fn run_with(desk: &Desk, args: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = desk.command(args);
    command.envs(env.iter().copied());
    run(command, "")
}

/// Sessions of others, open until dropped.
struct Others {
    runtime: Runtime,
    clients: Vec<Client>,
}

impl Others {
    fn open(cluster: &Cluster, database: &str, count: usize) -> Self {
        let runtime = Runtime::new().unwrap();
        let opening = async {
            let mut clients = Vec::new();
            while clients.len() < count {
                // One that was closed a moment ago may still have its place.
                match cluster.config(database).connect(NoTls).await {
                    Ok((client, connection)) => {
                        tokio::spawn(connection);
                        clients.push(client);
                    }
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
            clients
        };
        let clients = runtime.block_on(opening);
        Self { runtime, clients }
    }

    /// Runs it in the first one.
    fn sql(&self, sql: &str) {
        let client = self.clients.first().unwrap();
        self.runtime.block_on(client.batch_execute(sql)).unwrap();
    }
}

/// The roles of ours on a server.
fn our_roles(cluster: &Cluster) -> Vec<String> {
    let sql = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'hoopdev%'";
    let rows = cluster.sql("postgres", sql);
    rows.into_iter().flatten().flatten().collect()
}
