//! The throwaway cluster, what is in it, and a desk to work at.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use tempfile::TempDir;
use throwaway::{Cluster, Programs, Row, Wanted};

use super::settings::Settings;
use crate::error::Error;
use crate::run::{Progress, cargo, root};

/// Databases that are put in order at a time.
const AT_ONCE: usize = 4;

/// Everything is stopped and removed when this is dropped.
pub struct World<'a> {
    pub settings: &'a Settings,
    pub progress: Progress,
    pub rolewright: PathBuf,
    pub psql: PathBuf,
    pub cluster: Arc<Cluster>,
    desk: TempDir,
}

impl<'a> World<'a> {
    pub async fn build(settings: &'a Settings) -> Result<Self, Error> {
        let progress = Progress::begin();
        let rolewright = rolewright(settings, &progress)?;
        progress.section("cluster");
        // No vacuum of its own accord while something is measured (we vacuum before). All else is as
        // PostgreSQL comes, so commits are durable.
        let wanted = Wanted::default().downloads(root().join(".cache"));
        let wanted = wanted.durable().setting("autovacuum", "off");
        let wanted = match settings.major {
            Some(major) => wanted.major(major),
            None => wanted,
        };
        let cluster = blocking(move || Ok(wanted.start()?)).await?;
        let mut builder = tempfile::Builder::new();
        let desk = builder.prefix("rolewright-bench-").tempdir();
        let desk = desk.map_err(|source| Error::File {
            path: std::env::temp_dir(),
            source,
        })?;
        let world = Self {
            settings,
            progress,
            rolewright,
            psql: psql(&cluster),
            cluster: Arc::new(cluster),
            desk,
        };
        world.fill().await?;
        world.write_inputs().await?;
        Ok(world)
    }

    pub fn desk(&self) -> &Path {
        self.desk.path()
    }

    /// The rows of the last statement that has some; each statement is a transaction of its own.
    pub async fn sql(&self, database: &str, statements: &[&str]) -> Result<Vec<Row>, Error> {
        let (cluster, database) = (Arc::clone(&self.cluster), database.to_owned());
        let statements: Vec<String> = statements.iter().map(ToString::to_string).collect();
        blocking(move || {
            let mut rows = Vec::new();
            for statement in statements {
                rows = cluster.sql(&database, &statement)?;
            }
            Ok(rows)
        })
        .await
    }

    /// Drops roles and all that they hold, and makes the catalogs as they were.
    pub async fn without(&self, roles: &[String]) -> Result<(), Error> {
        let list: Vec<_> = roles.iter().map(|role| format!("\"{role}\"")).collect();
        let list = list.join(", ");
        let owned = format!("DROP OWNED BY {list}");
        // What they hold on databases goes with the first: two at once would fail each other.
        self.sql("postgres", &[&owned]).await?;
        let each = self.settings.database_names().map(|name| {
            let owned = owned.clone();
            async move { self.sql(&name, &[&owned]).await.map(drop) }
        });
        stream::iter(each.collect::<Vec<_>>())
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        let drop = format!("DROP ROLE {list}");
        self.sql("postgres", &[&drop]).await?;
        self.settle().await
    }

    /// One template, copied.
    async fn fill(&self) -> Result<(), Error> {
        let Settings {
            schemas, tables, ..
        } = self.settings;
        let template = "bench_template";
        self.sql("postgres", &[&format!("CREATE DATABASE {template}")])
            .await?;
        let fill = include_str!("fill.sql");
        let fill = format!("{fill}SELECT pg_temp.fill({schemas}, {tables})");
        self.sql(template, &[&fill, "VACUUM ANALYZE"]).await?;
        // Copying files, as before 15, is quicker than logging every page.
        let strategy = match self.cluster.version {
            15.. => "STRATEGY FILE_COPY",
            _ => "",
        };
        for name in self.settings.database_names() {
            let create = format!("CREATE DATABASE {name} TEMPLATE {template} {strategy}");
            self.sql("postgres", &[&create]).await?;
        }
        let drop = format!("DROP DATABASE {template}");
        self.sql("postgres", &[&drop, "CHECKPOINT"]).await?;
        Ok(())
    }

