//! One open connection, and what the server says on it besides results.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use planner::names::{DatabaseName, RoleName};
use tokio::task::JoinHandle;
use tokio_postgres::types::Type;
use tokio_postgres::{AsyncMessage, Client, Error};

use super::conninfo::Conninfo;
use super::limits::Limits;

/// A NOTICE, WARNING or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `WARNING`, `NOTICE`, `INFO`, … : never translated.
    pub severity: String,
    /// Five characters, e.g. `01007`.
    pub sqlstate: String,
    /// In the server's language, as sent: escape it before showing it.
    pub message: String,
}

#[derive(Default)]
struct Heard {
    notices: Mutex<Vec<Notice>>,
    end: Mutex<Option<String>>,
}

/// An open connection. Dropped, it ends, and its open transaction with it.
pub struct Connection {
    client: Client,
    heard: Arc<Heard>,
    task: JoinHandle<()>,
    conninfo: Conninfo,
    tls: bool,
    version_num: u32,
    current_user: RoleName,
}

impl Connection {
    /// Starts the task that drives the connection and applies the settings of `settings.sql`.
    pub(super) async fn start<S, T>(
        client: Client,
        driver: tokio_postgres::Connection<S, T>,
        conninfo: Conninfo,
        tls: bool,
        limits: &Limits,
    ) -> Result<Self, Error>
    where
        tokio_postgres::Connection<S, T>: Send + 'static,
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
        T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    {
        let heard = Arc::new(Heard::default());
        let task = tokio::spawn(drive(driver, Arc::clone(&heard)));
        let timeouts =
            [limits.lock, limits.statement, limits.idle_in_transaction].map(Limits::setting);
        let [lock, statement, idle] = &timeouts;
        let row = client
            .query_typed_one(
                include_str!("settings.sql"),
                &[
                    (lock, Type::TEXT),
                    (statement, Type::TEXT),
                    (idle, Type::TEXT),
                ],
            )
            .await?;
        let version_num: i32 = row.try_get("version_num")?;
        let current_user: String = row.try_get("current_user")?;
        // What was said while connecting belongs to no statement.
        lock_up(&heard.notices).clear();
        Ok(Self {
            client,
            heard,
            task,
            conninfo,
            tls,
            version_num: version_num.unsigned_abs(),
            current_user: RoleName::new(current_user),
        })
    }

    /// The driver's client. Statements sent to it concurrently are pipelined.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Takes what the server has said so far, oldest first. What it says during a statement is
    /// here before that statement's future resolves.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut lock_up(&self.heard.notices))
    }

    /// Where this connection goes.
    pub fn conninfo(&self) -> &Conninfo {
        &self.conninfo
    }

    /// The database it is in.
    pub fn database(&self) -> &DatabaseName {
        &self.conninfo.database
    }

    /// `server_version_num`: 150018 is 15.18.
    pub fn version_num(&self) -> u32 {
        self.version_num
    }

    /// `current_user` at the start: another than the one who logged in where a `SET role` is among
    /// the role's settings.
    pub fn current_user(&self) -> &RoleName {
        &self.current_user
    }

    /// True where TLS is in use.
    pub fn is_tls(&self) -> bool {
        self.tls
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
        // Failing is fine: the connection ends with the task in any case.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.task).await;
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
async fn drive<S, T>(mut driver: tokio_postgres::Connection<S, T>, heard: Arc<Heard>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
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

/// A poisoned lock holds what was there: nothing here can leave it half done.
fn lock_up<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
