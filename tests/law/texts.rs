//! What people read.

use planner::{SessionDocument, plan};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::case::Case;
use super::laws::Law;

/// Nothing that a person reads holds a raw control or direction character, and nothing a password.
pub fn texts_are_printable(case: &Case) -> Law {
    let unsafe_in = |text: &str| {
        text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
    };
    let plan = match plan(&case.config, &case.catalog) {
        Ok(plan) => plan,
        Err(error) => {
            let text = error.to_string();
            prop_assert!(
                !error.notes.is_empty() && unsafe_in(&text).is_none() && !text.contains('\n'),
                "{:?}",
                text
            );
            return Ok(());
        }
    };
    for text in [&plan.sql, &plan.undo_sql(&case.catalog)] {
        prop_assert_eq!(unsafe_in(text), None, "{:?}", text);
        for line in text.lines().filter(|l| l.contains("PASSWORD '")) {
            prop_assert!(line.contains("'ROLE_PASSWORD_PLACEHOLDER'"), "{}", line);
        }
    }
    let spoken = plan.steps.iter().map(|s| s.reason.clone());
    let spoken = spoken.chain(plan.advice.iter().map(ToString::to_string));
    for text in spoken {
        prop_assert!(
            unsafe_in(&text).is_none() && !text.contains('\n'),
            "{:?}",
            text
        );
    }
    prop_assert!(
        plan.facts
            .lines()
            .all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok())
    );
    prop_assert!(
        !plan.facts.chars().any(|c| c < ' ' && c != '\n'),
        "{:?}",
        plan.facts
    );
    let document = SessionDocument::new("sid", &plan, &case.catalog, None);
    let yaml = document
        .to_yaml()
        .map_err(|e| TestCaseError::fail(e.to_string()))?;
    let control = yaml.chars().find(|c| c.is_control() && *c != '\n');
    prop_assert_eq!(control, None, "{}", yaml);
    let back = SessionDocument::from_yaml(&yaml)
        .map_err(|e| TestCaseError::fail(format!("{e}\n{yaml}")))?;
    prop_assert_eq!(back.sql_plan, plan.sql);
    Ok(())
}
