//! The server of the demo: a throwaway one, or one of somebody's in `DEMO_URL`.

use std::time::Duration;

use throwaway::{Cluster, Wanted};
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::show::Show;
use crate::error::{CommandError, ErrorKind};

/// The databases of the reference document.
const DATABASES: [&str; 3] = ["analytics", "app", "legacy"];

/// What the demo creates beside them.
const ROLES: [&str; 4] = [
    super::story::RO,
    super::story::RW,
    super::story::EXTERNAL,
    "demo_read_all_data",
];

/// A running server.
pub struct Server {
    /// Keeps it running.
    own: Option<Cluster>,
    config: Config,
    pub host: String,
    pub port: u16,
    pub admin: String,
    pub password: String,
    /// `15.18`
    pub version: String,
}

fn failed(message: impl Into<String>) -> CommandError {
    CommandError::new(ErrorKind::Error, message)
}

impl Server {
    /// Starts one, or logs in to the one of `DEMO_URL`.
    pub async fn start(show: &Show<'_>) -> Result<Self, CommandError> {
        let mut server = match std::env::var("DEMO_URL") {
            Ok(url) if !url.is_empty() => Self::of_url(&url)?,
            _ => Self::throwaway(show).await?,
        };
        let version = server.ask("postgres", "SHOW server_version").await?;
        server.version = version.split(' ').next().unwrap_or_default().to_owned();
        if server.major() < 13 {
            let version = &server.version;
            return Err(failed(format!(
                "this is PostgreSQL {version}; 13 or newer is needed"
            )));
        }
        let whose = match &server.own {
            Some(_) => "throwaway",
            None => "yours; what the demo creates there it drops again",
        };
        show.note(&format!(
            "PostgreSQL {} on {}:{} ({whose})",
            server.version, server.host, server.port
        ));
        Ok(server)
    }

    async fn throwaway(show: &Show<'_>) -> Result<Self, CommandError> {
        show.note("starting a throwaway PostgreSQL");
        let mut wanted = Wanted::default();
        if let Ok(major) = std::env::var("DEMO_PG") {
            let major = major.parse().map_err(|_| {
                failed(format!(
                    "DEMO_PG is `{major}`; write a major version such as 16"
                ))
            })?;
            wanted = wanted.major(major);
        }
        let started = tokio::task::spawn_blocking(move || wanted.start()).await;
        let started = started.map_err(|e| CommandError::caused("cannot start a server", &e))?;
        let own = started
            .map_err(|e| CommandError::of(&e).hint("or name a test server of yours in DEMO_URL"))?;
        Ok(Self {
            config: own.config("postgres"),
            host: own.host.clone(),
            port: own.port,
            admin: own.user.to_owned(),
            password: own.password.clone(),
            version: String::new(),
            own: Some(own),
        })
    }

    fn of_url(url: &str) -> Result<Self, CommandError> {
        let config: Config = url
            .parse()
            .map_err(|e| CommandError::caused("DEMO_URL is no address of a server", &e))?;
        let host = match config.get_hosts() {
            [tokio_postgres::config::Host::Tcp(host), ..] => host.clone(),
            _ => return Err(failed("DEMO_URL names no host")),
        };
        let password = match config.get_password() {
            Some(password) => String::from_utf8_lossy(password).into_owned(),
            None => std::env::var("PGPASSWORD").unwrap_or_default(),
        };
        Ok(Self {
            host,
            port: config.get_ports().first().copied().unwrap_or(5432),
            admin: config.get_user().unwrap_or("postgres").to_owned(),
            password,
            version: String::new(),
            own: None,
            config,
        })
    }

    pub fn is_own(&self) -> bool {
        self.own.is_some()
    }

    pub fn major(&self) -> u32 {
        let major = self.version.split('.').next().unwrap_or_default();
        major.parse().unwrap_or(0)
    }

    /// Logs in; the error is the server's.
    pub async fn log_in(
        &self,
        user: &str,
        password: &str,
        database: &str,
    ) -> Result<Client, tokio_postgres::Error> {
        let mut config = self.config.clone();
        config.user(user).password(password).dbname(database);
        config.connect_timeout(Duration::from_secs(10));
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// Runs SQL as the admin account: the values, a row a line.
    pub async fn ask(&self, database: &str, sql: &str) -> Result<String, CommandError> {
        let answer = async {
            let client = self.log_in(&self.admin, &self.password, database).await?;
            rows(&client, sql).await
        };
        let answer = answer.await;
        answer.map_err(|e| {
            let (admin, host, port) = (&self.admin, &self.host, self.port);
            CommandError::caused(format!("{host}:{port} as {admin}"), &e)
        })
    }

    /// The reference document's databases.
    pub async fn prepare(&self, show: &Show<'_>) -> Result<(), CommandError> {
        if !self.is_own() {
            self.check_yours().await?;
        }
        for name in DATABASES {
            self.ask("postgres", &format!("CREATE DATABASE {name}"))
                .await?;
        }
        for (database, sql) in [
            ("analytics", include_str!("sql/analytics.sql")),
            ("app", include_str!("sql/app.sql")),
            ("legacy", include_str!("sql/legacy.sql")),
        ] {
            self.ask(database, sql).await?;
        }
        if self.major() < 14 {
            show.note("PostgreSQL 13 has no pg_read_all_data: the demo's plan.yaml names a role of its own instead");
            self.ask("postgres", "CREATE ROLE demo_read_all_data")
                .await?;
            for name in DATABASES {
                let grant = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO demo_read_all_data";
                self.ask(name, grant).await?;
            }
        }
        Ok(())
    }

    /// Nothing of somebody's server is touched.
    async fn check_yours(&self) -> Result<(), CommandError> {
        let sql = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";
        if self.ask("postgres", sql).await? != "t" {
            let admin = &self.admin;
            return Err(failed(format!(
                "{admin} is no superuser there: the demo creates databases and hands out BYPASSRLS"
            )));
        }
        let list = |names: &[&str]| {
            let quoted: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
            quoted.join(", ")
        };
        let sql = format!(
            "SELECT 'database ' || datname FROM pg_database WHERE datname IN ({})
             UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname IN ({})",
            list(&DATABASES),
            list(&ROLES)
        );
        let there = self.ask("postgres", &sql).await?;
        if there.is_empty() {
            return Ok(());
        }
        Err(failed(format!(
            "nothing was touched, {}:{} has these already: {}",
            self.host,
            self.port,
            there.replace('\n', ", ")
        )))
    }

    /// Everything that was started or created.
    pub async fn remove(self) -> Result<(), CommandError> {
        if self.is_own() {
            let stopped = tokio::task::spawn_blocking(move || drop(self)).await;
            return stopped.map_err(|e| CommandError::caused("cannot stop the server", &e));
        }
        for name in DATABASES {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            self.ask("postgres", &sql).await?;
        }
        for name in ROLES {
            self.ask("postgres", &format!("DROP ROLE IF EXISTS {name}"))
                .await?;
        }
        Ok(())
    }
}

/// The values of all rows: a row a line, ` | ` between values.
pub async fn rows(client: &Client, sql: &str) -> Result<String, tokio_postgres::Error> {
    let messages = client.simple_query(sql).await?;
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => {
            let values = (0..row.len()).map(|i| row.get(i).unwrap_or("NULL"));
            Some(values.collect::<Vec<_>>().join(" | "))
        }
        _ => None,
    });
    Ok(rows.collect::<Vec<_>>().join("\n"))
}
