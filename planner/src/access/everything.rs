//! Memberships that carry more than any grant on an object does.

use super::RoleGraph;
use crate::catalog::Catalog;
use crate::ground::names::RoleName;

/// Predefined roles that reach everything there is or the server itself, and those that managed services
/// have in place of a superuser.
const EVERYTHING: [(&str, &str); 9] = [
    ("alloydbsuperuser", "the provider's administrators"),
    ("azure_pg_admin", "the provider's administrators"),
    ("cloudsqlsuperuser", "the provider's administrators"),
    ("pg_execute_server_program", "runs programs on the server"),
    ("pg_read_all_data", "reads every table"),
    ("pg_read_server_files", "reads the server's files"),
    ("pg_write_all_data", "writes every table"),
    ("pg_write_server_files", "writes the server's files"),
    ("rds_superuser", "the provider's administrators"),
];

/// What a member of `role` gets that no grant on an object gives, in words; `None` for every other role.
pub fn carries_everything(
    role: &RoleName,
    catalog: &Catalog,
    graph: &RoleGraph<'_>,
) -> Option<String> {
    graph.member_of(role).into_iter().find_map(|one| {
        let mut known = EVERYTHING.iter();
        let found = known.find(|(name, _)| *name == one.as_str());
        let what = found.map(|(_, what)| *what).or_else(|| of(one, catalog))?;
        Some(match one == role {
            true => what.to_owned(),
            false => format!("member of {one}: {what}"),
        })
    })
}

/// Attributes are not inherited, but whoever may SET ROLE has them.
fn of(role: &RoleName, catalog: &Catalog) -> Option<&'static str> {
    let role = catalog.roles.get(role)?;
    let has = [
        (role.superuser, "a superuser"),
        (role.bypassrls, "has BYPASSRLS"),
        (role.createrole, "has CREATEROLE"),
        (role.replication, "has REPLICATION"),
    ];
    has.into_iter().find_map(|(has, what)| has.then_some(what))
}
