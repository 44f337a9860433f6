//! Whom an apply would wait for now.

use planner::quote::display;
use tokio_postgres::Row;

use super::get;
use crate::connect::error::ConnectErrorKind as Kind;

/// A transaction that has, or waits for, what an apply may need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// `None`: a prepared transaction.
    pub pid: Option<i32>,
    /// Where; `None` for what all databases share.
    pub database: Option<String>,
    /// Who; `None` where it cannot be told.
    pub user: Option<String>,
    /// As it calls itself.
    pub application: String,
    /// What it does or did last, without any value; empty where that may not be seen.
    pub query: String,
    /// When its transaction began, RFC 3339, by the server's clock.
    pub since: Option<String>,
    /// It is an apply of ours, or another machine's, which has the lock of its role.
    pub is_apply: bool,
    /// It waits for all of it itself.
    pub waits: bool,
    /// Locks, in words.
    pub held: Vec<String>,
}

impl Blocker {
    pub(super) fn read(row: &Row) -> Result<Self, Kind> {
        let query: String = get(row, "query")?;
        let application: String = get(row, "application")?;
        Ok(Self {
            pid: get(row, "pid")?,
            database: get(row, "database")?,
            user: get(row, "user")?,
            application: display(&application),
            query: brief(&query),
            since: get(row, "since")?,
            is_apply: get(row, "is_apply")?,
            waits: get(row, "waits")?,
            held: get(row, "held")?,
        })
    }
}

/// A statement of others in a message: its beginning, up to the first value. That may be a password.
pub(crate) fn brief(sql: &str) -> String {
    const MOST: usize = 80;
    let shown = sql.split(['\'', '$']).next().unwrap_or_default();
    let words: Vec<_> = shown.split_whitespace().collect();
    let words = words.join(" ");
    let cut: String = words.chars().take(MOST).collect();
    let is_whole = cut.len() == words.len() && shown.len() == sql.len();
    display(&if is_whole { cut } else { format!("{cut}…") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_of_others_is_shown() {
        assert_eq!(
            brief("ALTER TABLE t\n  ADD c int"),
            "ALTER TABLE t ADD c int"
        );
        assert_eq!(
            brief("ALTER ROLE r PASSWORD 'secret'"),
            "ALTER ROLE r PASSWORD…"
        );
        assert_eq!(brief("SELECT $x$secret$x$"), "SELECT…");
        assert_eq!(brief(&"x".repeat(100)).chars().count(), 81);
    }
}
