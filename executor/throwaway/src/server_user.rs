//! Who runs the server: PostgreSQL refuses to run as root.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::Error;

#[derive(Debug, Clone, Copy)]
pub struct ServerUser {
    /// `None`: this process is not root and starts the server as itself.
    other: Option<(u32, u32)>,
    name: &'static str,
}

impl ServerUser {
    pub fn find() -> Result<ServerUser, Error> {
        if id(&["-u"]) != Some(0) {
            return Ok(ServerUser {
                other: None,
                name: "you",
            });
        }
        for name in ["postgres", "nobody"] {
            if let (Some(uid), Some(gid)) = (id(&["-u", name]), id(&["-g", name])) {
                let other = Some((uid, gid));
                return Ok(ServerUser { other, name });
            }
        }
        Err(Error::NobodyToRunIt)
    }

    pub fn name(self) -> &'static str {
        self.name
    }

    /// A command of the server's user, cut off from this process's terminal, standard
    /// streams, signals and libpq settings.
    pub fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
            .current_dir("/")
            .process_group(0)
            .env("LC_ALL", "C")
            .env_remove("LANGUAGE");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        if let Some((uid, gid)) = self.other {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Runs a server program to its end; what it printed is the error.
    pub fn run(self, program: &Path, args: &[&str]) -> Result<(), Error> {
        let mut command = self.command(program);
        let done = command
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let done = done.map_err(|source| Error::Program {
            program: program.to_owned(),
            source,
        })?;
        if done.status.success() {
            return Ok(());
        }
        let printed = [done.stdout, done.stderr].concat();
        Err(Error::Failed {
            program: program.to_owned(),
            status: done.status,
            output: String::from_utf8_lossy(&printed).into_owned(),
        })
    }

    pub fn give(self, path: &Path) -> Result<(), Error> {
        let Some((uid, gid)) = self.other else {
            return Ok(());
        };
        chown(path, Some(uid), Some(gid)).map_err(Error::file(path))
    }

    pub fn can_enter(self, folder: &Path) -> bool {
        self.test("-x", folder)
    }

    pub fn can_write(self, folder: &Path) -> bool {
        self.test("-w", folder)
    }

    fn test(self, what: &str, folder: &Path) -> bool {
        let folder = folder.display().to_string();
        self.run(Path::new("test"), &[what, &folder]).is_ok()
    }
}

fn id(args: &[&str]) -> Option<u32> {
    let done = Command::new("id")
        .args(args)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8_lossy(&done.stdout).trim().parse().ok()
}
