//! Files cut, repeated, nested and blown up: every reader gives an answer, and one that a person can
//! read: bounded whatever the file holds, and without a character that a terminal would obey.

use planner::case::Outcomes;
use planner::desired::{Prefix, parse_plan_file};
use planner::import::{ImportError, parse_roles};
use planner::{Catalog, SessionDocument, nesting, quote};
use proptest::prelude::*;

const PLAN: &str = include_str!("../reference/plan.yaml");
const ROLES: &str = include_str!("../reference/roles.csv");
const CATALOG: &str = include_str!("../cases/kinds/five/catalog.json");
const OUTCOMES: &str = include_str!("../cases/kinds/five/outcomes.yaml");
const SESSION: &str = include_str!("../cases/password/rotate/session.yaml");

/// The longest message in bytes: a thousand characters, each of them escaped.
const MOST: usize = 9_000;

/// What a mutation puts in.
fn piece() -> impl Strategy<Value = String> {
    let marks = vec![
        "[",
        "{",
        "]",
        "}",
        "\"",
        "'",
        ",",
        ":",
        ": ",
        "- ",
        "? ",
        "#",
        " #",
        "|\n",
        ">-\n",
        "&a ",
        "*a",
        "!x ",
        "\n",
        "\r",
        "\t",
        "\\",
        "\u{1b}[31m",
        "\u{9b}",
        "\u{202e}",
        "\u{85}",
        "\0",
        "x",
    ];
    prop_oneof![
        6 => (prop::sample::select(marks), prop_oneof![3 => 1..4_usize, 1 => 60..3_000_usize])
            .prop_map(|(mark, times)| mark.repeat(times)),
        1 => any::<String>(),
    ]
}

/// Somewhere in the text: a piece put in, a slice left out or said again.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..60_usize, 0..3, piece());
    prop::collection::vec(change, 1..5).prop_map(move |changes| {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, length, how, piece) in changes {
            let from = at.index(chars.len() + 1);
            let to = (from + length).min(chars.len());
            let slice: String = chars.get(from..to).unwrap_or_default().iter().collect();
            let (to, put) = match how {
                0 => (from, piece),
                1 => (to, piece),
                _ => (from, slice.repeat(length)),
            };
            chars.splice(from..to, put.chars());
        }
        chars.into_iter().collect()
    })
}

fn is_readable(said: &str) -> Result<(), TestCaseError> {
    let raw = said
        .chars()
        .find(|c| quote::is_unsafe(*c) && !matches!(c, '\n' | '\t'));
    prop_assert_eq!(raw, None, "{:?}", said);
    prop_assert!(said.len() <= MOST, "{} bytes: {}", said.len(), said);
    Ok(())
}

/// Text, list or map, with text of all that YAML gives a meaning to.
fn value() -> impl Strategy<Value = serde_yaml::Value> {
    use serde_yaml::Value;
    let text = "[\\[\\]{}\"'#|>:,&*!? \nxé\\\\-]{0,12}";
    let leaf = text.prop_map(Value::String);
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Sequence),
            prop::collection::vec((text.prop_map(Value::String), inner), 0..5)
                .prop_map(|pairs| Value::Mapping(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_said_of_a_plan_file_can_be_read(text in mutated(PLAN)) {
        if let Err(error) = parse_plan_file(&text, &Prefix::default()) {
            is_readable(&error.to_string())?;
        }
    }

    #[test]
    fn what_is_said_of_a_session_can_be_read(text in mutated(SESSION)) {
        if let Err(error) = SessionDocument::from_yaml(&text) {
            is_readable(&error.to_string())?;
        }
    }

    #[test]
    fn what_is_said_of_outcomes_can_be_read(text in mutated(OUTCOMES)) {
        if let Err(error) = Outcomes::parse(&text) {
            is_readable(&error.to_string())?;
        }
    }

    #[test]
    fn what_is_said_of_a_catalog_can_be_read(text in mutated(CATALOG)) {
        if let Err(error) = Catalog::from_bytes(text.as_bytes()) {
            is_readable(&error.to_string())?;
        }
    }

    /// Each row at fault is a line of its own.
    #[test]
    fn what_is_said_of_a_csv_can_be_read(text in mutated(ROLES)) {
        match parse_roles(&text, &Prefix::default()) {
            Ok(roles) => prop_assert!(roles.len() <= text.lines().count()),
            Err(ImportError::Rows(rows)) => {
                for row in rows {
                    is_readable(&row.to_string())?;
                }
            }
            Err(ImportError::Header { faults, .. }) => {
                for fault in faults {
                    is_readable(&fault.to_string())?;
                }
            }
            Err(error) => is_readable(&error.to_string())?,
        }
    }

    /// Of what a program writes no bracket counts, whatever the texts in it hold.
    #[test]
    fn no_text_is_taken_for_brackets(values in prop::collection::vec(value(), 1..40)) {
        let yaml = serde_yaml::to_string(&values).unwrap();
        prop_assert_eq!(nesting::check(&yaml), Ok(()), "{}", yaml);
    }

    /// Brackets that do nest are found behind whatever a program wrote.
    #[test]
    fn deep_brackets_are_found_behind_anything(value in value(), open in "[\\[{]{65,90}") {
        let yaml = serde_yaml::to_string(&[value]).unwrap();
        prop_assert!(nesting::check(&format!("{yaml}- {open}")).is_err(), "{yaml}");
        prop_assert!(nesting::check(&format!("a:\n{yaml}b: {open}")).is_err(), "{yaml}");
    }
}

/// A million levels are an answer, and a short one.
#[test]
fn a_million_levels_are_refused_by_every_reader() {
    let deep = "[".repeat(1_000_000);
    let maps = "{\"a\":".repeat(1_000_000);
    for text in [&deep, &maps] {
        let said = [
            parse_plan_file(&format!("items: {text}"), &Prefix::default())
                .unwrap_err()
                .to_string(),
            SessionDocument::from_yaml(text).unwrap_err().to_string(),
            Outcomes::parse(text).unwrap_err().to_string(),
            Catalog::from_bytes(text.as_bytes())
                .unwrap_err()
                .to_string(),
            parse_roles(text, &Prefix::default())
                .unwrap_err()
                .to_string(),
        ];
        for said in said {
            assert!(said.len() < 1_500, "{said}");
        }
    }
}
