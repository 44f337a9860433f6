//! Scopes: `database` (every schema of it) or `database.schema`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ground::names::{DatabaseName, MAX_NAME_BYTES, SchemaName};
use crate::ground::quote::{brief, path_part};

/// Where a managed role's privileges apply.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// The database.
    pub database: DatabaseName,
    /// One schema, or all that are not PostgreSQL's own.
    pub schema: Option<SchemaName>,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&path_part(self.database.as_str()))?;
        if let Some(schema) = &self.schema {
            write!(f, ".{}", path_part(schema.as_str()))?;
        }
        Ok(())
    }
}

impl FromStr for Scope {
    type Err = String;

    /// Parts may be SQL-quoted: `"my.db".public`. Never widened, never dropped: what does not
    /// parse is an error that says so.
    ///
    /// ```
    /// use planner::desired::Scope;
    /// assert_eq!(r#""my.db".public"#.parse::<Scope>().unwrap().to_string(), r#""my.db".public"#);
    /// assert!("db.schema.table".parse::<Scope>().unwrap_err().contains("three parts"));
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        let shown = brief(text);
        let parts = split(text.trim()).map_err(|why| format!("scope `{shown}` {why}"))?;
        for part in &parts {
            if part.is_empty() {
                return Err(format!(
                    "scope `{shown}` has an empty part; write `database` or `database.schema`"
                ));
            }
            if part.len() > MAX_NAME_BYTES {
                return Err(format!(
                    "scope `{shown}`: `{}` is {} bytes long; PostgreSQL keeps {MAX_NAME_BYTES}",
                    brief(part),
                    part.len()
                ));
            }
        }
        let mut parts = parts.into_iter();
        let (database, schema, rest) = (parts.next(), parts.next(), parts.count());
        if rest > 0 {
            let count = if rest == 1 {
                "three parts".to_owned()
            } else {
                format!("{} parts", rest + 2)
            };
            return Err(format!(
                "scope `{shown}` has {count}; a scope is `database` or `database.schema` (single tables cannot be a scope; quote a name with dots: \"my.db\".public)"
            ));
        }
        let schema = schema.map(SchemaName::new);
        if let Some(schema) = schema.as_ref().filter(|s| s.is_system()) {
            return Err(format!(
                "scope `{shown}` names `{schema}`, a schema of PostgreSQL's own; name another"
            ));
        }
        Ok(Self {
            database: DatabaseName::new(database.unwrap_or_default()),
            schema,
        })
    }
}

fn split(text: &str) -> Result<Vec<String>, String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = text.chars().peekable();
    loop {
        if part.is_empty() && chars.peek() == Some(&'"') {
            chars.next();
            loop {
                match chars.next() {
                    Some('"') if chars.peek() == Some(&'"') => {
                        chars.next();
                        part.push('"');
                    }
                    Some('"') => break,
                    Some(c) => part.push(c),
                    None => return Err("has a quote that is not closed".to_owned()),
                }
            }
            match chars.peek() {
                None | Some('.') => {}
                Some(c) => {
                    return Err(format!(
                        "has `{}` after a closing quote; quote the whole part",
                        brief(&c.to_string())
                    ));
                }
            }
        }
        match chars.next() {
            Some('.') => parts.push(std::mem::take(&mut part)),
            Some('"') => {
                return Err(
                    "has a quote inside a part; quote the whole part and double it".to_owned(),
                );
            }
            Some('\0') => return Err("has a NUL character".to_owned()),
            Some(c) => part.push(c),
            None => {
                parts.push(part);
                return Ok(parts);
            }
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_source())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::text::deserialize(deserializer, "a scope: `database` or `database.schema`")
    }
}

impl Scope {
    /// The text that parses back to this scope, also for names with control characters.
    pub fn to_source(&self) -> String {
        let part = |name: &str| {
            if path_part(name) == name {
                name.to_owned()
            } else {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        };
        let mut text = part(self.database.as_str());
        if let Some(schema) = &self.schema {
            text.push('.');
            text.push_str(&part(schema.as_str()));
        }
        text
    }
}
