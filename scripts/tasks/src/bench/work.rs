//! What is measured: processes of their own each time.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::{Child, Command};

use super::world::World;
use crate::error::Error;
use crate::run::root;

/// A program without anything of the caller's settings.
fn program(path: &Path, folder: &Path) -> Command {
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("PG") || text.starts_with("ROLEWRIGHT_") {
            command.env_remove(&name);
        }
    }
    command
        .current_dir(folder)
        .envs([("LC_ALL", "C"), ("NO_COLOR", "1")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true);
    command
}

fn start(command: &mut Command) -> Result<Child, Error> {
    command.spawn().map_err(|source| Error::Program {
        program: command.as_std().get_program().display().to_string(),
        source,
    })
}

/// What went wrong the program said itself, on our own stderr.
async fn end(mut child: Child, what: &str) -> Result<(), Error> {
    let failed = |output: String| Error::Work {
        what: what.to_owned(),
        output,
    };
    let status = child.wait().await;
    let status = status.map_err(|error| failed(error.to_string()))?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(status.to_string())),
    }
}

fn sql_file(name: &str) -> PathBuf {
    root().join("scripts/tasks/src/bench").join(name)
}

impl World<'_> {
    pub async fn rolewright(&self, arguments: &[&str]) -> Result<(), Error> {
        let mut command = program(&self.rolewright, self.desk());
        command.env("ROLEWRIGHT_HOME", self.desk().join("home"));
        // On both sides: the proxy that adds latency understands no TLS.
        command.env("PGSSLMODE", "disable");
        if let Some(connections) = self.settings.connections {
            command.env("ROLEWRIGHT_CONNECTIONS", connections.to_string());
        }
        let child = start(command.arg("--quiet").args(arguments))?;
        end(child, &format!("rolewright {}", arguments.join(" "))).await
    }

    /// A of the pairs: result file and store included.
    pub async fn plan(&self) -> Result<(), Error> {
        let plan = ["plan", "-f", "plan.yaml", "-o", "result.yaml"];
        self.rolewright(&plan).await
    }

    pub async fn apply(&self) -> Result<(), Error> {
        self.rolewright(&["apply", "-f", "result.yaml"]).await
    }

    pub async fn snapshot(&self) -> Result<(), Error> {
        let snapshot = ["snapshot", "bench", "-o", "catalog.json"];
        self.rolewright(&snapshot).await
    }

    pub async fn plan_offline(&self) -> Result<(), Error> {
        let plan = ["plan", "-f", "plan.yaml", "-o", "offline.yaml"];
        let offline = ["--snapshot", "catalog.json"];
        self.rolewright(&[&plan[..], &offline].concat()).await
    }

    fn psql(&self, database: &str) -> Command {
        let mut command = program(&self.psql, self.desk());
        command
            .envs(self.cluster.env(database))
            .env("PGSSLMODE", "disable")
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]);
        command
    }

    /// B of the pairs: every database's catalogs at once, one process for each; the first reads what
    /// there is once a cluster too.
    pub async fn copy(&self) -> Result<(), Error> {
        let mut children = Vec::new();
        for (index, database) in self.settings.database_names().enumerate() {
            let mut psql = self.psql(&database);
            if index == 0 {
                psql.arg("-f").arg(sql_file("copy-cluster.sql"));
            }
            psql.arg("-f").arg(sql_file("copy-database.sql"));
            children.push(start(&mut psql)?);
        }
        for child in children {
            end(child, "psql: COPY").await?;
        }
        Ok(())
    }

    /// The text of a plan, through this port. psql proves, records and verifies nothing.
    pub async fn psql_file(&self, name: &str, port: u16) -> Result<(), Error> {
        let mut psql = self.psql("postgres");
        psql.env("PGPORT", port.to_string()).args(["-f", name]);
        end(start(&mut psql)?, "psql -f").await
    }

    /// One role as the hub goes about it: a process for each database, a question for each table and
    /// privilege, one after the other.
    pub async fn hub_way(&self, role: &str) -> Result<(), Error> {
        for database in self.settings.database_names() {
            let mut psql = self.psql(&database);
            psql.args(["-v", &format!("role={role}"), "-f"]);
            let child = start(psql.arg(sql_file("hub-way.sql")))?;
            end(child, "psql: the hub's way").await?;
        }
        Ok(())
    }
}
