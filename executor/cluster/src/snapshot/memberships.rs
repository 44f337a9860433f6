//! Memberships; the catalog has more columns from 16 on.

use planner::catalog::MembershipRow;
use planner::server::Server;

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "memberships",
    sql: include_str!("memberships.sql"),
};
const BEFORE_16: Query = Query {
    what: "memberships",
    sql: include_str!("memberships_before_16.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<MembershipRow>, SnapshotError> {
    let version_num = connection.version_num();
    let server = Server {
        version_num,
        system_identifier: String::new(),
    };
    let query = if server.has_membership_options() {
        QUERY
    } else {
        BEFORE_16
    };
    query
        .rows(connection, |row| {
            Ok(MembershipRow {
                role: row.get("role")?,
                member: row.get("member")?,
                grantor: row.get("grantor")?,
                admin: row.get("admin")?,
                inherit: row.get("inherit")?,
                set: row.get("set")?,
            })
        })
        .await
}
