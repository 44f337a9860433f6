//! A database's own words.

use std::error::Error;
use std::fmt;

/// What the driver said. Never holds a secret: values are not in it.
#[derive(Debug)]
pub struct DbError(Box<dyn Error + Send + Sync>);

impl DbError {
    pub(super) fn new(error: impl Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for DbError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
