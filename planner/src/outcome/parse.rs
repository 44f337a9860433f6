//! An outcome's line: role, privileges, object.

use std::str::FromStr;

use crate::ground::names::{DatabaseName, MAX_NAME_BYTES};
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::brief;

/// Who it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The resource, where it is named.
    pub resource: Option<String>,
    /// A label, or a role's name.
    pub name: String,
}

/// A name, or `*` for any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// `*`
    Any,
    /// Just this one.
    Exactly(String),
}

impl Name {
    /// True where the name fits.
    pub fn matches(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(wanted) => wanted == name,
        }
    }
}

/// What it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// `db`
    Database(DatabaseName),
    /// `db.schema`
    Schema(DatabaseName, Name),
    /// `db.schema.relation`
    InSchema(DatabaseName, Name, Name),
}

impl Object {
    /// The database it is in.
    pub fn database(&self) -> &DatabaseName {
        match self {
            Self::Database(name) | Self::Schema(name, _) | Self::InSchema(name, _, _) => name,
        }
    }
}

/// One line, read.
///
/// ```
/// use planner::outcome::Outcome;
/// assert!(r#"ro SELECT, INSERT "my.db".public.*"#.parse::<Outcome>().is_ok());
/// assert!("ro EXECUTE app.public.orders".parse::<Outcome>().unwrap_err().contains("a relation"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Who.
    pub subject: Subject,
    /// May do what.
    pub privileges: Privileges,
    /// With what.
    pub object: Object,
}

/// One part of a word: its text, and whether it was quoted.
struct Part {
    text: String,
    quoted: bool,
}

const SHAPE: &str = "write `ROLE PRIVILEGE[,PRIVILEGE] database[.schema[.relation]]`, such as `ro SELECT app.public.*`";

impl FromStr for Outcome {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let mut words = words(line)?;
        let (Some(object), true) = (words.pop(), words.len() >= 2) else {
            return Err(SHAPE.to_owned());
        };
        let subject = subject(&words.remove(0))?;
        let mut privileges = Privileges::NONE;
        for word in words.concat().split(',') {
            let privilege: Privilege = word.parse()?;
            privileges = privileges.union(Privileges::only(privilege));
        }
        let object = object_path(&object)?;
        let wrong = privileges.minus(object.accepts());
        if !wrong.is_empty() {
            return Err(format!(
                "privilege {wrong} does not apply to {}, which takes {}",
                object.words(),
                object.accepts()
            ));
        }
        Ok(Self {
            subject,
            privileges,
            object,
        })
    }
}

/// Splits at blanks outside of quotes.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\0' => return Err("it has a NUL character".to_owned()),
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => {
                quoted ^= c == '"';
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    if quoted {
        return Err("it has a quote that is not closed".to_owned());
    }
    words.retain(|w| !w.is_empty());
    Ok(words)
}

fn subject(word: &str) -> Result<Subject, String> {
    let mut parts = parts(word, '/')?.into_iter();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, None) => Ok(Subject {
            resource: None,
            name: name.text,
        }),
        (Some(resource), Some(name), None) => Ok(Subject {
            resource: Some(resource.text),
            name: name.text,
        }),
        _ => Err(format!(
            "`{}` is no role: write a label, `resource/label` or a role's name, quoted where it has a slash",
            brief(word)
        )),
    }
}

pub(super) fn object_path(word: &str) -> Result<Object, String> {
    let mut parts = parts(word, '.')?.into_iter();
    let Some(database) = parts.next() else {
        return Err(SHAPE.to_owned());
    };
    if !database.quoted && database.text == "*" {
        return Err("a database is named: `*` stands for schemas and relations only".to_owned());
    }
    let database = DatabaseName::new(database.text);
    let name = |part: Part| {
        if !part.quoted && part.text == "*" {
            Name::Any
        } else {
            Name::Exactly(part.text)
        }
    };
    match (parts.next(), parts.next(), parts.next()) {
        (None, _, _) => Ok(Object::Database(database)),
        (Some(schema), None, _) => Ok(Object::Schema(database, name(schema))),
        (Some(schema), Some(relation), None) => {
            Ok(Object::InSchema(database, name(schema), name(relation)))
        }
        _ => Err(format!(
            "`{}` has more than three parts; quote a name with dots: \"my.db\".public.*",
            brief(word)
        )),
    }
}

/// Splits at a separator outside of quotes, and takes the quotes off.
fn parts(word: &str, separator: char) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut raw = String::new();
    let mut quoted = false;
    for c in word.chars() {
        if c == separator && !quoted {
            parts.push(part(&std::mem::take(&mut raw), word)?);
        } else {
            quoted ^= c == '"';
            raw.push(c);
        }
    }
    parts.push(part(&raw, word)?);
    Ok(parts)
}

fn part(raw: &str, word: &str) -> Result<Part, String> {
    let shown = brief(word);
    let inner = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|_| raw.len() >= 2);
    let text = match inner {
        Some(inner) if inner.replace("\"\"", "").contains('"') => {
            return Err(format!(
                "`{shown}` has a quote inside a quoted part; double it"
            ));
        }
        Some(inner) => inner.replace("\"\"", "\""),
        None if raw.contains('"') => {
            return Err(format!(
                "`{shown}` has a quote inside a part; quote the whole part"
            ));
        }
        None => raw.to_owned(),
    };
    if text.is_empty() {
        return Err(format!("`{shown}` has an empty part"));
    }
    if text.len() > MAX_NAME_BYTES && word.contains('.') {
        return Err(format!(
            "`{shown}` has a part of {} bytes; PostgreSQL keeps {MAX_NAME_BYTES}",
            text.len()
        ));
    }
    Ok(Part {
        text,
        quoted: inner.is_some(),
    })
}
