//! A pgbouncer in front of a cluster; gone with its test.

use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cluster::connect::ConnectionParams;
use tempfile::TempDir;
use tokio_postgres::Config;

use crate::desk::Desk;
use crate::postgres::Cluster;
use crate::snapshot::support::params;

pub struct Pgbouncer {
    pub port: u16,
    /// A shell that ends it once its own standard input is closed, whatever ends this process.
    keeper: Child,
    folder: TempDir,
}

fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.push("/usr/sbin".into());
    let found = folders.iter().map(|f| f.join("pgbouncer"));
    let found = found.into_iter().find(|p| p.is_file());
    found.expect("the tests need pgbouncer: apt-get install pgbouncer")
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
}

impl Pgbouncer {
    /// In `session`, `transaction` or `statement` mode, with so many sessions for each user and database.
    pub fn start(cluster: &Cluster, mode: &str, pool_size: u32, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let users = folder.path().join("users");
        write(
            &users,
            &format!("\"{}\" \"{}\"\n", cluster.user, cluster.password),
        );
        let settings = format!(
            "[databases]\n* = host={} port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {}\npool_mode = {mode}\n\
             default_pool_size = {pool_size}\n{more}\n",
            cluster.host,
            cluster.port,
            users.display(),
        );
        let file = folder.path().join("pgbouncer.ini");
        write(&file, &settings);
        let mut shell = Command::new("sh");
        let script = r#"log=$1; shift; if [ "$(id -u)" = 0 ]; then set -- "$@" -u nobody; fi
            "$@" >"$log" 2>&1 & read -r _; kill "$!""#;
        shell.args(["-c", script, "keeper"]);
        shell.arg(folder.path().join("log"));
        shell.arg(program()).arg(&file);
        let keeper = shell.stdin(Stdio::piped()).spawn().unwrap();
        let pgbouncer = Self {
            port,
            keeper,
            folder,
        };
        let end = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < end, "pgbouncer does not start: {settings}");
            std::thread::sleep(Duration::from_millis(50));
        }
        pgbouncer
    }

    /// The superuser's way in.
    pub fn params(&self, cluster: &Cluster) -> ConnectionParams {
        let mut through = params(cluster);
        through.host = "127.0.0.1".to_owned();
        through.port = self.port;
        through
    }

    /// Another program's way in, as the same user.
    pub fn config(&self, cluster: &Cluster, database: &str) -> Config {
        let mut config = Config::new();
        config.host("127.0.0.1").port(self.port).dbname(database);
        config.user(cluster.user).password(&cluster.password);
        config
    }

    /// With this pool in the inventory as `pooled`; the account is stored if that is possible.
    pub fn desk(&self, cluster: &Cluster) -> Desk {
        let desk = Desk::new();
        desk.place("pooled", "127.0.0.1", self.port);
        desk.set_account("pooled", cluster.user, &cluster.password);
        desk
    }
}

impl Drop for Pgbouncer {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.folder.path().join("log"));
            eprintln!("pgbouncer's log:\n{}", log.unwrap_or_default());
        }
    }
}
