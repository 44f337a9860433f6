//! One `From` for each library error: its kind, and the remedy.

use std::sync::Arc;

use cluster::connect::{ConnectError, ParamsError};
use cluster::snapshot::SnapshotError;
use ops::{OpsError, ResultFileError};
use planner::catalog::CatalogError;
use planner::desired::{Conflict, PlanFileError};
use planner::import::ImportError;
use planner::session::DocumentError;
use store::home::HomeError;
use store::{KeyError, StoreError};

use super::{CommandError, ErrorKind, remedy};
use crate::offline::OfflineError;

/// Errors whose text says all there is to say.
macro_rules! as_it_stands {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for CommandError {
            fn from(error: $error) -> Self {
                Self::of(&error)
            }
        }
    )*};
}

as_it_stands!(
    Conflict,
    DocumentError,
    ImportError,
    KeyError,
    OfflineError,
    ParamsError,
    PlanFileError,
    serde_json::Error,
    serde_yaml::Error,
);

/// Errors that are kept by others as well, so a reference has to do.
macro_rules! by_reference {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for CommandError {
            fn from(error: $error) -> Self {
                Self::from(&error)
            }
        }
    )*};
}

by_reference!(ConnectError, OpsError, SnapshotError, StoreError);

impl From<HomeError> for CommandError {
    fn from(error: HomeError) -> Self {
        Self::of(&error).hint(remedy::HOME)
    }
}

impl From<CatalogError> for CommandError {
    fn from(error: CatalogError) -> Self {
        Self::of(&error).hints(remedy::catalog(&error))
    }
}

impl From<ResultFileError> for CommandError {
    fn from(error: ResultFileError) -> Self {
        let kind = match error {
            ResultFileError::Mismatch { .. } => ErrorKind::Edited,
            _ => ErrorKind::Error,
        };
        let this = Self {
            kind,
            ..Self::of(&error)
        };
        this.hints(remedy::result_file(&error))
    }
}

impl From<&StoreError> for CommandError {
    fn from(error: &StoreError) -> Self {
        let kind = match error {
            StoreError::PlanUsed { .. } => ErrorKind::Stale,
            _ => ErrorKind::Error,
        };
        let this = Self {
            kind,
            ..Self::of(error)
        };
        this.hints(remedy::store(error))
    }
}

impl From<&ConnectError> for CommandError {
    fn from(error: &ConnectError) -> Self {
        let message = format!("{}: {}", error.conninfo, error.kind);
        Self::new(ErrorKind::Error, message).hint(remedy::connect(error))
    }
}

impl From<&SnapshotError> for CommandError {
    fn from(error: &SnapshotError) -> Self {
        match error {
            SnapshotError::Connect(error) => error.into(),
            other => Self::of(other),
        }
    }
}

impl From<&OpsError> for CommandError {
    fn from(error: &OpsError) -> Self {
        match error {
            OpsError::Store(error) => error.into(),
            OpsError::Connect(error) => (&**error).into(),
            OpsError::Snapshot(error) => (&**error).into(),
            other => Self::of(other).hints(remedy::operation(other)),
        }
    }
}

/// The message of an item with the remedy for its cause, in one line.
pub fn with_remedy(message: &str, cause: Option<&Arc<OpsError>>) -> String {
    let Some(cause) = cause else {
        return message.to_owned();
    };
    // What happened afterwards stands behind the error's own words.
    match message.strip_prefix(&cause.to_string()) {
        Some(afterwards) => CommandError::from(&**cause).one_line() + afterwards,
        None => match remedy::operation(cause) {
            Some(remedy) => format!("{message}; {remedy}"),
            None => message.to_owned(),
        },
    }
}
