//! What changed between a plan and now, in sentences that name the objects.

use std::collections::BTreeSet;

use crate::facts::compare;
use crate::plan::Plan;
use crate::session::SessionDocument;

/// How many are named; the rest are counted.
const SHOWN: usize = 8;

pub(super) fn describe(
    document: &SessionDocument,
    fresh: &Plan,
    facts: Option<&str>,
) -> Vec<String> {
    let mut changes = match facts {
        Some(before) => compare(before, &fresh.facts),
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
