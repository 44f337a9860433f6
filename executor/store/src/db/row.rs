//! What goes into a statement and what comes out, whatever database it is.

use std::borrow::Cow;
use std::sync::Arc;

use crate::StoreError;

/// A value: a parameter of a statement, or a cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

/// A row: its cells by the names of their columns.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(super) names: Arc<[String]>,
    pub(super) cells: Vec<Value<'static>>,
}

impl Row {
    /// The cell of a column, which is taken out.
    fn take(&mut self, column: &str) -> Value<'static> {
        let at = self.names.iter().position(|name| name == column);
        let cell = at.and_then(|at| self.cells.get_mut(at));
        cell.map_or(Value::Null, |cell| std::mem::replace(cell, Value::Null))
    }

    /// Text, which has to be there.
    pub fn text(&mut self, column: &str) -> Result<String, StoreError> {
        self.text_or_null(column)?
            .ok_or_else(|| unreadable(column, "nothing"))
    }

    /// Text, or NULL.
    pub fn text_or_null(&mut self, column: &str) -> Result<Option<String>, StoreError> {
        match self.take(column) {
            Value::Text(text) => Ok(Some(text.into_owned())),
            Value::Null => Ok(None),
            _ => Err(unreadable(column, "something other than text")),
        }
    }

    /// Bytes, which have to be there.
    pub fn bytes(&mut self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.bytes_or_null(column)?
            .ok_or_else(|| unreadable(column, "nothing"))
    }

    /// Bytes, or NULL.
    pub fn bytes_or_null(&mut self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.take(column) {
            Value::Bytes(bytes) => Ok(Some(bytes.into_owned())),
            Value::Null => Ok(None),
            _ => Err(unreadable(column, "something other than bytes")),
        }
    }

    /// A number, which has to be there.
    pub fn integer(&mut self, column: &str) -> Result<i64, StoreError> {
        match self.take(column) {
            Value::Integer(number) => Ok(number),
            _ => Err(unreadable(column, "something other than a number")),
        }
    }
}

fn unreadable(column: &str, found: &str) -> StoreError {
    StoreError::Unreadable {
        what: format!("the column {column}"),
        found: found.to_owned(),
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_by_name_and_kind() {
        let mut row = Row {
            names: Arc::from(["a".to_owned(), "b".to_owned()]),
            cells: vec!["x".to_owned().into(), Value::Null],
        };
        assert_eq!(row.text_or_null("b").unwrap(), None);
        assert!(row.text("b").unwrap_err().to_string().contains("column b"));
        assert_eq!(row.text("a").unwrap(), "x");
        let mut row = Row {
            names: Arc::from(["a".to_owned()]),
            cells: vec![7.into()],
        };
        assert!(row.text("a").is_err());
    }
}
