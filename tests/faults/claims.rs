//! What a message says about the cluster, against what is there.

use crate::look::{DATABASES, Where};

/// Words that say that all is as before.
const AS_BEFORE: [&str; 4] = [
    "nothing was changed",
    "nothing was run",
    "committed: nothing",
    "the cluster is as before",
];

/// What is untrue in it; `None` where all is true.
pub fn untrue(text: &str, at: &Where) -> Option<String> {
    let denied = AS_BEFORE.iter().find(|words| text.contains(**words));
    if let Some(words) = denied.filter(|_| *at != Where::Before) {
        return Some(format!("says \"{words}\", and the cluster is {at:?}"));
    }
    let committed = committed(text)?;
    let done = match at {
        Where::Before => Vec::new(),
        Where::Planned => return None,
        Where::Between(done) => done.clone(),
    };
    let named = |database: &&str| committed.contains(&format!("\"{database}\""));
    let wrong = DATABASES
        .iter()
        .find(|database| named(database) && !done.contains(*database));
    let missing = done
        .iter()
        .find(|part| DATABASES.contains(part) && !named(part));
    match (wrong, missing) {
        (Some(database), _) => Some(format!("says that {database} is committed, and it is not")),
        (_, Some(database)) => Some(format!("does not say that {database} is committed")),
        _ => None,
    }
}

/// The list after "committed: ".
fn committed(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("committed: ")?;
    rest.split([';', '\n']).next()
}

#[test]
fn a_denial_and_a_list_are_checked() {
    let between = Where::Between(vec!["role", "one"]);
    assert!(untrue("it failed; nothing was changed", &between).is_some());
    assert!(untrue("committed: nothing; plan again", &Where::Planned).is_some());
    assert!(untrue("committed: database \"one\"; plan", &between).is_none());
    assert!(untrue("committed: database \"two\"; plan", &between).is_some());
    assert!(untrue("it failed; nothing was changed", &Where::Before).is_none());
}
