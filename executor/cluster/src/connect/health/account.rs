//! The admin account, and the server as it describes itself.

use planner::names::RoleName;
use tokio_postgres::Row;

use super::get;
use crate::connect::error::ConnectErrorKind as Kind;

/// What the admin account may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// A superuser.
    pub superuser: bool,
    /// Has CREATEROLE.
    pub createrole: bool,
    /// `createrole_self_grant`, from 16 on: what it is granted of a role that it creates.
    pub self_grant: Option<String>,
    /// May end other users' sessions (`pg_signal_backend`).
    pub signals: bool,
    /// Sees what other users' sessions do (`pg_read_all_stats`).
    pub sees_activity: bool,
    /// May read the verifiers in `pg_authid`, so that passwords are compared without logging in.
    pub reads_verifiers: bool,
    /// Roles that it may not change for want of ADMIN OPTION: from 16 on, for other than superusers.
    pub not_administered: Vec<RoleName>,
}

/// Version and cipher, as the server has them of its own end.
pub(super) type ToldTls = (Option<String>, Option<String>);

/// What one row tells of the server.
pub(super) struct Described {
    pub server_version: String,
    pub in_recovery: bool,
    pub tls: ToldTls,
    pub account: Account,
}

impl Described {
    pub(super) fn read(row: &Row) -> Result<Self, Kind> {
        let names: Vec<String> = get(row, "not_administered")?;
        Ok(Self {
            server_version: get(row, "server_version")?,
            in_recovery: get(row, "in_recovery")?,
            tls: (get(row, "tls_version")?, get(row, "tls_cipher")?),
            account: Account {
                superuser: get(row, "superuser")?,
                createrole: get(row, "createrole")?,
                self_grant: get(row, "self_grant")?,
                signals: get(row, "signals")?,
                sees_activity: get(row, "sees_activity")?,
                reads_verifiers: get(row, "reads_verifiers")?,
                not_administered: names.into_iter().map(RoleName::new).collect(),
            },
        })
    }
}
