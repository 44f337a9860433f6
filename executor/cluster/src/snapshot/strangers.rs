//! Roles that a database names and the cluster part does not: created in between.

use std::collections::BTreeSet;

use planner::catalog::{AclRow, ClusterRows, DatabaseRows, Oid};

/// True where a row names a role that the cluster part lacks. Such a role was created after that
/// part was read, or was dropped by hand and left its OID behind.
pub(super) fn any<'a>(
    cluster: &ClusterRows,
    databases: impl IntoIterator<Item = &'a DatabaseRows>,
) -> bool {
    let known: BTreeSet<Oid> = cluster.roles.iter().map(|r| r.oid).collect();
    let unknown = |oid: Oid| oid != 0 && !known.contains(&oid);
    let unknown_in = |acl: &[AclRow]| acl.iter().any(|r| unknown(r.grantee) || unknown(r.grantor));
    databases.into_iter().any(|rows| {
        let own = rows.own.iter().map(|(owner, acl)| (*owner, acl.as_deref()));
        let schemas = rows.schemas.iter().map(|s| (s.owner, s.acl.as_deref()));
        let relations = rows.objects.iter().map(|r| (r.owner, r.acl.as_deref()));
        own.chain(schemas)
            .chain(relations)
            .any(|(owner, acl)| unknown(owner) || acl.is_some_and(unknown_in))
            || rows.columns.iter().any(|c| unknown_in(&c.acl))
    })
}
