//! Small words: a name as a shell takes it, a plural, the steps of an apply.

use ops::ApplyStep;

/// A word as a shell takes it, for commands in hints. Control characters are shown, not kept.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", planner::quote::display(word).replace('\'', r"'\''"))
}

/// `s`, unless it is one.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A step of an apply, as the terminal names it.
pub fn apply_step(step: ApplyStep) -> &'static str {
    match step {
        ApplyStep::CheckPlan => "check the plan",
        ApplyStep::CompareWithStore => "compare it with the one that was stored",
        ApplyStep::Claim => "claim the plan",
        ApplyStep::Lock => "lock",
        ApplyStep::Verify => "verify against a fresh snapshot",
        ApplyStep::PersistPassword => "store the new password",
        ApplyStep::CreateRole => "create role",
        ApplyStep::Begin => "open transactions",
        ApplyStep::Run => "run statements",
        ApplyStep::Prove => "prove",
        ApplyStep::Commit => "commit",
        ApplyStep::DropRole => "drop the role again",
        ApplyStep::Look => "look at what is there",
        ApplyStep::ConfirmPassword => "confirm the new password",
        ApplyStep::ProveInSync => "verify that it is in sync",
        ApplyStep::LoginTest => "log in as the role",
        ApplyStep::HandOver => "hand over the new password",
        ApplyStep::Record => "write the record",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(shell("analytics-1.eu"), "analytics-1.eu");
        assert_eq!(shell("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(shell(""), "''");
        assert_eq!((plural(0), plural(1), plural(2)), ("s", "", "s"));
    }
}
