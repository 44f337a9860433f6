//! Where a connection goes, in words: part of every error.

use std::fmt;

use planner::names::{DatabaseName, ResourceName, RoleName};
use planner::quote::display;

/// Resource, endpoint, database and user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conninfo {
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

impl Conninfo {
    /// `db.example:5432`, `[::1]:5432`, `/tmp/.s.PGSQL.5432`.
    pub fn address(&self) -> String {
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

impl fmt::Display for Conninfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at {}, database `{}`, user `{}`",
            self.resource,
            self.address(),
            self.database,
            self.user
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conninfo(host: &str) -> Conninfo {
        Conninfo {
            resource: "prod".into(),
            host: host.to_owned(),
            port: 5432,
            database: "app".into(),
            user: "admin".into(),
        }
    }

    #[test]
    fn endpoints_are_written_as_people_write_them() {
        assert_eq!(conninfo("db").address(), "db:5432");
        assert_eq!(conninfo("::1").address(), "[::1]:5432");
        assert_eq!(conninfo("/tmp/").address(), "/tmp/.s.PGSQL.5432");
        let text = conninfo("db").to_string();
        assert_eq!(text, "prod at db:5432, database `app`, user `admin`");
    }
}
