//! A shell that outlives this process and cleans up after it.
//!
//! Its standard input is a pipe whose other end this process holds. When this process
//! ends, even by SIGKILL, the pipe closes and the shell goes on to its clean-up script.
//! (Statics are never dropped, and a killed process drops nothing.)

use std::process::{Child, Command, Stdio};

use crate::error::Error;

#[derive(Debug)]
pub struct Watchdog(Child);

impl Watchdog {
    /// `shell` is a prepared command for `sh`: it decides the user. `script` sees `args` as `$1`…
    pub fn start(mut shell: Command, script: &str, args: &[&str]) -> Result<Watchdog, Error> {
        // Signals meant for this process (Ctrl-C, a closed terminal) must not end the clean-up.
        let script = format!("trap '' HUP INT QUIT TERM; read -r _; {script}");
        let child = shell
            .args(["-c", &script, "watchdog"])
            .args(args)
            .stdin(Stdio::piped());
        let child = child.spawn().map_err(|source| Error::Program {
            program: "sh".into(),
            source,
        })?;
        Ok(Watchdog(child))
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
