//! The server's clock against ours: a plan's expiry is compared with it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::get;
use crate::connect::connection::Connection;
use crate::connect::error::ConnectErrorKind as Kind;

/// How far the server's clock is ahead of ours, and how well that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// Milliseconds; less than nothing where it is behind.
    pub ahead_ms: f64,
    /// Half of the round trip: nobody knows when in between it was read.
    pub give_or_take_ms: f64,
    /// What it took to ask.
    pub(super) round_trip: Duration,
}

impl Clock {
    /// Sent at the first poll.
    pub(super) async fn read(connection: &Connection) -> Result<Self, Kind> {
        const NOW: &str = "SELECT extract(epoch FROM clock_timestamp())::float8 AS now";
        let (wall, begun) = (SystemTime::now(), Instant::now());
        let rows = connection.query(NOW, &[]).await?;
        let round_trip = begun.elapsed();
        let half = round_trip.as_secs_f64() / 2.0;
        let row = rows.first().ok_or_else(super::odd)?;
        let theirs: f64 = get(row, "now")?;
        let ours = wall.duration_since(UNIX_EPOCH).map_err(|_| super::odd())?;
        Ok(Self {
            ahead_ms: (theirs - ours.as_secs_f64() - half) * 1e3,
            give_or_take_ms: half * 1e3,
            round_trip,
        })
    }

    /// By so much it is off for certain.
    pub fn off_by_ms(&self) -> f64 {
        (self.ahead_ms.abs() - self.give_or_take_ms).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_counts() {
        let clock = |ahead_ms, give_or_take_ms| Clock {
            ahead_ms,
            give_or_take_ms,
            round_trip: Duration::ZERO,
        };
        assert!((clock(-7000.0, 1500.0).off_by_ms() - 5500.0).abs() < 1e-6);
        assert!(clock(5.0, 10.0).off_by_ms() < 1e-6);
    }
}
