//! The keys of an item: one table, one row a key, in the order of plan.yaml and of roles.csv.

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
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// In plan.yaml.
    pub name: &'static str,
    /// The column's name in roles.csv; where it differs, `name` is taken there too.
    pub column: &'static str,
    /// See [`Column`].
    pub in_csv: Column,
    /// What it is for, as `--help` says it.
    pub help: &'static str,
}

const fn key(name: &'static str, in_csv: Column, help: &'static str) -> Key {
    Key {
        name,
        column: name,
        in_csv,
        help,
    }
}

impl Key {
    const fn column(self, column: &'static str) -> Self {
        Self { column, ..self }
    }

    /// The option of `plan` that gives it.
    pub fn option(&self) -> String {
        match self.name {
            "resource_name" => "NAME".to_owned(),
            name => format!("--{}", name.replace('_', "-")),
        }
    }
}

/// All keys.
pub static KEYS: &[Key] = &[
    key("resource_name", Column::Required, "The resource"),
    key(
        "type",
        Column::Required,
        "managed: its privileges are what is desired. external: it inherits from --source-role",
    ),
    key(
        "role",
        Column::Required,
        "Its label, such as ro or rw; becomes part of its name",
    ),
    key(
        "scopes",
        Column::Required,
        "Managed: a database, or database.schema; comma-separated or repeated. Parts may be quoted as in SQL: '\"my.db\".public'",
    ),
    key(
        "privileges",
        Column::Required,
        "Managed: SQL privileges such as SELECT,INSERT, or ALL; comma-separated or repeated. NONE leaves CONNECT and USAGE alone",
    )
    .column("permissions"),
    key(
        "source_role",
        Column::Reference,
        "External: the existing role to inherit from",
    ),
    key(
        "rotate_password",
        Column::Added,
        "Make a new password at the next apply",
    ),
    key(
        "mode",
        Column::Added,
        "Managed: additive only grants, and revokes nothing [default: authoritative]",
    ),
    key(
        "connection_limit",
        Column::Added,
        "How many sessions the role may have at a time; -1 is any number",
    ),
    key(
        "valid_until",
        Column::Added,
        "When its password expires, in UTC: 2027-01-31T00:00:00Z, or infinity",
    ),
];

/// The key's row.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The key's help; empty for what is no key.
pub fn help(name: &str) -> &'static str {
    find(name).map(|key| key.help).unwrap_or_default()
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

    /// The browser's two lists, until they are generated from here.
    #[test]
    fn the_browser_knows_every_key() {
        let grid = include_str!("../../../web/src/desired/columns.ts");
        let editor = include_str!("../../../web/src/editor/yaml/keys.ts");
        for key in KEYS {
            let labelled = format!("\n  {}: '", key.column);
            assert!(grid.contains(&labelled), "columns.ts: {}", key.column);
            let listed = format!("key: '{}'", key.name);
            assert!(editor.contains(&listed), "keys.ts: {}", key.name);
        }
    }
}
