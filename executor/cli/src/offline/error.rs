//! Why cases could not be run at all.

use std::io;
use std::path::PathBuf;

use planner::quote::brief;

/// Nothing was tested, or the result could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum OfflineError {
    /// The directory, or one in it, cannot be listed.
    #[error("{}: cannot be listed: {source}", shown(.dir))]
    List {
        /// Which.
        dir: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No case folder.
    #[error("{}: no case in it: a case is a folder with a plan.yaml and a catalog.json", shown(.dir))]
    NoCases {
        /// Which.
        dir: PathBuf,
    },
    /// The filter lets nothing through.
    #[error("{}: none of its {all} cases has `{}` in its name", shown(.dir), brief(.filter))]
    NoMatch {
        /// Which.
        dir: PathBuf,
        /// What was asked for.
        filter: String,
        /// How many there are.
        all: usize,
    },
    /// Folders nested without end.
    #[error("{}: folders are nested too deep for cases; test a folder further down", shown(.dir))]
    TooDeep {
        /// Which.
        dir: PathBuf,
    },
    /// A file cannot be written.
    #[error("{}: cannot be written: {source}", shown(.path))]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn shown(path: &std::path::Path) -> String {
    brief(&path.to_string_lossy())
}
