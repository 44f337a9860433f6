//! The keys of an item: one table, one row a key, in the order of plan.yaml and of roles.csv.
//!
//! Read by roles.csv, by the options of `plan`, by the JSON Schema, and by the browser's grid and editor
//! (web/src/planner/keys.ts is made from it). A new key is a field of [`Item`](super::Item) and a row.

mod table;
mod value;

pub use table::KEYS;
pub use value::{Field, Value};

use super::RoleType;

/// How roles.csv has the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A header without it is refused.
    Required,
    /// In the reference document's header; may be left out.
    Reference,
    /// Our addition: written where an item needs it.
    Added,
}

/// One key.
#[derive(Clone, Debug)]
pub struct Key {
    /// In plan.yaml.
    pub name: &'static str,
    /// The column's name in roles.csv; where it differs, `name` is taken there too.
    pub column: &'static str,
    /// The option of `plan` that gives it.
    pub option: &'static str,
    /// See [`Column`].
    pub in_csv: Column,
    /// What it holds.
    pub value: Value,
    /// The only type of role that takes it.
    pub only: Option<RoleType>,
    /// Above the grid's column.
    pub title: &'static str,
    /// In a few words: for the schema, and beside a completion.
    pub about: &'static str,
    /// What the grid shows where nothing is given.
    pub empty: &'static str,
    /// What it is for, as `--help` says it.
    pub help: &'static str,
}

/// The key's row.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Gives the schema of an item the table's words.
#[cfg(feature = "schema")]
pub(super) fn describe(schema: &mut schemars::Schema) {
    let Some(properties) = schema.get_mut("properties") else {
        return;
    };
    for key in KEYS {
        if let Some(property) = properties.get_mut(key.name)
            && let Some(property) = property.as_object_mut()
        {
            let only = match key.only {
                Some(RoleType::Managed) => " (managed roles only)",
                Some(RoleType::External) => " (external roles only)",
                None => "",
            };
            let text = format!("{}{only}", key.about);
            property.insert("description".to_owned(), text.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `Item` itself takes, from serde's list of the keys it expects.
    #[test]
    fn the_table_has_the_keys_of_an_item() {
        let error = serde_yaml::from_str::<crate::desired::Item>("{no_such_key: 1}").unwrap_err();
        let text = error.to_string();
        let (_, expected) = text.split_once("expected one of ").unwrap();
        let taken: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
        let rows: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        assert_eq!(taken, rows);
    }
}
