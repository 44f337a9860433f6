//! Room for connections, and the standbys that a COMMIT waits for.

use tokio_postgres::Row;

use super::get;
use crate::connect::error::ConnectErrorKind as Kind;

/// Connections of the server, and of this account on it. The one that looked counts as free: it is
/// closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// `max_connections`.
    pub most: i64,
    /// Of these, kept for others than this account.
    pub reserved: i64,
    /// In use.
    pub used: i64,
    /// What this account may still open: the least of what server, role and database leave.
    pub left: i64,
    /// Which of the three is the least: `max_connections`, `CONNECTION LIMIT of the role`, ….
    pub bound: &'static str,
}

/// What `synchronous_standby_names` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synchronous {
    /// As it is set; empty where nothing is asked for.
    pub names: String,
    /// How many have to confirm a COMMIT.
    pub wanted: i64,
    /// How many are there.
    pub attached: i64,
}

impl Room {
    pub(super) fn read(row: &Row) -> Result<Self, Kind> {
        let [most, reserved, used] = ["most", "reserved", "used"].map(|name| get(row, name));
        let (most, reserved, used): (i64, i64, i64) = (most?, reserved?, used?);
        let used = used - 1;
        let of = |most: &str, used: &str| -> Result<Option<i64>, Kind> {
            let most: Option<i64> = get(row, most)?;
            let used: i64 = get(row, used)?;
            Ok(most.map(|most| most - (used - 1)))
        };
        let mut least = (most - reserved - used, "max_connections");
        for (left, bound) in [
            (
                of("role_most", "role_used")?,
                "CONNECTION LIMIT of the role",
            ),
            (
                of("database_most", "database_used")?,
                "CONNECTION LIMIT of the maintenance database",
            ),
        ] {
            if let Some(left) = left
                && left < least.0
            {
                least = (left, bound);
            }
        }
        Ok(Self {
            most,
            reserved,
            used,
            left: least.0.max(0),
            bound: least.1,
        })
    }
}

impl Synchronous {
    pub(super) fn read(row: &Row) -> Result<Self, Kind> {
        let names: String = get(row, "standby_names")?;
        Ok(Self {
            wanted: wanted(&names),
            names,
            attached: get(row, "standbys")?,
        })
    }

    /// A COMMIT that waits for standbys waits for ever now.
    pub fn is_missing(&self) -> bool {
        self.attached < self.wanted
    }
}

/// `a, b` wants one; `FIRST 2 (a, b)`, `2 (a, b)` and `ANY 2 (a, b)` want two.
fn wanted(names: &str) -> i64 {
    let names = names.trim();
    if names.is_empty() {
        return 0;
    }
    let Some((before, _)) = names.split_once('(') else {
        return 1;
    };
    let number = before.split_whitespace().next_back();
    number.and_then(|n| n.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standbys_are_counted_as_postgresql_counts_them() {
        for (names, number) in [
            ("", 0),
            ("a", 1),
            ("*", 1),
            ("a, b", 1),
            ("2 (a, b, c)", 2),
            ("FIRST 2 (a, b)", 2),
            ("any 3(a, b, c)", 3),
        ] {
            assert_eq!(wanted(names), number, "{names}");
        }
    }
}
