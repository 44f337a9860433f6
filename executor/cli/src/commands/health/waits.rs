//! Settings that bite, event triggers, and whom an apply would wait for.

use cluster::connect::{Blocker, Health};
use planner::quote::display;

use super::checks::Check;

pub fn settings(health: &Health) -> Vec<Check> {
    const NAME: &str = "settings";
    let value = |name: &str| health.settings.get(name).map(String::as_str);
    let mut all = Vec::new();
    if value("default_transaction_read_only") == Some("on") {
        all.push(Check::warning(
            NAME,
            "default_transaction_read_only is on for this account: somebody may want no changes now; an apply makes them all the same",
            "ask who set it, and why",
        ));
    }
    // Transactions of ours have their own; a connection is idle outside of one for moments.
    const SHORT_MS: i64 = 60_000;
    let idle = value("idle_session_timeout").and_then(|v| v.parse::<i64>().ok());
    if let Some(idle @ 1..SHORT_MS) = idle {
        all.push(Check::warning(
            NAME,
            format!("idle_session_timeout is {idle} ms: an apply that waits for longer between two transactions loses its connections, and is rolled back"),
            "set a longer one for the account (ALTER ROLE … SET idle_session_timeout)",
        ));
    }
    let logs = value("log_statement").is_some_and(|v| v != "none")
        || value("log_min_duration_statement").is_some_and(|v| v != "-1");
    if logs {
        all.push(Check::ok(
            NAME,
            "the server logs statements: the SCRAM verifier of a new password is among them, the password never",
        ));
    }
    if value("password_encryption") == Some("md5") {
        all.push(Check::ok(
            NAME,
            "password_encryption is md5: passwords set here are SCRAM verifiers all the same",
        ));
    }
    if all.is_empty() {
        all.push(Check::ok(NAME, "no setting of this account bites"));
    }
    all
}

pub fn triggers(health: &Health) -> Vec<Check> {
    const NAME: &str = "event-triggers";
    let database = &health.database;
    let names = health.event_triggers.iter();
    let names: Vec<_> = names
        .map(|(name, owner)| format!("{} of {owner}", display(name)))
        .collect();
    vec![match names.is_empty() {
        true => Check::ok(
            NAME,
            format!("none in database {database} fires on GRANT or REVOKE"),
        ),
        false => Check::warning(
            NAME,
            format!(
                "in database {database} these run on each GRANT and REVOKE, and may refuse it: {}",
                names.join(", ")
            ),
            "read what they do",
        ),
    }]
}

pub fn locks(health: &Health) -> Vec<Check> {
    const NAME: &str = "locks";
    if health.blockers.is_empty() {
        return vec![Check::ok(
            NAME,
            "nobody holds a lock that an apply would wait for",
        )];
    }
    let each = health.blockers.iter();
    each.map(|blocker| {
        let todo = match (blocker.is_apply, blocker.pid) {
            (true, _) => "another apply of the same role waits for it in turn".to_owned(),
            (false, Some(pid)) => {
                format!("wait until it ends, or end it: SELECT pg_terminate_backend({pid})")
            }
            (false, None) => {
                "COMMIT PREPARED or ROLLBACK PREPARED it (pg_prepared_xacts)".to_owned()
            }
        };
        Check::warning(NAME, says(blocker), todo)
    })
    .collect()
}

fn says(blocker: &Blocker) -> String {
    let mut text = match blocker.pid {
        Some(pid) => format!("pid {pid}"),
        None => "a prepared transaction".to_owned(),
    };
    if let Some(user) = &blocker.user {
        text.push_str(&format!(" of {}", display(user)));
    }
    if !blocker.application.is_empty() {
        text.push_str(&format!(" ({})", blocker.application));
    }
    if let Some(database) = &blocker.database {
        text.push_str(&format!(" in database {}", display(database)));
    }
    let held = blocker.held.iter().map(|h| display(h));
    let held = held.collect::<Vec<_>>().join(", ");
    let has = if blocker.waits { "waits for" } else { "holds" };
    text.push_str(&format!(" {has} {held}"));
    if let Some(since) = &blocker.since {
        text.push_str(&format!(", since {since}"));
    }
    if !blocker.query.is_empty() {
        text.push_str(&format!(": {}", blocker.query));
    }
    text
}
