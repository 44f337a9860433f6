//! Transactions: the only place where statements of ours run, as nothing that is set for them outlives
//! them. A pooler may hand the server's session to somebody else the moment one ends.

use std::time::Duration;

use planner::names::RoleName;
use tokio_postgres::SimpleQueryMessage;

use super::connection::Connection;
use super::limits::{Limits, setting};
use super::query_error::QueryError;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To read the catalog as of one moment.
    Read,
    /// To change something; each statement sees what others have committed.
    Write,
}

/// Who and what is at the other end of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherEnd {
    /// The process that serves this transaction. Behind a pooler another one may serve the next.
    pub backend_pid: i32,
    /// `server_version_num`: 150018 is 15.18.
    pub version_num: u32,
    /// Another than the one who logged in where a `SET role` is among the role's settings.
    pub current_user: RoleName,
}

impl Purpose {
    /// In full: the defaults of server, database and role decide nothing.
    fn begin(self) -> &'static str {
        match self {
            Self::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY NOT DEFERRABLE",
            Self::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE",
        }
    }

    fn message(self, limits: &Limits) -> String {
        let settings = include_str!("begin.sql")
            .replace("{lock}", &setting(limits.lock))
            .replace("{statement}", &setting(limits.statement))
            .replace("{idle}", &setting(limits.idle_in_transaction));
        format!("{};\n{settings}", self.begin())
    }
}

/// What a COMMIT came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// As the server was told to.
    Fully,
    /// It had to be cancelled: it is committed on this server, and a synchronous standby that it waited
    /// for has not confirmed it.
    Here,
}

impl Connection {
    /// Begins a transaction with the settings of `begin.sql`, in one message that is sent at the first
    /// poll: what is polled together with it goes out in the same flight, and runs in the transaction.
    ///
    /// # Errors
    /// The server's refusal, or a pooler's that carries no transactions.
    pub async fn begin(&self, purpose: Purpose) -> Result<OtherEnd, QueryError> {
        let message = purpose.message(self.limits());
        let answer = self.within(self.client().simple_query(&message)).await;
        let answer = answer.map_err(QueryError::of_begin)?;
        let other_end = OtherEnd::read(&answer).ok_or_else(|| {
            QueryError::Odd("BEGIN was not answered as PostgreSQL answers it".to_owned())
        })?;
        self.note_backend(other_end.backend_pid);
        Ok(other_end)
    }

    /// Commits, within [`Limits::commit`].
    ///
    /// # Errors
    /// The server's refusal; [`QueryError::Stalled`] and a broken connection leave open whether it was done.
    pub async fn commit(&self) -> Result<Committed, QueryError> {
        self.commit_within(self.limits().commit).await
    }

    /// As [`Connection::commit`], behind a statement in the same flight, which may wait for a lock first.
    ///
    /// # Errors
    /// As there.
    pub async fn commit_in_flight(&self) -> Result<Committed, QueryError> {
        let limits = self.limits();
        let lock = limits.lock.saturating_add(limits.grace);
        self.commit_within(limits.commit.max(lock)).await
    }

    async fn commit_within(&self, patience: Duration) -> Result<Committed, QueryError> {
        let commit = self.client().batch_execute("COMMIT");
        let ((), cancelled) = self.within_of(patience, commit).await?;
        // The server says so with a warning, in its own language.
        Ok(match cancelled && self.was_warned() {
            true => Committed::Here,
            false => Committed::Fully,
        })
    }

    /// Rolls back; outside a transaction it does nothing.
    ///
    /// # Errors
    /// The connection is gone, and the transaction with it.
    pub async fn rollback(&self) -> Result<(), QueryError> {
        self.batch("ROLLBACK").await
    }
}

impl OtherEnd {
    fn read(answer: &[SimpleQueryMessage]) -> Option<Self> {
        let row = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        })?;
        let text = |column: &str| row.try_get(column).ok().flatten();
        Some(Self {
            backend_pid: text("backend_pid")?.parse().ok()?,
            version_num: text("version_num")?.parse().ok()?,
            current_user: RoleName::new(text("current_user")?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_ends_with_the_transaction() {
        for purpose in [Purpose::Read, Purpose::Write] {
            let message = purpose.message(&Limits::default());
            assert!(message.starts_with("BEGIN ISOLATION LEVEL"), "{message}");
            assert!(!message.contains('{'), "{message}");
            let settings = message.lines().filter(|l| l.contains("set_config("));
            let all = settings.clone().count();
            assert_eq!(settings.filter(|l| l.contains(", true)")).count(), all);
            assert_eq!(all, 16);
        }
    }
}
