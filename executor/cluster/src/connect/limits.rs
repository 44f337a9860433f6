//! How long a connection waits before it gives up.

use std::time::Duration;

/// Timeouts of a connection. Milliseconds are the finest unit; zero would mean "for ever" to
/// PostgreSQL and is sent as one millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For the whole of connecting: name lookup, TCP, TLS, authentication, session settings.
    pub connect: Duration,
    /// For a command that prints a password, or takes one.
    pub command: Duration,
    /// `lock_timeout`: for one lock that another transaction holds.
    pub lock: Duration,
    /// `statement_timeout`: for one statement.
    pub statement: Duration,
    /// `idle_in_transaction_session_timeout`: the server ends a session of ours that hangs with a
    /// transaction open, so that a dead process keeps no lock.
    pub idle_in_transaction: Duration,
    /// For a COMMIT, from the last that came: one that waits for a synchronous standby which is not
    /// there waits for ever. Then it is cancelled, which leaves it committed on this server.
    pub commit: Duration,
    /// What a server is given beyond its own statement timeout before it is asked to cancel, and then
    /// again before the connection is given up.
    pub grace: Duration,
    /// How long a server that went away is asked again, where only looking tells what is on it.
    pub reconnect: Duration,
}

impl Default for Limits {
    /// Connect 10 s, command 30 s, lock 10 s, statement 5 min, idle in transaction 10 min, commit 60 s,
    /// grace 5 s, reconnect 30 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            command: Duration::from_secs(30),
            lock: Duration::from_secs(10),
            statement: Duration::from_secs(5 * 60),
            idle_in_transaction: Duration::from_secs(10 * 60),
            commit: Duration::from_secs(60),
            grace: Duration::from_secs(5),
            reconnect: Duration::from_secs(30),
        }
    }
}

/// The value of a PostgreSQL timeout setting: whole milliseconds, at least one, as its `int4` allows.
pub(crate) fn setting(time: Duration) -> String {
    let most = u128::from(i32::MAX.unsigned_abs());
    format!("{}ms", time.as_millis().clamp(1, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_never_endless() {
        assert_eq!(setting(Duration::ZERO), "1ms");
        assert_eq!(setting(Duration::from_secs(300)), "300000ms");
        assert_eq!(setting(Duration::MAX), "2147483647ms");
    }
}
