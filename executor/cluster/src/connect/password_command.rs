//! A command that prints the password: asked for each connection, once for those that are opened
//! together.

use std::fmt;
use std::time::Duration;

use child::{ChildError, Errand, ask};
use secret::Secret;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// A token lives for minutes, and who asked for it is quick.
const FRESH: Duration = Duration::from_secs(60);

/// The command, and what it printed last.
pub struct PasswordCommand {
    errand: Errand,
    last: Mutex<Option<Last>>,
}

/// What came of the last time that it was run.
struct Last {
    number: u64,
    began: Instant,
    ended: Instant,
    printed: Result<Secret, ChildError>,
}

/// A password, and which run of the command printed it.
#[derive(Clone)]
pub(super) struct Printed {
    pub secret: Secret,
    number: u64,
}

impl PasswordCommand {
    /// Nothing is run before a connection wants it.
    pub fn new(errand: Errand) -> Self {
        Self {
            errand,
            last: Mutex::new(None),
        }
    }

    /// A password that was printed within the last minute, or is printed now. Who asks while it runs
    /// is answered with what it prints.
    pub(super) async fn password(&self) -> Result<Printed, ChildError> {
        let asked = Instant::now();
        let mut last = self.last.lock().await;
        match &*last {
            Some(last) if last.serves(asked) => last.printed(),
            _ => self.run(&mut last).await,
        }
    }

    /// Another one, as the server refused this.
    pub(super) async fn another(&self, refused: &Printed) -> Result<Printed, ChildError> {
        let mut last = self.last.lock().await;
        match &*last {
            Some(last) if last.number != refused.number => last.printed(),
            _ => self.run(&mut last).await,
        }
    }

    async fn run(&self, last: &mut Option<Last>) -> Result<Printed, ChildError> {
        let began = Instant::now();
        let printed = ask(&self.errand).await;
        last.insert(Last {
            number: last.as_ref().map_or(0, |last| last.number) + 1,
            began,
            ended: Instant::now(),
            printed,
        })
        .printed()
    }
}

impl Last {
    fn serves(&self, asked: Instant) -> bool {
        match self.printed {
            Ok(_) => self.began.elapsed() < FRESH,
            Err(_) => self.ended >= asked,
        }
    }

    fn printed(&self) -> Result<Printed, ChildError> {
        let number = self.number;
        let secret = self.printed.clone()?;
        Ok(Printed { secret, number })
    }
}

impl fmt::Debug for PasswordCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PasswordCommand")
            .field(&self.errand.argv)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use child::Argv;

    fn counting(folder: &std::path::Path, tail: &str) -> PasswordCommand {
        let log = folder.join("calls").display().to_string();
        let script = format!("echo >> {log}; sleep 0.2; wc -l < {log}{tail}");
        PasswordCommand::new(Errand {
            argv: Argv::new(["sh", "-c", &script].map(str::to_owned).to_vec()).unwrap(),
            env: Vec::new(),
            patience: Duration::from_secs(20),
        })
    }

    #[tokio::test]
    async fn those_that_ask_together_share_one_call_and_a_refused_one_is_replaced_once() {
        let folder = tempfile::tempdir().unwrap();
        let command = counting(folder.path(), "");
        let (a, b) = tokio::join!(command.password(), command.password());
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!((a.secret.expose(), b.secret.expose()), ("1", "1"));
        let (a, b) = tokio::join!(command.another(&a), command.another(&b));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!((a.secret.expose(), b.secret.expose()), ("2", "2"));
        assert_eq!(command.password().await.unwrap().secret.expose(), "2");
    }

    #[tokio::test]
    async fn one_older_than_a_minute_is_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let command = counting(folder.path(), "");
        command.password().await.unwrap();
        let mut last = command.last.lock().await;
        let began = &mut last.as_mut().unwrap().began;
        *began = began.checked_sub(FRESH).unwrap();
        drop(last);
        assert_eq!(command.password().await.unwrap().secret.expose(), "2");
    }

    #[tokio::test]
    async fn a_failure_is_for_those_that_waited_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let command = counting(folder.path(), "; exit 1");
        let (a, b) = tokio::join!(command.password(), command.password());
        assert!(a.is_err() && b.is_err());
        assert!(command.password().await.is_err());
        let calls = std::fs::read_to_string(folder.path().join("calls")).unwrap();
        assert_eq!(calls.lines().count(), 2);
    }
}
