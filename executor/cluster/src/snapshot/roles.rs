//! Roles.

use planner::catalog::{Role, RoleRow};

use super::error::SnapshotError;
use super::query::Query;
use crate::connect::Connection;

const QUERY: Query = Query {
    what: "roles",
    sql: include_str!("roles.sql"),
};

pub(super) async fn read(connection: &Connection) -> Result<Vec<RoleRow>, SnapshotError> {
    QUERY
        .rows(connection, |row| {
            let role = Role {
                superuser: row.get("superuser")?,
                inherit: row.get("inherit")?,
                createrole: row.get("createrole")?,
                createdb: row.get("createdb")?,
                login: row.get("login")?,
                replication: row.get("replication")?,
                bypassrls: row.get("bypassrls")?,
                connection_limit: row.get("connection_limit")?,
                valid_until: row.get("valid_until")?,
                expired: row.get("expired")?,
            };
            Ok(RoleRow {
                oid: row.get("oid")?,
                name: row.get("name")?,
                role,
            })
        })
        .await
}
