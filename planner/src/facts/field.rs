//! How one part of a fact is written and read back: both sides of each type stand together.

use std::borrow::Cow;

use serde_json::Value;

use super::fact::{Attributes, Entry, Public};
use crate::ground::names::{
    ColumnName, DatabaseName, RelationName, ResourceName, RoleName, SchemaName,
};
use crate::ground::privilege::{Privilege, Privileges};

/// What is left of a line.
pub(super) type Items = std::vec::IntoIter<Value>;

/// A part of a fact: one item of its line, or several, or none at the end.
pub(super) trait Field: Sized {
    fn write(&self, out: &mut String);
    /// `None` where it is not of this type.
    fn read(items: &mut Items) -> Option<Self>;
}

/// A comma, but for the first item of an array. No item ends with a bracket that opens one.
fn separate(out: &mut String) {
    if !out.ends_with('[') {
        out.push(',');
    }
}

/// As `serde_json` writes it; names without anything to escape, nearly all, are copied.
pub(super) fn push_string(out: &mut String, value: &str) {
    separate(out);
    let plain = |b: u8| b >= 0x20 && b != b'"' && b != b'\\';
    if value.bytes().fold(true, |all, b| all & plain(b)) {
        out.push('"');
        out.push_str(value);
        out.push('"');
    } else {
        // Every string can be written.
        out.push_str(&serde_json::to_string(value).unwrap_or_default());
    }
}

fn push_raw(out: &mut String, value: &str) {
    separate(out);
    out.push_str(value);
}

fn string(item: Value) -> Option<String> {
    match item {
        Value::String(text) => Some(text),
        _ => None,
    }
}

macro_rules! names {
    ($($type:ident)*) => {$(
        impl Field for Cow<'_, $type> {
            fn write(&self, out: &mut String) {
                push_string(out, self.as_str());
            }

            fn read(items: &mut Items) -> Option<Self> {
                string(items.next()?).map(|name| Cow::Owned($type::new(name)))
            }
        }
    )*};
}

names!(ResourceName RoleName DatabaseName SchemaName RelationName ColumnName);

impl Field for Cow<'_, str> {
    fn write(&self, out: &mut String) {
        push_string(out, self);
    }

    fn read(items: &mut Items) -> Option<Self> {
        string(items.next()?).map(Cow::Owned)
    }
}

/// `null` where there is none.
impl Field for Option<Cow<'_, str>> {
    fn write(&self, out: &mut String) {
        match self {
            Some(text) => text.write(out),
            None => push_raw(out, "null"),
        }
    }

    fn read(items: &mut Items) -> Option<Self> {
        match items.next()? {
            Value::Null => Some(None),
            other => string(other).map(|text| Some(Cow::Owned(text))),
        }
    }
}

impl Field for bool {
    fn write(&self, out: &mut String) {
        push_raw(out, if *self { "true" } else { "false" });
    }

    fn read(items: &mut Items) -> Option<Self> {
        items.next()?.as_bool()
    }
}

impl Field for u32 {
    fn write(&self, out: &mut String) {
        push_raw(out, &self.to_string());
    }

    fn read(items: &mut Items) -> Option<Self> {
        items.next()?.as_u64()?.try_into().ok()
    }
}

/// `null` where there is none.
impl Field for Option<i32> {
    fn write(&self, out: &mut String) {
        match self {
            Some(number) => push_raw(out, &number.to_string()),
            None => push_raw(out, "null"),
        }
    }

    fn read(items: &mut Items) -> Option<Self> {
        match items.next()? {
            Value::Null => Some(None),
            other => other.as_i64()?.try_into().ok().map(Some),
        }
    }
}

impl Field for Attributes {
    fn write(&self, out: &mut String) {
        push_string(out, &self.words().collect::<Vec<_>>().join(" "));
    }

    fn read(items: &mut Items) -> Option<Self> {
        Self::from_words(&string(items.next()?)?)
    }
}

/// The keywords in byte order, joined by a space.
impl Field for Privileges {
    fn write(&self, out: &mut String) {
        separate(out);
        out.push('"');
        for (index, privilege) in self.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            out.push_str(privilege.keyword());
        }
        out.push('"');
    }

    fn read(items: &mut Items) -> Option<Self> {
        let words = string(items.next()?)?;
        let known = |word| Privilege::ALL.into_iter().find(|p| p.keyword() == word);
        words.split_whitespace().map(known).collect()
    }
}

/// Left out at the end of the line where it is not known.
impl Field for Public {
    fn write(&self, out: &mut String) {
        if let Some(privileges) = &self.0 {
            privileges.write(out);
        }
    }

    fn read(items: &mut Items) -> Option<Self> {
        if items.len() == 0 {
            return Some(Self(None));
        }
        Privileges::read(items).map(|privileges| Self(Some(privileges)))
    }
}

macro_rules! lists {
    ($($type:ty),*) => {$(
        impl Field for Vec<$type> {
            fn write(&self, out: &mut String) {
                push_raw(out, "[");
                for item in self {
                    item.write(out);
                }
                out.push(']');
            }

            fn read(items: &mut Items) -> Option<Self> {
                let Value::Array(list) = items.next()? else {
                    return None;
                };
                let mut list = list.into_iter();
                let mut read = Self::with_capacity(list.len());
                while list.len() > 0 {
                    read.push(Field::read(&mut list)?);
                }
                Some(read)
            }
        }
    )*};
}

lists!(Entry<'_>, Cow<'_, RelationName>);

/// An array in the array.
impl Field for Entry<'_> {
    fn write(&self, out: &mut String) {
        push_raw(out, "[");
        self.write_parts(out);
        out.push(']');
    }

    fn read(items: &mut Items) -> Option<Self> {
        let Value::Array(list) = items.next()? else {
            return None;
        };
        let mut list = list.into_iter();
        let read = Self::read_parts(&mut list)?;
        (list.len() == 0).then_some(read)
    }
}
