//! One `From` for each library error: its kind, and hints where the error keeps them apart.

use planner::catalog::CatalogError;
use planner::desired::{Conflict, PlanFileError};
use planner::import::ImportError;
use planner::session::DocumentError;

use super::{CommandError, ErrorKind};
use crate::offline::OfflineError;
use cluster::connect::{ConnectError, ParamsError};
use cluster::snapshot::SnapshotError;
use ops::{OpsError, ResultFileError};
use store::StoreError;
use store::home::HomeError;

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
    HomeError,
    ImportError,
    OfflineError,
    ParamsError,
    PlanFileError,
    ResultFileError,
    serde_json::Error,
    serde_yaml::Error,
);

impl From<CatalogError> for CommandError {
    fn from(error: CatalogError) -> Self {
        let is_none = matches!(error, CatalogError::Json(_));
        let error = Self::of(&error);
        match is_none {
            true => error.hint("`rolewright snapshot RESOURCE -o FILE` writes a snapshot"),
            false => error,
        }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let kind = match error {
            StoreError::PlanUsed { .. } => ErrorKind::Stale,
            _ => ErrorKind::Error,
        };
        Self {
            kind,
            ..Self::of(&error)
        }
    }
}

impl From<ConnectError> for CommandError {
    fn from(error: ConnectError) -> Self {
        Self::new(
            ErrorKind::Error,
            format!("{}: {}", error.conninfo, error.kind),
        )
        .hint(error.remedy())
    }
}

impl From<SnapshotError> for CommandError {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Connect(error) => error.into(),
            other => Self::of(&other),
        }
    }
}

impl From<OpsError> for CommandError {
    fn from(error: OpsError) -> Self {
        match error {
            OpsError::Store(error) => error.into(),
            OpsError::Params(error) => error.into(),
            OpsError::Connect(error) => (*error).into(),
            OpsError::Snapshot(error) => (*error).into(),
            OpsError::Apply(error) => Self::of(&*error),
            other => Self::of(&other),
        }
    }
}
