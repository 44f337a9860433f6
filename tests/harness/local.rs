//! A server from programs on this machine, in a temporary folder.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use super::server_user::ServerUser;
use super::watchdog::Watchdog;

pub struct LocalServer {
    user: ServerUser,
    pg_ctl: PathBuf,
    folder: PathBuf,
    port: u16,
    // Last field: dropping it stops the server and removes the folder.
    _watchdog: Watchdog,
}

/// `$1` is pg_ctl, `$2` the folder. A server still starting may need to be told twice.
const CLEAN_UP: &str = r#"
for _ in 1 2 3; do
    [ -e "$2/data/postmaster.pid" ] || break
    "$1" stop -D "$2/data" -m immediate -t 20 && break
    sleep 0.3
done
rm -rf -- "$2"
"#;

impl LocalServer {
    pub fn start(bindir: PathBuf, password: &str, conf: &[(&str, &str)]) -> Result<Self, String> {
        let user = ServerUser::find()?;
        let pg_ctl = bindir.join("pg_ctl");
        let folder = new_folder(user)?;
        let shell = user.command(Path::new("sh"));
        let watchdog =
            Watchdog::start(shell, CLEAN_UP, &[&path_text(&pg_ctl), &path_text(&folder)])?;
        let mut server = LocalServer {
            user,
            pg_ctl,
            folder,
            port: 0,
            _watchdog: watchdog,
        };
        server.init(&bindir.join("initdb"), password)?;
        server.configure(&FAST)?;
        server.configure(&[("unix_socket_directories", &path_text(&server.folder))])?;
        server.configure(conf)?;
        server.start_on_free_port()?;
        Ok(server)
    }

    fn init(&self, initdb: &Path, password: &str) -> Result<(), String> {
        let file = self.folder.join("password");
        std::fs::write(&file, password).map_err(|error| error.to_string())?;
        self.user.give(&file)?;
        let data = format!("--pgdata={}", self.data().display());
        let pwfile = format!("--pwfile={}", file.display());
        let args = [
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ];
        let auth = ["--auth=scram-sha-256", &data, &pwfile];
        self.user.run(initdb, &[&args[..], &auth[..]].concat())?;
        std::fs::remove_file(&file).map_err(|error| error.to_string())
    }

    /// Appends to postgresql.conf, where the last word counts.
    fn configure(&self, conf: &[(&str, &str)]) -> Result<(), String> {
        let file = OpenOptions::new()
            .append(true)
            .open(self.data().join("postgresql.conf"));
        let mut file = file.map_err(|error| error.to_string())?;
        for (name, value) in conf {
            let value = value.replace('\\', r"\\").replace('\'', "''");
            writeln!(file, "{name} = '{value}'").map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn start_on_free_port(&mut self) -> Result<(), String> {
        let mut result = Ok(());
        for _ in 0..10 {
            self.port = free_port()?;
            self.configure(&[("port", &self.port.to_string())])?;
            result = self.start_again();
            // Somebody else may take the port between the look and the start.
            if result.is_ok() || !self.log().contains("could not bind") {
                break;
            }
            let _ = std::fs::remove_file(self.folder.join("server.log"));
        }
        result
    }

    pub fn start_again(&self) -> Result<(), String> {
        let log = path_text(&self.folder.join("server.log"));
        self.pg_ctl(&["start", "-w", "-t", "60", "-l", &log])
            .map_err(|error| format!("{error}\n{}", self.log()))
    }

    pub fn stop(&self) -> Result<(), String> {
        self.pg_ctl(&["stop", "-w", "-t", "60", "-m", "fast"])
    }

    fn pg_ctl(&self, args: &[&str]) -> Result<(), String> {
        let data = path_text(&self.data());
        self.user
            .run(&self.pg_ctl, &[args, &["-D", &data]].concat())
    }

    pub fn log(&self) -> String {
        let bytes = std::fs::read(self.folder.join("server.log")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn socket_dir(&self) -> &Path {
        &self.folder
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

/// Nothing here is worth keeping through a crash.
pub const FAST: [(&str, &str); 6] = [
    ("listen_addresses", "127.0.0.1"),
    ("max_connections", "200"),
    ("fsync", "off"),
    ("synchronous_commit", "off"),
    ("full_page_writes", "off"),
    ("timezone", "UTC"),
];

/// The name is short: the path of a Unix socket has room for 107 bytes.
fn new_folder(user: ServerUser) -> Result<PathBuf, String> {
    let preferred = std::env::temp_dir();
    let parent = if user.can_enter(&preferred) {
        preferred
    } else {
        PathBuf::from("/tmp")
    };
    let folder = tempfile::Builder::new()
        .prefix("rolewright-pg-")
        .tempdir_in(&parent);
    let folder = folder
        .map_err(|error| format!("{}: {error}", parent.display()))?
        .keep();
    user.give(&folder)?;
    Ok(folder)
}

pub fn free_port() -> Result<u16, String> {
    let socket = TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr());
    Ok(socket
        .map_err(|error| format!("no free port: {error}"))?
        .port())
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}
