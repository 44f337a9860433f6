//! Objects by a part of their names.

use serde::Serialize;

use crate::catalog::{Catalog, schema_path};
use crate::ground::quote::path_part;

/// The most that are offered.
const MOST: usize = 50;

/// What is called something like that.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Databases and schemas before what stands in them, each in byte order.
    pub objects: Vec<FoundObject>,
    /// There are more.
    pub more: bool,
}

/// A database, a schema or a relation.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundObject {
    /// `db.schema.relation`
    pub path: String,
    /// In words: `materialized view`.
    pub kind: String,
}

impl Found {
    /// The objects in whose path the text occurs, whatever the case of its ASCII letters.
    pub fn new(text: &str, catalog: &Catalog) -> Self {
        let wanted = text.trim().to_ascii_lowercase();
        let mut found = Self::default();
        for name in catalog.databases.keys() {
            found.add(&wanted, &path_part(name.as_str()), || "database".to_owned());
        }
        let schemas = || {
            let databases = catalog.databases.iter();
            let all = databases.flat_map(|(name, d)| d.schemas().map(move |s| (name, s)));
            all.filter(|(_, (schema, _))| !schema.is_system())
        };
        for (database, (name, _)) in schemas() {
            found.add(&wanted, &schema_path(database, name), || {
                "schema".to_owned()
            });
        }
        for (database, (name, schema)) in schemas() {
            let start = schema_path(database, name) + ".";
            let mut path = start.clone();
            for group in &schema.objects {
                for relation in group.names.iter() {
                    if found.more {
                        return found;
                    }
                    path.truncate(start.len());
                    path.push_str(&path_part(relation.as_str()));
                    found.add(&wanted, &path, || group.kind.words());
                }
            }
        }
        found
    }

    fn add(&mut self, wanted: &str, path: &str, kind: impl Fn() -> String) {
        if !path.to_ascii_lowercase().contains(wanted) {
            return;
        }
        self.more = self.objects.len() >= MOST;
        if !self.more {
            self.objects.push(FoundObject {
                path: path.to_owned(),
                kind: kind(),
            });
        }
    }
}
