//! Who may act as whom inside one database: there its owner is a member of `pg_database_owner`,
//! though no row says so. From 15 on that role owns every new database's schema `public`.

use crate::catalog::{Catalog, Database, Membership};
use crate::ground::names::RoleName;

const DATABASE_OWNER: &str = "pg_database_owner";

/// The cluster's roles and memberships (without its databases) with the implicit one added; `None`
/// where that changes nothing, as for every superuser.
pub(crate) fn roles_inside(catalog: &Catalog, database: &Database) -> Option<Catalog> {
    let superuser = |name: &RoleName| catalog.roles.get(name).is_some_and(|r| r.superuser);
    let (implicit, _) = catalog.roles.get_key_value(DATABASE_OWNER)?;
    let owned = |owner: &RoleName| owner == implicit;
    let relevant = database
        .contents
        .iter()
        .flat_map(|c| c.schemas.values())
        .any(|s| owned(&s.owner) || s.objects.iter().any(|r| owned(&r.owner)));
    if superuser(&catalog.taken_by) || !relevant {
        return None;
    }
    let mut memberships = catalog.memberships.clone();
    memberships.push(Membership {
        member: database.owner.clone(),
        role: implicit.clone(),
        grantor: catalog.bootstrap.clone(),
        admin: false,
        inherit: true,
        set: true,
    });
    Some(Catalog {
        format: catalog.format.clone(),
        resource: None,
        taken_at: None,
        server: catalog.server.clone(),
        taken_by: catalog.taken_by.clone(),
        bootstrap: catalog.bootstrap.clone(),
        roles: catalog.roles.clone(),
        memberships,
        databases: crate::ground::map::Map::new(),
        warnings: Vec::new(),
    })
}
