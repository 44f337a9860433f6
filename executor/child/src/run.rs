//! Running it: streams, an end, and nothing left behind.

use std::io;
use std::process::{ExitStatus, Stdio};

use planner::quote::display;
use secret::Secret;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

use super::error::{ChildError, Fault};
use super::{Errand, said};

/// PostgreSQL takes passwords of up to 1,023 bytes, and tokens are of a few thousand.
const MOST: usize = 64 << 10;

/// What is kept of stderr.
const MOST_SAID: usize = 4 << 10;

/// A command that ended.
pub(super) struct Done {
    pub status: ExitStatus,
    pub stdout: Zeroizing<Vec<u8>>,
    pub stderr: Zeroizing<Vec<u8>>,
}

/// Runs it to its end, with the document on its stdin.
pub(super) async fn run(
    errand: &Errand,
    document: Option<(&[u8], &Secret)>,
) -> Result<Done, ChildError> {
    let failed = |fault, stderr: &[u8]| {
        let secret = document.map_or("", |(_, secret)| secret.expose());
        ChildError {
            program: errand.argv.shown_program(),
            fault,
            said: said::quoted(stderr, secret.as_bytes()),
        }
    };
    let not_started = |e: io::Error| failed(Fault::NotStarted(display(&e.to_string())), b"");
    let mut child = command(errand, document.is_some())
        .spawn()
        .map_err(not_started)?;
    // Dropped, whatever comes: with it go all that it started.
    let _group = Group::of(&child);
    // As long as they can get: growing would leave copies behind.
    let mut stdout = Zeroizing::new(vec![0; MOST + 1]);
    let mut stderr = Zeroizing::new(vec![0; MOST_SAID]);
    let (mut printed, mut told) = (0, 0);
    let streams = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let ended = async {
        let (stdin, out, err) = streams;
        let written = async {
            if let (Some(mut stdin), Some((document, _))) = (stdin, document) {
                let written = stdin.write_all(document).await;
                written.map_err(|_| Fault::NotRead)?;
            }
            Ok(())
        };
        let read = async {
            printed = fill(out, &mut stdout).await?;
            match printed > MOST {
                true => Err(Fault::TooMuch),
                false => Ok(()),
            }
        };
        let heard = async {
            keep(err, &mut stderr, &mut told).await;
            Ok(())
        };
        let status = async { child.wait().await.map_err(system) };
        let ((), (), (), status) = tokio::try_join!(written, read, heard, status)?;
        Ok(status)
    };
    let ended = tokio::time::timeout(errand.patience, ended).await;
    let ended = ended.unwrap_or(Err(Fault::TooSlow(errand.patience)));
    stdout.truncate(printed);
    stderr.truncate(told);
    match ended {
        Ok(status) => Ok(Done {
            status,
            stdout,
            stderr,
        }),
        // What it printed is no password, but may hold one.
        Err(fault) if document.is_none() => Err(ChildError {
            said: said::quoted(&stderr, &stdout),
            ..failed(fault, b"")
        }),
        Err(fault) => Err(failed(fault, &stderr)),
    }
}

fn command(errand: &Errand, has_stdin: bool) -> Command {
    let mut command = Command::new(errand.argv.program());
    command
        .args(errand.argv.arguments())
        .stdin(if has_stdin {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        // The store's key, and the password of another account.
        if text.starts_with("ROLEWRIGHT_") || text == "PGPASSWORD" {
            command.env_remove(&name);
        }
    }
    command.envs(errand.env.iter().map(|(name, value)| (name, value)));
    command
}

/// Reads until the end, or until the room is full. How much it was.
async fn fill(from: Option<impl AsyncRead + Unpin>, room: &mut [u8]) -> Result<usize, Fault> {
    let Some(mut from) = from else { return Ok(0) };
    let mut filled = 0;
    while let Some(rest) = room.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest).await.map_err(system)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Keeps what there is room for, and reads the rest to its end: nobody should wait for us.
async fn keep(from: Option<impl AsyncRead + Unpin>, room: &mut [u8], kept: &mut usize) {
    let Some(mut from) = from else { return };
    let mut part = Zeroizing::new([0; 1024]);
    while let Ok(read @ 1..) = from.read(&mut *part).await {
        let free = room.iter_mut().skip(*kept);
        let taken = free.zip(part.iter().take(read));
        *kept += taken.map(|(to, from)| *to = *from).count();
    }
}

fn system(error: io::Error) -> Fault {
    Fault::System(display(&error.to_string()))
}

/// `exit status 3`, `signal 9`.
pub(super) fn how(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    match status.code() {
        Some(code) => format!("exit status {code}"),
        None => status.to_string(),
    }
}

/// The child's process group, killed when dropped.
struct Group {
    #[cfg(unix)]
    leader: Option<rustix::process::Pid>,
}

impl Group {
    fn of(child: &Child) -> Self {
        #[cfg(not(unix))]
        let _ = child;
        Self {
            #[cfg(unix)]
            leader: child
                .id()
                .and_then(|id| i32::try_from(id).ok())
                .and_then(rustix::process::Pid::from_raw),
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Nobody is left in it as a rule.
        #[cfg(unix)]
        if let Some(leader) = self.leader {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
    }
}
