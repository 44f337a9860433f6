//! A server from programs on this machine, in a temporary folder.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::Error;
use crate::programs::Programs;
use crate::server_user::ServerUser;
use crate::wanted::Wanted;
use crate::watchdog::Watchdog;

#[derive(Debug)]
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
    pub fn start(programs: &Programs, password: &str, wanted: &Wanted) -> Result<Self, Error> {
        let user = ServerUser::find()?;
        let mut server = Self::watched(user, programs.bindir.join("pg_ctl"))?;
        server.init(&programs.bindir.join("initdb"), password)?;
        server.configure(wanted.settings())?;
        server.listen()?;
        Ok(server)
    }

    /// A hot standby, copied from this one, which is down for that moment: `pg_basebackup` does not come
    /// with every server.
    pub fn standby(
        &self,
        (user, password): (&str, &str),
        settings: &[(&str, &str)],
    ) -> Result<Self, Error> {
        let mut copy = Self::watched(self.user, self.pg_ctl.clone())?;
        let (from, to) = (path_text(&self.data()), path_text(&copy.data()));
        self.stop()?;
        let copied = self.user.run(Path::new("cp"), &["-a", &from, &to]);
        self.start_again()?;
        copied?;
        let signal = copy.data().join("standby.signal");
        std::fs::write(&signal, "").map_err(Error::file(&signal))?;
        copy.user.give(&signal)?;
        let primary = format!(
            "host=127.0.0.1 port={} user={user} password={password}",
            self.port
        );
        copy.configure([("primary_conninfo", primary.as_str())])?;
        copy.configure(settings.iter().copied())?;
        copy.listen()?;
        Ok(copy)
    }

    /// A folder without a server, removed with this process.
    fn watched(user: ServerUser, pg_ctl: PathBuf) -> Result<Self, Error> {
        let folder = new_folder(user)?;
        let shell = user.command(Path::new("sh"));
        let watchdog =
            Watchdog::start(shell, CLEAN_UP, &[&path_text(&pg_ctl), &path_text(&folder)])?;
        Ok(LocalServer {
            user,
            pg_ctl,
            folder,
            port: 0,
            _watchdog: watchdog,
        })
    }

    fn listen(&mut self) -> Result<(), Error> {
        let sockets = path_text(&self.folder);
        self.configure([
            ("listen_addresses", "127.0.0.1"),
            ("unix_socket_directories", &sockets),
        ])?;
        self.start_on_free_port()
    }

    fn init(&self, initdb: &Path, password: &str) -> Result<(), Error> {
        let file = self.folder.join("password");
        std::fs::write(&file, password).map_err(Error::file(&file))?;
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
        std::fs::remove_file(&file).map_err(Error::file(&file))
    }

    /// Appends to postgresql.conf, where the last word counts.
    fn configure<'a>(
        &self,
        settings: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), Error> {
        let path = self.data().join("postgresql.conf");
        let mut lines = String::new();
        for (name, value) in settings {
            let value = value.replace('\\', r"\\").replace('\'', "''");
            lines.push_str(&format!("{name} = '{value}'\n"));
        }
        let file = OpenOptions::new().append(true).open(&path);
        file.and_then(|mut file| file.write_all(lines.as_bytes()))
            .map_err(Error::file(path))
    }

    fn start_on_free_port(&mut self) -> Result<(), Error> {
        let mut result = Ok(());
        for _ in 0..10 {
            self.port = free_port()?;
            self.configure([("port", self.port.to_string().as_str())])?;
            result = self.start_again();
            // Somebody else may take the port between the look and the start.
            if result.is_ok() || !self.log().contains("could not bind") {
                break;
            }
            let _ = std::fs::remove_file(self.folder.join("server.log"));
        }
        result
    }

    pub fn start_again(&self) -> Result<(), Error> {
        let log = path_text(&self.folder.join("server.log"));
        self.pg_ctl(&["start", "-w", "-t", "60", "-l", &log])
            .map_err(|error| match error {
                Error::Failed {
                    program,
                    status,
                    output,
                } => Error::Failed {
                    program,
                    status,
                    output: format!("{output}\n{}", self.log()),
                },
                other => other,
            })
    }

    pub fn stop(&self) -> Result<(), Error> {
        self.pg_ctl(&["stop", "-w", "-t", "60", "-m", "fast"])
    }

    fn pg_ctl(&self, args: &[&str]) -> Result<(), Error> {
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

    pub fn bindir(&self) -> &Path {
        self.pg_ctl.parent().unwrap_or(&self.pg_ctl)
    }

    pub fn socket_dir(&self) -> &Path {
        &self.folder
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

/// The name is short: the path of a Unix socket has room for 107 bytes. It lies where the server's user
/// can remove it again, because that user's watchdog does.
fn new_folder(user: ServerUser) -> Result<PathBuf, Error> {
    let preferred = std::env::temp_dir();
    let parent = if user.can_enter(&preferred) && user.can_write(&preferred) {
        preferred
    } else {
        PathBuf::from("/tmp")
    };
    let name = format!(
        "rolewright-pg-{}",
        &Uuid::new_v4().simple().to_string()[..12]
    );
    let folder = parent.join(name);
    let made = DirBuilder::new().mode(0o700).create(&folder);
    made.map_err(Error::file(&folder))?;
    user.give(&folder)?;
    Ok(folder)
}

pub fn free_port() -> Result<u16, Error> {
    let socket = TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr());
    Ok(socket.map_err(Error::NoPort)?.port())
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}
