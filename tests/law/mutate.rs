//! Broken and odd snapshot files.

use planner::{Catalog, model, plan};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::case::Case;
use super::permute::Numbers;

const WORDS: [&str; 13] = [
    "",
    "public",
    "postgres",
    "law_r02",
    "SELECT",
    "select",
    "\u{0}",
    "\n",
    "rolewright/catalog/2",
    "table",
    "sequence",
    "infinity",
    "Z",
];

/// Changes one random place of the value.
fn mutate(value: &mut Value, numbers: &mut Numbers) {
    let stop = numbers.below(4) == 0;
    match value {
        Value::Object(map) if !map.is_empty() && !stop => {
            let key = map
                .keys()
                .nth(numbers.below(map.len()))
                .cloned()
                .unwrap_or_default();
            match numbers.below(12) {
                0 => drop(map.remove(&key)),
                1 => {
                    let taken = map.remove(&key).unwrap_or_default();
                    map.insert(WORDS[numbers.below(WORDS.len())].to_owned(), taken);
                }
                _ => mutate(&mut map[&key], numbers),
            }
        }
        Value::Array(list) if !list.is_empty() && !stop => {
            let at = numbers.below(list.len());
            match numbers.below(8) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                _ => mutate(&mut list[at], numbers),
            }
        }
        _ => {
            *value = match numbers.below(7) {
                0 => Value::Null,
                1 => json!(numbers.next()),
                2 => json!(-1),
                3 => json!([]),
                4 => json!({}),
                5 => json!(true),
                _ => json!(WORDS[numbers.below(WORDS.len())]),
            };
        }
    }
}

/// Whatever stands in the file: it is refused with words, or planned, or refused to be planned.
/// Nothing panics (a panic fails the case).
pub fn read_or_refused(case: &Case, seeds: &[u64]) -> Result<(), TestCaseError> {
    let json = case
        .catalog
        .to_json()
        .map_err(|e| TestCaseError::fail(e.to_string()))?;
    let mut value: Value =
        serde_json::from_str(&json).map_err(|e| TestCaseError::fail(e.to_string()))?;
    for seed in seeds {
        mutate(&mut value, &mut Numbers(*seed));
        look(&value.to_string(), case)?;
    }
    // And as bytes: cut off, or with one character changed.
    let mut numbers = Numbers(seeds[0]);
    let cut = numbers.below(json.len());
    let text: String = json.chars().take(cut).collect();
    look(&text, case)?;
    let odd = char::from_u32(u32::try_from(numbers.next() % 128).unwrap_or(0)).unwrap_or(' ');
    look(
        &format!(
            "{text}{odd}{}",
            json.chars().skip(cut + 1).collect::<String>()
        ),
        case,
    )
}

fn look(text: &str, case: &Case) -> Result<(), TestCaseError> {
    match Catalog::from_json(text) {
        Err(error) if error.to_string().is_empty() => {
            Err(TestCaseError::fail("refused without a word"))
        }
        Err(_) => Ok(()),
        Ok(catalog) => {
            if let Ok(plan) = plan(&case.config, &catalog) {
                // The model may refuse what no server could have been; it may not panic.
                let _ = model::apply(&catalog, &plan.steps);
            }
            Ok(())
        }
    }
}
