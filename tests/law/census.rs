//! What the random cases come to: how many can be planned, and which statements they lead to.

use std::collections::BTreeMap;

use planner::desired::PrivilegeWord;
use planner::kind::ObjectKind;
use planner::privilege::Privilege;
use planner::step::{At, Attribute, Phase, Statement, Step, Target};
use planner::{RoleConfig, plan};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::case::case;

fn sequences(on: &Target) -> bool {
    on.kind == ObjectKind::Sequence
}

/// USAGE on sequences that no word asks for there.
fn by_insert(config: &RoleConfig, step: &Step) -> Vec<&'static str> {
    let Statement::Grant { on, .. } = &step.statement else {
        return Vec::new();
    };
    let (Some(database), Some(schema)) = (&step.database, on.schema()) else {
        return Vec::new();
    };
    let asks = |word: &PrivilegeWord| {
        let usage = [None, Some(Privilege::Usage)];
        match word {
            PrivilegeWord::All => true,
            PrivilegeWord::One(p) => *p == Privilege::Usage,
            PrivilegeWord::On(kind, p) => *kind == on.kind && usage.contains(p),
        }
    };
    let in_scope = config.covers(database, schema);
    let asked = in_scope && config.privileges().iter().any(asks);
    match sequences(on) && !asked {
        false => Vec::new(),
        true if in_scope => vec!["usage by insert"],
        true => vec!["usage by insert", "usage by insert, out of scope"],
    }
}

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
            At::All(_) if sequences(on) => "grant on all sequences",
            At::Named(..) if sequences(on) => "grant on sequences",
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
            At::All(_) if sequences(on) => "revoke on all sequences",
            At::Named(..) if sequences(on) => "revoke on sequences",
            At::All(_) => "revoke on all tables",
            At::Named(..) => "revoke on tables",
            At::Column(..) => "revoke on column",
        },
        Statement::Revoke { .. } => "revoke grant option",
    }];
    if step.acting_as.is_some() {
        kinds.push("as another role");
    }
    kinds.extend(of_logins(step));
    kinds
}

fn of_logins(step: &Step) -> Option<&'static str> {
    let retires = |all: &[Attribute]| all.contains(&Attribute::NoPassword);
    match (step.phase, &step.statement) {
        (Phase::Logins | Phase::Password, Statement::CreateRole { .. }) => Some("create login"),
        (Phase::Logins, Statement::AlterRole { attributes, .. }) if retires(attributes) => {
            Some("retire login")
        }
        (Phase::Logins, Statement::GrantMembership { .. }) => Some("join login"),
        (Phase::Logins, Statement::RevokeMembership { .. }) => Some("leave other role"),
        (Phase::Logins, Statement::AlterRole { .. }) => Some("alter login"),
        (Phase::Password, Statement::AlterRole { .. }) => Some("change of login"),
        _ => None,
    }
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
                let by_insert = plan.steps.iter().flat_map(|s| by_insert(&case.config, s));
                for kind in plan.steps.iter().flat_map(kind).chain(by_insert) {
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
        ("grant on all sequences", cases / 20),
        ("grant on sequences", cases / 40),
        ("revoke on all sequences", cases / 200),
        ("revoke on sequences", cases / 40),
        ("usage by insert", cases / 40),
        ("usage by insert, out of scope", cases / 400),
        ("revoke on column", cases / 100),
        ("revoke on schema", cases / 50),
        ("revoke on database", cases / 50),
        ("revoke on shared database", cases / 100),
        ("revoke grant option", cases / 100),
        ("create login", cases / 20),
        ("retire login", cases / 100),
        ("join login", cases / 20),
        ("leave other role", cases / 200),
        ("alter login", cases / 50),
        ("change of login", cases / 200),
    ] {
        let count = seen.get(what).copied().unwrap_or(0);
        assert!(
            count >= least.max(1),
            "only {count} of `{what}` in {cases} cases, {least} expected"
        );
    }
}
