//! Who runs the server: PostgreSQL refuses to run as root.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// `None` inside: this process is not root and starts the server as itself.
#[derive(Clone, Copy)]
pub struct ServerUser(Option<(u32, u32)>);

impl ServerUser {
    pub fn find() -> Result<ServerUser, String> {
        if id(&["-u"]) != Some(0) {
            return Ok(ServerUser(None));
        }
        for name in ["postgres", "nobody"] {
            if let (Some(uid), Some(gid)) = (id(&["-u", name]), id(&["-g", name])) {
                return Ok(ServerUser(Some((uid, gid))));
            }
        }
        Err(String::from(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody: \
             run the tests as an ordinary user",
        ))
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
        if let Some((uid, gid)) = self.0 {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Runs a server program to its end; what it printed is the error.
    pub fn run(self, program: &Path, args: &[&str]) -> Result<(), String> {
        let mut command = self.command(program);
        let done = command
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let done = done.map_err(|error| format!("cannot run {}: {error}", program.display()))?;
        if done.status.success() {
            return Ok(());
        }
        let (out, err) = (
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr),
        );
        Err(format!(
            "{} failed ({}):\n{out}{err}",
            program.display(),
            done.status
        ))
    }

    pub fn give(self, path: &Path) -> Result<(), String> {
        let Some((uid, gid)) = self.0 else {
            return Ok(());
        };
        chown(path, Some(uid), Some(gid)).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub fn can_enter(self, folder: &Path) -> bool {
        let folder = folder.display().to_string();
        self.run(Path::new("test"), &["-x", &folder]).is_ok()
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