    /// Dead rows gone and statistics fresh, in every database: as a server with autovacuum is.
    pub async fn settle(&self) -> Result<(), Error> {
        let others = self.settings.database_names();
        let all = std::iter::once("postgres".to_owned()).chain(others);
        let each = all.map(|name| async move {
            let vacuum = [
                "VACUUM (ANALYZE) pg_catalog.pg_class",
                "VACUUM (ANALYZE) pg_catalog.pg_namespace",
            ];
            self.sql(&name, &vacuum).await.map(drop)
        });
        stream::iter(each.collect::<Vec<_>>())
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        let shared = [
            "VACUUM (ANALYZE) pg_catalog.pg_shdepend",
            "VACUUM (ANALYZE) pg_catalog.pg_database",
            "VACUUM (ANALYZE) pg_catalog.pg_authid",
            "CHECKPOINT",
        ];
        self.sql("postgres", &shared).await?;
        Ok(())
    }

    pub fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.desk().join(name);
        std::fs::write(&path, text).map_err(|source| Error::File { path, source })
    }

    pub fn read(&self, name: &str) -> Result<String, Error> {
        let path = self.desk().join(name);
        std::fs::read_to_string(&path).map_err(|source| Error::File { path, source })
    }

    /// A third of the roles read, a third write, a third delete too.
    async fn write_inputs(&self) -> Result<(), Error> {
        let Cluster { host, port, .. } = self.cluster.as_ref();
        self.resource("bench", host, *port).await?;
        let scopes: Vec<String> = self.settings.database_names().collect();
        let scopes = scopes.join(", ");
        let mut plan = "items:\n".to_owned();
        for n in 1..=self.settings.roles {
            let privileges = match n % 3 {
                0 => "SELECT",
                1 => "SELECT, INSERT, UPDATE",
                _ => "SELECT, INSERT, UPDATE, DELETE",
            };
            let _ = writeln!(
                plan,
                "- {{resource_name: bench, type: managed, role: team_{n:02}, scopes: [{scopes}], privileges: [{privileges}]}}"
            );
        }
        self.write("plan.yaml", &plan)
    }

    /// A way to the cluster, in the inventory.
    pub async fn resource(&self, name: &str, host: &str, port: u16) -> Result<(), Error> {
        let Cluster { user, password, .. } = self.cluster.as_ref();
        let inventory = format!("name,type,host,port\n{name},PostgreSQL,{host},{port}\n");
        self.write("inventory.csv", &inventory)?;
        let credentials = format!("name,admin_user,password\n{name},{user},{password}\n");
        self.write("credentials.csv", &credentials)?;
        self.rolewright(&["resources", "import", "-f", "inventory.csv"])
            .await?;
        self.rolewright(&["credentials", "import", "-f", "credentials.csv"])
            .await
    }
}

/// What blocks runs on a thread for that: a signal is heard meanwhile.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Runtime(error.into()))?
}

/// The one that was named, else the release build, up to date.
fn rolewright(settings: &Settings, progress: &Progress) -> Result<PathBuf, Error> {
    if let Some(binary) = &settings.binary {
        return std::path::absolute(binary).map_err(|source| Error::File {
            path: binary.clone(),
            source,
        });
    }
    progress.section("release build");
    let build = ["build", "--release", "--quiet", "--bin", "rolewright"];
    if !cargo(&build, &[])? {
        return Err(Error::Build);
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root().join("target"));
    Ok(root().join(target).join("release/rolewright"))
}

/// Not Debian's `/usr/bin/psql`, where another is: that is a script that looks for the real one.
fn psql(cluster: &Cluster) -> PathBuf {
    let installed = Programs::installed().into_iter();
    let installed = installed.map(|programs| programs.bindir.join("psql"));
    let mut real = cluster.program("psql").into_iter().chain(installed);
    real.find(|psql| psql.is_file())
        .unwrap_or_else(|| PathBuf::from("psql"))
}
