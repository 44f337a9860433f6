//! The real binary against a real cluster, with a home of its own.
#![allow(dead_code)] // Each test binary uses its own part of this.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Tests fail by panicking.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::harness::Cluster;

/// The reference document's roles.
pub const RO: &str = "hoopdev_analytics_ro_6075a443";
pub const RW: &str = "hoopdev_analytics_rw_2c764c3a";
pub const EXTERNAL: &str = "hoopdev_marketplace_ro_dc311713";

/// The SHA-256 of the reference document's SQL.
pub const GOLDEN: &str = "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71";

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Output {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Output {
    /// Both streams, for a search.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// The exit code has to be this.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// The output has to say this.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(
            self.all().contains(text),
            "no `{text}` in\n{}\n{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

/// A folder with a `ROLEWRIGHT_HOME` and files for one test.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With these resources in the inventory, all of them this cluster, admin account stored.
    pub fn with_resources(cluster: &Cluster, resources: &[&str]) -> Self {
        let desk = Self::new();
        let mut csv = "name,type,host,port\n".to_owned();
        for name in resources {
            csv.push_str(&format!(
                "\"{name}\",PostgreSQL,{},{}\n",
                cluster.host, cluster.port
            ));
        }
        let file = desk.write("inventory.csv", &csv);
        desk.run(&["resources", "import", "-f", file.to_str().unwrap()])
            .expect(0);
        for name in resources {
            desk.run_with_input(
                &[
                    "credentials",
                    "set",
                    name,
                    "--user",
                    cluster.user,
                    "--password-stdin",
                ],
                &cluster.password,
            )
            .expect(0);
        }
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn home(&self) -> PathBuf {
        self.path("home")
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The command, with nothing of libpq's environment.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolewright"));
        for (name, _) in std::env::vars() {
            if name.starts_with("PG") || name.starts_with("ROLEWRIGHT_") {
                command.env_remove(name);
            }
        }
        command.args(args).current_dir(self.folder.path());
        command
            .env("ROLEWRIGHT_HOME", self.home())
            .env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.run_with_input(args, "")
    }

    pub fn run_with_input(&self, args: &[&str], input: &str) -> Output {
        run(self.command(args), input)
    }

    /// The password provisioned for a role.
    pub fn password(&self, role: &str) -> String {
        let shown = self
            .run(&["credentials", "show", role, "--quiet"])
            .expect(0);
        shown.stdout.trim_end_matches('\n').to_owned()
    }
}

pub fn run(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input closes the pipe: that is its right.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A file of `tests/reference`.
pub fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/reference")
        .join(name)
}

/// The databases of the reference document: analytics with one table, app with four, legacy with one.
pub fn create_reference_databases(cluster: &Cluster) {
    for (database, tables) in [
        ("analytics", &["events"][..]),
        ("app", &["a", "b", "c", "d"]),
        ("legacy", &["old"]),
    ] {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        for table in tables {
            cluster.sql(
                database,
                &format!(
                    "CREATE TABLE public.{table} (id int); INSERT INTO public.{table} VALUES (1)"
                ),
            );
        }
    }
}

/// Runs SQL as a role with its password; the error's text where it fails.
pub fn as_role(
    cluster: &Cluster,
    role: &str,
    password: &str,
    database: &str,
    sql: &str,
) -> Result<(), String> {
    let mut config = cluster.config(database);
    config.user(role).password(password);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let say = |e: tokio_postgres::Error| {
            e.as_db_error()
                .map_or(e.to_string(), |d| d.message().to_owned())
        };
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.map_err(say)?;
        tokio::spawn(connection);
        client.batch_execute(sql).await.map_err(say)
    })
}
