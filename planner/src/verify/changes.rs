//! What changed between a plan and now, in sentences that name the objects.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ground::quote::path_part;
use crate::plan::Plan;
use crate::session::SessionDocument;

/// How many are named; the rest are counted.
const SHOWN: usize = 8;

/// An object's path and what is known of it.
type Objects = BTreeMap<(String, String), Value>;

pub(super) fn describe(
    document: &SessionDocument,
    fresh: &Plan,
    facts: Option<&str>,
) -> Vec<String> {
    let mut changes = match facts {
        Some(before) => compare(&objects(before), &objects(&fresh.facts)),
        None => Vec::new(),
    };
    if changes.is_empty() {
        changes = compare_scopes(document, fresh);
    }
    if changes.is_empty() {
        changes.push(if fresh.sql_checksum == document.sql_plan_checksum {
            "something that the plan was made from, which its record does not name".to_owned()
        } else {
            "the SQL that would be needed now is another".to_owned()
        });
    }
    if changes.len() > SHOWN {
        let rest = changes.len() - SHOWN;
        changes.truncate(SHOWN);
        changes.push(format!("and {rest} more"));
    }
    changes
}

/// One entry per object; a line of relations becomes one for each.
fn objects(facts: &str) -> Objects {
    let mut objects = Objects::new();
    for line in facts.lines() {
        let Ok(Value::Array(fact)) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let text = |i: usize| fact.get(i).and_then(Value::as_str).unwrap_or_default();
        let path = |range: std::ops::Range<usize>| {
            range
                .map(|i| path_part(text(i)))
                .collect::<Vec<_>>()
                .join(".")
        };
        let rest = |from: usize| Value::from(fact.get(from..).unwrap_or_default().to_vec());
        let kind = text(0).to_owned();
        match kind.as_str() {
            "role" | "source" => drop(objects.insert((kind, path(1..2)), rest(2))),
            "membership" => {
                drop(objects.insert(
                    (kind, format!("{} (by {})", path(1..2), path(2..3))),
                    rest(3),
                ));
            }
            "database" => drop(objects.insert((kind, path(1..2)), rest(2))),
            "schema" => drop(objects.insert((kind, path(1..3)), rest(3))),
            "column" => drop(objects.insert((kind, path(1..5)), rest(5))),
            "relations" => {
                let names = fact.get(7).and_then(Value::as_array).into_iter().flatten();
                let what = Value::from(fact.get(4..7).unwrap_or_default().to_vec());
                for name in names.filter_map(Value::as_str) {
                    let at = format!("{}.{}", path(1..3), path_part(name));
                    objects.insert((text(3).replace('_', " "), at), what.clone());
                }
            }
            _ => {}
        }
    }
    objects
}

fn compare(before: &Objects, now: &Objects) -> Vec<String> {
    let mut changes = Vec::new();
    let keys: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    for key @ (kind, path) in keys {
        match (before.get(key), now.get(key)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => changes.push(changed(kind, path, a, b)),
            (None, Some(b)) => changes.push(appeared(kind, path, b)),
            (Some(_), None) if kind == "membership" => {
                changes.push(format!("the role is no longer a member of {path}"));
            }
            (Some(_), None) => {
                changes.push(format!(
                    "{kind} {path} was dropped, renamed or left by the role"
                ));
            }
            (None, None) => {}
        }
    }
    changes
}

/// The entries of a fact: the array of arrays in it.
fn entries(fact: &Value) -> Option<&Vec<Value>> {
    fact.as_array()?.iter().find_map(Value::as_array)
}

fn held(fact: &Value) -> String {
    let words: BTreeSet<&str> = entries(fact)
        .into_iter()
        .flatten()
        .filter_map(|e| e.get(1)?.as_str())
        .flat_map(str::split_whitespace)
        .collect();
    if words.is_empty() {
        "nothing".to_owned()
    } else {
        words.into_iter().collect::<Vec<_>>().join(", ")
    }
}

fn appeared(kind: &str, path: &str, now: &Value) -> String {
    match kind {
        "membership" => format!("the role was made a member of {path}"),
        _ if entries(now).is_some_and(|e| !e.is_empty()) => {
            format!("the role now holds {} on {kind} {path}", held(now))
        }
        _ => format!("{kind} {path} was created"),
    }
}

fn changed(kind: &str, path: &str, before: &Value, now: &Value) -> String {
    if kind == "role" || kind == "source" {
        let exists = |v: &Value| v.get(0).and_then(Value::as_bool).unwrap_or(false);
        return match (exists(before), exists(now)) {
            (true, false) => format!("role {path} was dropped"),
            (false, true) => format!("role {path} was created"),
            _ => role_changed(path, before, now),
        };
    }
    if kind == "membership" {
        return format!("the options of the membership in {path} changed");
    }
    if before.get(0) != now.get(0) && kind != "column" {
        let owner = |v: &Value| {
            v.get(0)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        return format!(
            "{kind} {path} has another owner: {} instead of {}",
            path_part(&owner(now)),
            path_part(&owner(before))
        );
    }
    if entries(before) != entries(now) {
        return format!(
            "the role holds {} on {kind} {path}, where it held {}",
            held(now),
            held(before)
        );
    }
    format!("what PUBLIC holds on {kind} {path} changed")
}

/// The role itself: which of its attributes, its limit or its expiry.
fn role_changed(path: &str, before: &Value, now: &Value) -> String {
    let mut parts = Vec::new();
    let list = |v: &Value| -> BTreeSet<String> {
        let words = v.get(1).and_then(Value::as_str).unwrap_or_default();
        words.split_whitespace().map(str::to_uppercase).collect()
    };
    let (had, has) = (list(before), list(now));
    let gained: Vec<_> = has.difference(&had).cloned().collect();
    let lost: Vec<_> = had.difference(&has).cloned().collect();
    if !gained.is_empty() {
        parts.push(format!("gained {}", gained.join(", ")));
    }
    if !lost.is_empty() {
        parts.push(format!("lost {}", lost.join(", ")));
    }
    if before.get(2) != now.get(2) {
        parts.push("has another connection limit".to_owned());
    }
    if before.get(3) != now.get(3) {
        parts.push("is valid until another time".to_owned());
    }
    format!("role {path} {}", parts.join(" and "))
}

/// For a plan made elsewhere, whose facts are not kept here: scope by scope.
fn compare_scopes(document: &SessionDocument, fresh: &Plan) -> Vec<String> {
    let (before, now) = (&document.current_state, &fresh.current_state);
    let mut changes = Vec::new();
    if before.exists != now.exists {
        let verb = if now.exists {
            "was created"
        } else {
            "was dropped"
        };
        changes.push(format!("role {} {verb}", now.role));
    } else if before.attributes != now.attributes {
        changes.push(format!("the attributes of role {} changed", now.role));
    }
    if before.memberships != now.memberships {
        changes.push(format!("the memberships of role {} changed", now.role));
    }
    let keys: BTreeSet<_> = before
        .scope_states
        .keys()
        .chain(now.scope_states.keys())
        .collect();
    for key in keys {
        match (before.scope_states.get(key), now.scope_states.get(key)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if a.table_count != b.table_count => changes.push(format!(
                "schema {key} has {} tables, where it had {}",
                b.table_count, a.table_count
            )),
            (Some(_), Some(_)) => {
                changes.push(format!("what the role holds in schema {key} changed"))
            }
            (None, _) => changes.push(format!("the role now holds something in schema {key}")),
            (_, None) => changes.push(format!("schema {key} is gone")),
        }
    }
    changes
}
