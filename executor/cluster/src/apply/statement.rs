//! Runs the statement of one step.

use planner::quote::{display, ident};
use planner::sql::{PASSWORD_PLACEHOLDER, statement};
use planner::step::Step;

use super::error::{ApplyError, StatementError, whereabouts};
use super::password::ScramVerifier;
use crate::connect::Connection;

/// Runs it, as the role it has to be run as. A warning that it did nothing is a failure.
pub(super) async fn run(
    connection: &Connection,
    step: &Step,
    verifier: Option<&ScramVerifier>,
) -> Result<(), ApplyError> {
    let shown = statement(&step.statement, PASSWORD_PLACEHOLDER);
    let sql = match verifier {
        Some(verifier) if step.statement.needs_password() => {
            statement(&step.statement, verifier.expose())
        }
        // The placeholder would become a password that everybody knows.
        None if step.statement.needs_password() => return Err(ApplyError::NoVerifier),
        _ => shown.clone(),
    };
    let failed = |e: &tokio_postgres::Error| {
        StatementError::new(whereabouts(step.database.as_ref()), shown.clone(), e)
    };
    let client = connection.client();
    connection.take_notices();
    if let Some(role) = &step.acting_as {
        let set = format!("SET LOCAL ROLE {}", ident(role.as_str()));
        client.batch_execute(&set).await.map_err(|e| failed(&e))?;
    }
    client.batch_execute(&sql).await.map_err(|e| failed(&e))?;
    if step.acting_as.is_some() {
        client
            .batch_execute("RESET ROLE")
            .await
            .map_err(|e| failed(&e))?;
    }
    // 01006, 01007: the server says REVOKE or GRANT and did nothing, or not all.
    let did_nothing = connection
        .take_notices()
        .into_iter()
        .find(|n| n.sqlstate == "01006" || n.sqlstate == "01007");
    match did_nothing {
        None => Ok(()),
        Some(notice) => Err(StatementError {
            database: whereabouts(step.database.as_ref()),
            sql: shown,
            sqlstate: notice.sqlstate,
            message: display(&notice.message),
            transient: false,
        }
        .into()),
    }
}
