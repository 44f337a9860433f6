//! A throwaway PostgreSQL cluster for tests: `cluster()` starts one per test binary.
//!
//! It lives in a temporary folder (or a container) and dies with the test process,
//! however that ends. Without any server the test fails; nothing is skipped.
#![allow(dead_code)] // Each test binary uses its own part of this.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.

mod background;
mod choose;
mod container;
mod docker;
mod local;
mod server_user;
mod watchdog;

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

/// One row of [`Cluster::sql`]: every value as text, `None` for NULL.
pub type Row = Vec<Option<String>>;

/// A running cluster and the superuser's way in.
pub struct Cluster {
    pub host: String,
    pub port: u16,
    pub user: &'static str,
    /// Random per cluster.
    pub password: String,
    /// Major version: 13 to 18.
    pub version: u32,
    server: Server,
}

enum Server {
    Local(local::LocalServer),
    Container(Box<container::ContainerServer>),
}

/// The cluster shared by the tests of one binary. Tests run side by side: use
/// databases and roles of your own in it.
pub fn cluster() -> &'static Cluster {
    static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
    match SHARED.get_or_init(|| Cluster::try_start(&[])) {
        Ok(cluster) => cluster,
        Err(message) => panic!("{message}"),
    }
}

impl Cluster {
    /// A cluster of the test's own, to stop or to configure: `&[("log_statement", "all")]`.
    pub fn start_private(extra_conf: &[(&str, &str)]) -> Cluster {
        Cluster::try_start(extra_conf).unwrap_or_else(|message| panic!("{message}"))
    }

    fn try_start(extra_conf: &[(&str, &str)]) -> Result<Cluster, String> {
        let password = uuid::Uuid::new_v4().simple().to_string();
        let server = choose::start(&password, extra_conf)?;
        let (host, port) = match &server {
            Server::Local(server) => (String::from("127.0.0.1"), server.port()),
            Server::Container(server) => (server.host(), server.port()),
        };
        let mut cluster = Cluster {
            host,
            port,
            user: "postgres",
            password,
            version: 0,
            server,
        };
        cluster.wait_ready()?;
        let row = cluster.sql("postgres", "SHOW server_version_num").remove(0);
        let number: u32 = row[0]
            .as_deref()
            .unwrap_or("0")
            .parse()
            .expect("a version number");
        cluster.version = number / 10_000;
        Ok(cluster)
    }

    /// Connection settings of the superuser.
    pub fn config(&self, database: &str) -> Config {
        let mut config = Config::new();
        config
            .host(&self.host)
            .port(self.port)
            .user(self.user)
            .password(&self.password)
            .dbname(database)
            .connect_timeout(Duration::from_secs(10));
        config
    }

    /// The libpq variables of the superuser, for a command under test.
    pub fn env(&self, database: &str) -> [(&'static str, String); 5] {
        [
            ("PGHOST", self.host.clone()),
            ("PGPORT", self.port.to_string()),
            ("PGUSER", self.user.to_string()),
            ("PGPASSWORD", self.password.clone()),
            ("PGDATABASE", database.to_string()),
        ]
    }

    /// Connects as the superuser; the connection runs on the caller's tokio runtime.
    pub async fn connect(&self, database: &str) -> Client {
        let connected = self.config(database).connect(NoTls).await;
        let (client, connection) = connected.expect("connecting to the test cluster");
        tokio::spawn(connection);
        client
    }

    /// Runs SQL (several statements are fine) as the superuser and returns all rows.
    /// Blocking, and callable from sync and async tests alike.
    pub fn sql(&self, database: &str, sql: &str) -> Vec<Row> {
        self.try_sql(database, sql).unwrap_or_else(|error| {
            let detail = error
                .as_db_error()
                .map(ToString::to_string)
                .unwrap_or_default();
            panic!("{error}: {detail}\nin {sql}")
        })
    }

    /// Like [`Cluster::sql`], for a statement that is expected to fail.
    pub fn try_sql(&self, database: &str, sql: &str) -> Result<Vec<Row>, tokio_postgres::Error> {
        background::block_on(async {
            let (client, connection) = self.config(database).connect(NoTls).await?;
            tokio::spawn(connection);
            let messages = client.simple_query(sql).await?;
            let rows = messages.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(
                    (0..row.len())
                        .map(|i| row.get(i).map(str::to_string))
                        .collect(),
                ),
                _ => None,
            });
            Ok(rows.collect())
        })
    }

    /// Stops the server; open connections are cut. Only for a private cluster.
    pub fn stop(&self) {
        let stopped = match &self.server {
            Server::Local(server) => server.stop(),
            Server::Container(server) => server.stop(),
        };
        stopped.expect("stopping the test cluster");
    }

    /// Starts a stopped server again, on the same port and with the same data.
    pub fn start_again(&self) {
        let started = match &self.server {
            Server::Local(server) => server.start_again(),
            Server::Container(server) => server.start_again(),
        };
        started.expect("starting the test cluster again");
        self.wait_ready().expect("the test cluster is ready again");
    }

    /// All that the server has logged so far.
    pub fn server_log(&self) -> String {
        match &self.server {
            Server::Local(server) => server.log(),
            Server::Container(server) => server.log(),
        }
    }

    /// Where the server's Unix socket is, unless it runs in a container.
    pub fn socket_dir(&self) -> Option<&std::path::Path> {
        match &self.server {
            Server::Local(server) => Some(server.socket_dir()),
            Server::Container(_) => None,
        }
    }

    fn wait_ready(&self) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let Err(error) = self.try_sql("postgres", "SELECT 1") else {
                return Ok(());
            };
            if Instant::now() > deadline {
                let log = self.server_log();
                return Err(format!("the test cluster does not answer: {error}\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
