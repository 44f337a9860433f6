//! The effect: whoever shall INSERT can, sequences included.

use planner::catalog::RelationKind;
use planner::desired::RoleType;
use planner::privilege::Privilege;
use planner::quote::ident;

use super::look::become_user;
use super::run::sql;
use super::{Counts, Server};
use crate::law::case::Case;
use crate::law::oracle::{Place, wanted};

/// As the role, one row of nothing but defaults goes into each plain table that calls sequences.
pub async fn inserts(server: &Server, case: &Case, counts: &mut Counts) -> Result<(), String> {
    if case.config.role_type() == RoleType::External {
        return Ok(());
    }
    let role = case.config.role_name.as_str();
    let databases = case.past.world.databases.iter().zip(&server.databases);
    for (database, session) in databases.filter(|(d, _)| d.read) {
        for schema in &database.schemas {
            for table in &schema.relations {
                let place = Place {
                    database: database.name.clone(),
                    schema: Some(schema.name.clone()),
                    relation: Some(table.name.clone()),
                    column: None,
                };
                let kind = table.kind.object_kind();
                let may =
                    wanted(&case.config, &case.catalog, &place, kind).contains(Privilege::Insert);
                if table.kind != RelationKind::Table || table.defaults.is_empty() || !may {
                    continue;
                }
                become_user(session, role).await?;
                let path = format!("{}.{}", ident(&schema.name), ident(&table.name));
                let ran = sql(session, &format!("INSERT INTO {path} DEFAULT VALUES")).await;
                sql(session, "RESET SESSION AUTHORIZATION").await?;
                ran?;
                counts.inserts += 1;
            }
        }
    }
    Ok(())
}
