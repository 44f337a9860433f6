//! What the random cases come to: how many can be planned, and which statements they lead to.

use std::collections::BTreeMap;

use planner::plan;
use planner::step::{At, Statement, Step};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::case::case;

/// What a step is, roughly.
fn kind(step: &Step) -> Vec<&'static str> {
    let mut kinds = vec![match &step.statement {
        Statement::CreateRole { .. } => "create role",
        Statement::AlterRole { .. } => "alter role",
        Statement::GrantMembership { .. } => "grant membership",
        Statement::RevokeMembership { .. } => "revoke membership",
        Statement::SetPassword { .. } | Statement::DropRole { .. } => "other",
        Statement::Grant { on, .. } => match &on.at {
            At::Database(_) => "grant on database",
            At::Schema(_) => "grant on schema",
            At::All(_) => "grant on all tables",
            At::Named(..) => "grant on tables",
            At::Column(..) => "other",
        },
        Statement::Revoke {
            on,
            grant_option_only: false,
            ..
        } => match &on.at {
            At::Database(_) if step.database.is_none() => "revoke on shared database",
            At::Database(_) => "revoke on database",
            At::Schema(_) => "revoke on schema",
            At::All(_) => "revoke on all tables",
            At::Named(..) => "revoke on tables",
            At::Column(..) => "revoke on column",
        },
        Statement::Revoke { .. } => "revoke grant option",
    }];
    if step.acting_as.is_some() {
        kinds.push("as another role");
    }
    kinds
}

/// Counts over `cases` cases of the fixed seed; fails where something hardly occurs.
pub fn check_rich(cases: u32) {
    let mut runner = TestRunner::deterministic();
    let strategy = case();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut errors: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..cases {
        let case = strategy.new_tree(&mut runner).expect("a case").current();
        let worked = case
            .past
            .events
            .iter()
            .filter(|e| e.outcome == Ok(false))
            .count();
        *seen.entry("events").or_default() += u32::try_from(case.past.events.len()).unwrap_or(0);
        *seen.entry("events that did something").or_default() += u32::try_from(worked).unwrap_or(0);
        match plan(&case.config, &case.catalog) {
            Err(error) => {
                *seen.entry("refused").or_default() += 1;
                for note in error.notes {
                    *errors.entry(note.code.word().to_owned()).or_default() += 1;
                }
            }
            Ok(plan) => {
                *seen
                    .entry(if plan.is_in_sync() {
                        "in sync"
                    } else {
                        "planned"
                    })
                    .or_default() += 1;
                for kind in plan.steps.iter().flat_map(kind) {
                    *seen.entry(kind).or_default() += 1;
                }
            }
        }
    }
    println!("{cases} cases: {seen:#?}\nreasons of refusal: {errors:#?}");
    for (what, least) in [
        ("planned", cases / 3),
        ("refused", cases / 50),
        ("as another role", cases / 100),
        ("create role", cases / 40),
        ("alter role", cases / 40),
        ("grant membership", cases / 100),
        ("revoke membership", cases / 100),
        ("grant on all tables", cases / 20),
        ("grant on tables", cases / 20),
        ("revoke on all tables", cases / 200),
        ("revoke on tables", cases / 20),
        ("revoke on column", cases / 100),
        ("revoke on schema", cases / 50),
        ("revoke on database", cases / 50),
        ("revoke on shared database", cases / 100),
        ("revoke grant option", cases / 100),
    ] {
        let count = seen.get(what).copied().unwrap_or(0);
        assert!(
            count >= least.max(1),
            "only {count} of `{what}` in {cases} cases, {least} expected"
        );
    }
}
