//! Where a session is, in words: part of every error.

use std::fmt;

use planner::names::{DatabaseName, ResourceName, RoleName};
use planner::quote::display;

/// Resource, endpoint, database and user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The resource's name in the inventory.
    pub resource: ResourceName,
    /// A host name, an address, or a directory of Unix sockets (it starts with `/`).
    pub host: String,
    /// The TCP port, or the number in the socket's file name.
    pub port: u16,
    /// The database.
    pub database: DatabaseName,
    /// The user that logs in.
    pub user: RoleName,
}

impl Place {
    /// `db.example:5432`, `[::1]:5432`, `/tmp/.s.PGSQL.5432`.
    pub fn endpoint(&self) -> String {
        let host = display(&self.host);
        if host.starts_with('/') {
            format!("{}/.s.PGSQL.{}", host.trim_end_matches('/'), self.port)
        } else if host.contains(':') {
            format!("[{host}]:{}", self.port)
        } else {
            format!("{host}:{}", self.port)
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at {}, database `{}`, user `{}`",
            self.resource,
            self.endpoint(),
            self.database,
            self.user
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(host: &str) -> Place {
        Place {
            resource: "prod".into(),
            host: host.to_owned(),
            port: 5432,
            database: "app".into(),
            user: "admin".into(),
        }
    }

    #[test]
    fn endpoints_are_written_as_people_write_them() {
        assert_eq!(place("db").endpoint(), "db:5432");
        assert_eq!(place("::1").endpoint(), "[::1]:5432");
        assert_eq!(place("/tmp/").endpoint(), "/tmp/.s.PGSQL.5432");
        let text = place("db").to_string();
        assert_eq!(text, "prod at db:5432, database `app`, user `admin`");
    }
}
