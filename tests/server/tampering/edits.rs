//! The edits, by their class.

use planner::SessionDocument;
use planner::step::Risk;

pub type Edit = fn(&mut SessionDocument);

/// Of a document, by what is edited.
pub const DOCUMENT: &[(&str, Edit)] = &[
    ("config.role_name", |d| d.config.role_name = "boss".into()),
    ("config.scopes", |d| {
        d.config.scopes = vec!["postgres".parse().unwrap()]
    }),
    ("config.privileges", |d| {
        d.config.privileges = vec!["ALL".parse().unwrap()]
    }),
    ("config.rotate_password", |d| {
        d.config.rotate_password = true
    }),
    ("config.connection_limit", |d| {
        d.config.connection_limit = Some(9)
    }),
    ("current_state.exists", |d| d.current_state.exists = true),
    ("current_state.role", |d| {
        d.current_state.role = "harmless".into()
    }),
    ("sql_plan", |d| {
        d.sql_plan.push_str("DROP DATABASE tampering;\n")
    }),
    ("sql_plan and its checksum", |d| {
        d.sql_plan.push_str("DROP DATABASE tampering;\n");
        d.sql_plan_checksum = planner::hash::sha256_hex(d.sql_plan.as_bytes());
    }),
    ("sql_plan_checksum", |d| {
        d.sql_plan_checksum = "0".repeat(64)
    }),
    ("state_checksum", |d| d.state_checksum = "0".repeat(64)),
    ("resource", |d| d.resource = "elsewhere".into()),
    ("role", |d| d.role = Some("other".to_owned())),
    ("cluster.system_identifier", |d| {
        d.cluster.system_identifier = "1".to_owned()
    }),
    ("cluster.server_version", |d| {
        d.cluster.server_version = "99.1".to_owned()
    }),
    ("command_output", |d| {
        d.command_output = "all is well\n".to_owned()
    }),
    ("planner_version", |d| {
        d.planner_version = "99.0.0".to_owned()
    }),
    ("expires_at", |d| {
        d.expires_at = Some("2099-01-01T00:00:00Z".to_owned())
    }),
    ("expires_at removed", |d| d.expires_at = None),
    ("advice", |d| d.advice.clear()),
    ("undo_sql", |d| {
        d.undo_sql = "DROP DATABASE tampering;\n".to_owned()
    }),
    ("steps: sql", |d| {
        d.steps[0].sql = "DROP DATABASE tampering".to_owned()
    }),
    ("steps: reason", |d| {
        d.steps[0].reason = "harmless".to_owned()
    }),
    ("steps: risk", |d| d.steps[0].risk = Risk::Destructive),
    ("steps: order", |d| d.steps.reverse()),
    ("steps: one less", |d| drop(d.steps.pop())),
    ("steps: acting_as", |d| {
        d.steps[0].acting_as = Some("boss".into())
    }),
    ("steps: result", |d| {
        d.steps[0].result = Some("ok".to_owned())
    }),
    ("steps: took_us", |d| d.steps[0].took_us = Some(1)),
    ("store_seal removed", |d| d.store_seal = None),
    ("nothing", |_| {}),
];

/// Edits of the store, and the class of each; `{APPLIED}` is the finished apply.
pub const STORE: &[(&str, &str)] = &[
    ("session", "UPDATE sessions SET status = 'failed' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET message = 'x' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET os_user = 'alice' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET kind = 'plan' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET resource = 'x' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET role_label = 'x' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET role_name = 'x' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET plan_sid = NULL WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET started_at = '2026-01-01T00:00:00.000000000Z' WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET finished_at = NULL WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET expires_at = '2099-01-01T00:00:00.000000000Z' WHERE kind = 'plan'"),
    ("session", "UPDATE sessions SET document = NULL WHERE sid = {APPLIED}"),
    ("session", "UPDATE sessions SET facts = X'1f8b' WHERE kind = 'plan'"),
    ("session", "UPDATE sessions SET sid = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET host_name = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET admin_account = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET planner_version = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET digest_before = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET digest_after = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET lock_asked_at = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET locked_at = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET adopted_by = 'x' WHERE sid = {APPLIED}"),
    ("session's trail", "UPDATE session_trail SET plan_use = 'released' WHERE sid = {APPLIED}"),
    ("session's trail", "DELETE FROM session_trail WHERE sid = {APPLIED}"),
    ("session's journal", "UPDATE journal SET word = 'x' WHERE sid = {APPLIED} AND number = 1"),
    ("session's journal", "UPDATE journal SET details = '{}' WHERE sid = {APPLIED} AND number = 2"),
    ("session's journal", "DELETE FROM journal WHERE sid = {APPLIED} AND number = 2"),
    ("session's journal", "INSERT INTO journal SELECT sid, 99, at, word, details FROM journal WHERE number = 1"),
    ("chain: removal", "DELETE FROM sessions WHERE sid = {APPLIED}"),
    ("chain: removal", "DELETE FROM session_chain WHERE sid = {APPLIED}"),
    ("chain: removal", "DELETE FROM sessions WHERE sid = {APPLIED}; DELETE FROM session_chain WHERE sid = {APPLIED}"),
    ("chain: removal at the end", "DELETE FROM sessions WHERE sid IN (SELECT sid FROM session_chain WHERE number = 3);
        DELETE FROM session_chain WHERE number = 3"),
    ("chain: removal of all", "DELETE FROM sessions; DELETE FROM session_chain; DELETE FROM store_meta WHERE name = 'chain_head'"),
    ("chain: order", "UPDATE session_chain SET number = 9 WHERE number = 1; UPDATE session_chain SET number = 1 WHERE number = 2;
        UPDATE session_chain SET number = 2 WHERE number = 9"),
    ("chain: insertion", "INSERT INTO sessions SELECT 'x', kind, resource, role_label, role_name, status, message, plan_sid,
        started_at, finished_at, expires_at, os_user, document, facts FROM sessions WHERE sid = {APPLIED}"),
    ("chain: insertion", "INSERT INTO sessions SELECT 'x', kind, resource, role_label, role_name, status, message, plan_sid,
        started_at, finished_at, expires_at, os_user, document, facts FROM sessions WHERE sid = {APPLIED};
        INSERT INTO session_chain SELECT 4, 'x', late, document_sha256, facts_sha256, journal_count, journal_sha256, hash, hash, mac, form
        FROM session_chain WHERE number = 3"),
    ("chain: link", "UPDATE session_chain SET mac = 'hmac-sha256:00' WHERE sid = {APPLIED}"),
    ("chain: link", "UPDATE session_chain SET late = 1 WHERE sid = {APPLIED}"),
    ("chain: link", "UPDATE session_chain SET form = 1 WHERE sid = {APPLIED}"),
    ("chain: head", "UPDATE store_meta SET value = CAST('2 x y' AS BLOB) WHERE name = 'chain_head'"),
    ("made_roles", "UPDATE made_roles SET role_name = 'boss'"),
    ("made_roles", "UPDATE made_roles SET system_identifier = ''"),
    ("made_roles", "INSERT INTO made_roles SELECT resource, system_identifier, 'boss', made_by, how, at, mac FROM made_roles"),
    ("plan_uses", "UPDATE plan_uses SET state = 'released'"),
    ("plan_uses", "UPDATE plan_uses SET plan_sid = 'x'"),
    ("plan_uses", "UPDATE plan_uses SET apply_sid = 'x'"),
];
