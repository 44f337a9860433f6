//! The items of a plan file, within a limit on what YAML's aliases multiply.

use std::fmt;

use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use super::Item;

/// The most scopes and privileges of all items together. An alias repeats a list for a few bytes,
/// so the size of a file says nothing about what it takes to hold it.
const MOST_ENTRIES: usize = 1_000_000;

/// Reads the items one by one, and stops at the one that is too much.
///
/// # Errors
/// Not a list, an item that is none, or more than [`MOST_ENTRIES`].
pub(super) fn items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Item>, D::Error> {
    deserializer.deserialize_seq(Items)
}

struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Vec<Item>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of roles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<Item>, A::Error> {
        let mut items = Vec::new();
        let mut entries = 0_usize;
        while let Some(item) = sequence.next_element::<Item>()? {
            let scopes = item.scopes.as_ref().map_or(0, Vec::len);
            let privileges = item.privileges.as_ref().map_or(0, Vec::len);
            entries = entries.saturating_add(scopes).saturating_add(privileges);
            items.push(item);
            if entries > MOST_ENTRIES {
                return Err(A::Error::custom(format!(
                    "item {} brings the scopes and privileges of this file to more than {MOST_ENTRIES}; split the file",
                    items.len()
                )));
            }
        }
        Ok(items)
    }
}
