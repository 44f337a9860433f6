//! The same facts in another order are the same facts.

use planner::{Catalog, plan};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::Value;

use super::case::Case;

/// A number generator that needs no more than a number to start from.
pub struct Numbers(pub u64);

impl Numbers {
    /// SplitMix64.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Shuffles every list; those that name relations one group at a time are also split.
fn shuffle(value: &mut Value, numbers: &mut Numbers) {
    match value {
        Value::Array(list) => {
            list.iter_mut().for_each(|v| shuffle(v, numbers));
            for at in (1..list.len()).rev() {
                list.swap(at, numbers.below(at + 1));
            }
        }
        Value::Object(map) => {
            if let Some(Value::Array(groups)) = map.get_mut("relations") {
                split(groups);
            }
            map.values_mut().for_each(|v| shuffle(v, numbers));
        }
        _ => {}
    }
}

fn split(groups: &mut Vec<Value>) {
    let one_each = groups.drain(..).flat_map(|group| {
        let names = group["names"].as_array().cloned().unwrap_or_default();
        names.into_iter().map(move |name| {
            let mut alone = group.clone();
            alone["names"] = Value::from(vec![name]);
            alone
        })
    });
    let one_each: Vec<_> = one_each.collect();
    *groups = one_each;
}

pub fn order_does_not_matter(case: &Case, seed: u64) -> Result<(), TestCaseError> {
    let fail = |e: &dyn std::fmt::Display| TestCaseError::fail(e.to_string());
    let json = case.catalog.to_json().map_err(|e| fail(&e))?;
    let again = Catalog::from_json(&json).map_err(|e| fail(&e))?;
    prop_assert_eq!(&again, &case.catalog, "to JSON and back");
    prop_assert_eq!(&again.to_json().map_err(|e| fail(&e))?, &json);

    let mut value: Value = serde_json::from_str(&json).map_err(|e| fail(&e))?;
    shuffle(&mut value, &mut Numbers(seed));
    let shuffled = Catalog::from_json(&value.to_string()).map_err(|e| fail(&e))?;
    prop_assert_eq!(&shuffled, &case.catalog, "shuffled");
    prop_assert_eq!(&shuffled.to_json().map_err(|e| fail(&e))?, &json);
    prop_assert_eq!(
        plan(&case.config, &shuffled),
        plan(&case.config, &case.catalog)
    );
    Ok(())
}
