//! One open connection, and what the server says on it besides results.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use planner::names::DatabaseName;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_postgres::{AsyncMessage, Client, Error};

use super::canceller::Canceller;
use super::conninfo::Conninfo;
use super::heard::{Heard, Notice, lock_up};
use super::limits::Limits;
use super::pooler::Pooling;
use super::watched::Watched;
use super::wire::Way;

/// The driver's half of a connection.
pub(super) type Driver = tokio_postgres::Connection<Watched, Watched>;

/// An open connection. Dropped, it ends, and its open transaction with it.
pub struct Connection {
    client: Client,
    heard: Arc<Heard>,
    task: JoinHandle<()>,
    conninfo: Conninfo,
    limits: Limits,
    way: Way,
    tls: bool,
    version_num: u32,
}

/// What is known of a connection besides its two halves.
pub(super) struct Known {
    pub conninfo: Conninfo,
    pub limits: Limits,
    pub way: Way,
    pub tls: bool,
    pub version_num: u32,
}

impl Connection {
    /// Starts the task that drives the connection. Nothing is sent.
    pub(super) fn start(client: Client, driver: Driver, heard: Arc<Heard>, known: Known) -> Self {
        let task = tokio::spawn(drive(driver, Arc::clone(&heard)));
        let Known {
            conninfo,
            limits,
            way,
            tls,
            version_num,
        } = known;
        Self {
            client,
            heard,
            task,
            conninfo,
            limits,
            way,
            tls,
            version_num,
        }
    }

    /// The driver's client. Statements sent to it concurrently are pipelined. It waits for ever: wrap
    /// what it does in [`Connection::within`], and nothing runs outside a transaction that
    /// [`Connection::begin`] began.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Takes what the server has said so far, oldest first. What it says during a statement is
    /// here before that statement's future resolves.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut lock_up(&self.heard.notices))
    }

    /// A warning is among what the server has said and nobody has taken.
    pub(super) fn was_warned(&self) -> bool {
        let notices = lock_up(&self.heard.notices);
        notices.iter().any(|notice| notice.severity == "WARNING")
    }

    /// Where this connection goes.
    pub fn conninfo(&self) -> &Conninfo {
        &self.conninfo
    }

    pub(super) fn set_version_num(&mut self, version_num: u32) {
        self.version_num = version_num;
    }

    /// The database it is in.
    pub fn database(&self) -> &DatabaseName {
        &self.conninfo.database
    }

    /// `server_version_num`: 150018 is 15.18.
    pub fn version_num(&self) -> u32 {
        self.version_num
    }

    /// True where TLS is in use.
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// Asks the server to cancel what runs here.
    pub fn canceller(&self) -> Canceller {
        Canceller {
            token: self.client.cancel_token(),
            way: self.way.clone(),
        }
    }

    /// Whether a pooler is in between, as far as the transactions so far tell.
    pub fn pooling(&self) -> Pooling {
        lock_up(&self.heard.backends).pooling()
    }

    /// The process that served the last transaction.
    pub fn backend_pid(&self) -> Option<i32> {
        lock_up(&self.heard.backends).met()
    }

    pub(super) fn note_backend(&self, pid: i32) {
        lock_up(&self.heard.backends).meet(pid);
    }

    pub(super) fn note_handed_around(&self) {
        lock_up(&self.heard.backends).handed_around();
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn heard_last(&self) -> Instant {
        self.heard.last()
    }

    /// Ends it here, whatever the other end does.
    pub(super) fn give_up(&self) {
        self.task.abort();
    }

    /// True once the connection has ended.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Why the connection ended, where it did and not by our doing.
    pub fn why_closed(&self) -> Option<String> {
        lock_up(&self.heard.end).clone()
    }

    /// Ends the connection in an orderly way and waits, at most two seconds, until it has ended
    /// here: its locks are gone a moment later.
    pub async fn close(self) {
        drop(self.client);
        let mut task = self.task;
        // A server that takes nothing any more is left alone.
        if tokio::time::timeout(Duration::from_secs(2), &mut task)
            .await
            .is_err()
        {
            task.abort();
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("conninfo", &self.conninfo)
            .finish_non_exhaustive()
    }
}

/// Reads the connection to its end. A notice is stored before the next message is looked at, and
/// so before the answer it came with is passed on.
async fn drive(mut driver: Driver, heard: Arc<Heard>) {
    while let Some(message) = std::future::poll_fn(|cx| driver.poll_message(cx)).await {
        match message {
            Ok(AsyncMessage::Notice(notice)) => {
                let severity = notice
                    .parsed_severity()
                    .map_or_else(|| notice.severity().to_owned(), |s| s.to_string());
                lock_up(&heard.notices).push(Notice {
                    severity,
                    sqlstate: notice.code().code().to_owned(),
                    message: notice.message().to_owned(),
                });
            }
            Ok(_) => {}
            Err(error) => {
                *lock_up(&heard.end) = Some(describe(&error));
                return;
            }
        }
    }
}

fn describe(error: &Error) -> String {
    use std::error::Error as _;
    let cause = match error.as_db_error() {
        Some(db) => Some(format!("{}: {}", db.code().code(), db.message())),
        None => error.source().map(ToString::to_string),
    };
    planner::quote::display(&cause.unwrap_or_else(|| error.to_string()))
}
