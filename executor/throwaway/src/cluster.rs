//! A running server, and the superuser's way in.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use crate::background::block_on;
#[cfg(feature = "container")]
use crate::container::ContainerServer;
use crate::error::Error;
use crate::local::LocalServer;

/// One row of [`Cluster::sql`]: every value as text, `None` for NULL.
pub type Row = Vec<Option<String>>;

/// A running server, and the superuser's way in. It stops and is removed when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    /// Where it listens.
    pub host: String,
    /// Where it listens.
    pub port: u16,
    /// The superuser's name.
    pub user: &'static str,
    /// The superuser's password, random per cluster.
    pub password: String,
    /// Major version: 13 to 18.
    pub version: u32,
    server: Server,
}

#[derive(Debug)]
pub(crate) enum Server {
    Local(LocalServer),
    #[cfg(feature = "container")]
    Container(Box<ContainerServer>),
}

impl Cluster {
    pub(crate) fn of(server: Server, password: String) -> Result<Cluster, Error> {
        let (host, port) = match &server {
            Server::Local(server) => (String::from("127.0.0.1"), server.port()),
            #[cfg(feature = "container")]
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
        let number = cluster.wait_ready()?;
        let number = number.into_iter().flatten().flatten().next();
        cluster.version = number.and_then(|n| n.parse().ok()).unwrap_or(0) / 10_000;
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
    ///
    /// # Errors
    /// There is no such database, or the server is stopped.
    pub async fn connect(&self, database: &str) -> Result<Client, Error> {
        let connected = self.config(database).connect(NoTls).await;
        let (client, connection) = connected.map_err(failed(database, ""))?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// Runs SQL (several statements are fine) as the superuser and returns all rows.
    /// Blocking, and callable from sync and async code alike.
    ///
    /// # Errors
    /// What the server says.
    pub fn sql(&self, database: &str, sql: &str) -> Result<Vec<Row>, Error> {
        block_on(async {
            let client = self.connect(database).await?;
            let messages = client.simple_query(sql).await;
            let messages = messages.map_err(failed(database, sql))?;
            let rows = messages.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(
                    (0..row.len())
                        .map(|i| row.get(i).map(str::to_string))
                        .collect(),
                ),
                _ => None,
            });
            Ok(rows.collect())
        })?
    }

    /// A hot standby of this one, with these settings besides its own; gone when dropped. This one is
    /// started anew for it. Servers in containers have none.
    ///
    /// # Errors
    /// It cannot be copied, or does not start: what the programs printed.
    pub fn standby(&self, settings: &[(&str, &str)]) -> Result<Cluster, Error> {
        match &self.server {
            Server::Local(server) => {
                let copy = server.standby((self.user, &self.password), settings)?;
                Cluster::of(Server::Local(copy), self.password.clone())
            }
            #[cfg(feature = "container")]
            Server::Container(_) => Err(Error::NoStandby),
        }
    }

    /// Stops the server; open connections are cut.
    ///
    /// # Errors
    /// It does not stop within a minute.
    pub fn stop(&self) -> Result<(), Error> {
        match &self.server {
            Server::Local(server) => server.stop(),
            #[cfg(feature = "container")]
            Server::Container(server) => server.stop(),
        }
    }

    /// Starts a stopped server again, on the same port and with the same data.
    ///
    /// # Errors
    /// It does not start: somebody else may have the port now.
    pub fn start_again(&self) -> Result<(), Error> {
        match &self.server {
            Server::Local(server) => server.start_again()?,
            #[cfg(feature = "container")]
            Server::Container(server) => server.start_again()?,
        }
        self.wait_ready().map(|_| ())
    }

    /// All that the server has logged so far.
    #[must_use]
    pub fn server_log(&self) -> String {
        match &self.server {
            Server::Local(server) => server.log(),
            #[cfg(feature = "container")]
            Server::Container(server) => server.log(),
        }
    }

    /// Where the server's Unix socket is, unless it runs in a container.
    #[must_use]
    pub fn socket_dir(&self) -> Option<&Path> {
        match &self.server {
            Server::Local(server) => Some(server.socket_dir()),
            #[cfg(feature = "container")]
            Server::Container(_) => None,
        }
    }

    /// A program of the server's own version, such as `psql`, where that came along.
    #[must_use]
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        match &self.server {
            Server::Local(server) => Some(server.bindir().join(name)).filter(|file| file.exists()),
            #[cfg(feature = "container")]
            Server::Container(_) => None,
        }
    }

    /// The server's version, as soon as it answers.
    fn wait_ready(&self) -> Result<Vec<Row>, Error> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let error = match self.sql("postgres", "SHOW server_version_num") {
                Ok(rows) => return Ok(rows),
                Err(error) => error,
            };
            if Instant::now() > deadline {
                return Err(Error::Silent {
                    source: Box::new(error),
                    log: self.server_log(),
                });
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn failed(database: &str, sql: &str) -> impl FnOnce(tokio_postgres::Error) -> Error {
    let (database, statement) = (database.to_owned(), sql.to_owned());
    |source| Error::Sql {
        database,
        statement,
        source,
    }
}
