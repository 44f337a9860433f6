//! Snapshots, as the admin account sees the cluster.

use cluster::connect::Connection;
use cluster::snapshot::{Detail, read_cluster, read_database};
use planner::Catalog;
use planner::catalog::CatalogBuilder;
use planner::quote::ident;

use super::run::sql;
use super::{OPEN, Server};
use crate::law::case::Case;
use crate::law::sim::NOW;

/// The databases that the case's snapshot holds.
pub async fn look(server: &Server, case: &Case) -> Result<Catalog, String> {
    let world = &case.past.world;
    let admin = &world.roles[world.admin].name;
    become_user(&server.maintenance, admin).await?;
    let cluster = read_cluster(&server.maintenance, None)
        .await
        .map_err(|e| e.to_string())?;
    sql(&server.maintenance, "RESET SESSION AUTHORIZATION").await?;
    let mut builder = CatalogBuilder::new(cluster);
    for (index, session) in server.databases.iter().enumerate() {
        if world.databases[index].read {
            become_user(session, admin).await?;
            let rows = read_database(session, Detail::All)
                .await
                .map_err(|e| e.to_string())?;
            sql(session, "RESET SESSION AUTHORIZATION").await?;
            builder.database(&OPEN[index].into(), rows);
        }
    }
    Ok(builder.finish(Some(NOW.to_owned())))
}

pub async fn become_user(session: &Connection, user: &str) -> Result<(), String> {
    sql(
        session,
        &format!("SET SESSION AUTHORIZATION {}", ident(user)),
    )
    .await
}

/// The real snapshot without what the case knows nothing of.
pub fn of_the_case(case: &Case, real: &Catalog) -> Catalog {
    let mut real = real.clone();
    real.server = case.catalog.server.clone();
    let known = |role: &planner::names::RoleName| case.catalog.roles.contains_key(role);
    real.roles.retain(|name, _| known(name));
    real.memberships
        .retain(|m| known(&m.role) && known(&m.member));
    let databases = real.databases.values_mut();
    for contents in databases.filter_map(|d| d.contents.as_mut()) {
        contents.unplanned = planner::Map::new(); // Objects of PostgreSQL's own.
    }
    real.databases
        .retain(|name, _| case.catalog.databases.contains_key(name));
    real
}
