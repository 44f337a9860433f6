//! Runs statements: a plan's as the executor does, an undo's as psql would.

use cluster::connect::Connection;
use planner::quote::ident;
use planner::sql::statement;
use planner::step::{Phase, Step};

use super::look::become_user;
use super::{OPEN, Server};
use crate::law::case::Case;

/// Of no password at all.
const VERIFIER: &str = "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$CBQyjKPXPRUMCm5n8DlXEnbMTfEIRe52MmVTc2SSrts=:6zXKkPSNEb0MDjJ7bcZBqDkgfQ7vVhQQHIyVHIOBxLg=";

pub async fn sql(session: &Connection, script: &str) -> Result<(), String> {
    session.client().batch_execute(script).await.map_err(|e| {
        let why = e
            .as_db_error()
            .map_or_else(|| e.to_string(), ToString::to_string);
        format!("{why}\nin {script}")
    })
}

/// 01006 or 01007 since the notices were taken last.
pub fn said_nothing_was_done(session: &Connection) -> bool {
    session
        .take_notices()
        .iter()
        .any(|n| n.sqlstate == "01006" || n.sqlstate == "01007")
}

async fn run(session: &Connection, step: &Step) -> Result<(), String> {
    session.take_notices();
    if let Some(role) = &step.acting_as {
        sql(session, &format!("SET LOCAL ROLE {}", ident(role.as_str()))).await?;
    }
    let text = statement(&step.statement, VERIFIER);
    sql(session, &text).await?;
    if step.acting_as.is_some() {
        sql(session, "RESET ROLE").await?;
    }
    let notices = session.take_notices();
    match notices
        .iter()
        .find(|n| ["01006", "01007", "01000"].contains(&n.sqlstate.as_str()))
    {
        None => Ok(()),
        Some(notice) => Err(format!(
            "{}: {}\nin {text}",
            notice.sqlstate, notice.message
        )),
    }
}

fn session_of<'a>(server: &'a Server, step: &Step) -> &'a Connection {
    let index = step
        .database
        .as_ref()
        .and_then(|d| OPEN.iter().position(|o| *o == d.as_str()));
    index.map_or(&server.maintenance, |i| &server.databases[i])
}

/// The role is created first; all transactions are open before the first statement and committed
/// after the last.
pub async fn plan_steps(server: &Server, case: &Case, steps: &[Step]) -> Result<(), String> {
    let (create, rest): (Vec<_>, Vec<_>) = steps.iter().partition(|s| s.phase == Phase::Role);
    let all = || std::iter::once(&server.maintenance).chain(&server.databases);
    let admin = &case.past.world.roles[case.past.world.admin].name;
    for session in all() {
        become_user(session, admin).await?;
    }
    let ran = async {
        for step in create {
            run(&server.maintenance, step).await?;
        }
        for session in all() {
            sql(session, "BEGIN").await?;
        }
        for step in rest {
            run(session_of(server, step), step).await?;
        }
        Ok(())
    }
    .await;
    for session in all() {
        sql(session, if ran.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        sql(session, "RESET SESSION AUTHORIZATION").await?;
    }
    ran
}

/// One statement after the other, each its own transaction.
pub async fn undo_steps(server: &Server, case: &Case, steps: &[Step]) -> Result<(), String> {
    let admin = &case.past.world.roles[case.past.world.admin].name;
    for step in steps {
        let session = session_of(server, step);
        become_user(session, admin).await?;
        sql(session, "BEGIN").await?;
        let ran = run(session, step).await;
        sql(session, if ran.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        sql(session, "RESET SESSION AUTHORIZATION").await?;
        ran?;
    }
    Ok(())
}
