//! `expected.yaml`, which versions before wrote: whole session documents, now `expected.txt`.

use std::fs;
use std::path::Path;

use super::{Failure, OfflineError};

pub const NAME: &str = "expected.yaml";

/// True for a file that `--update` wrote; one of the same name that somebody else wrote is theirs.
pub fn is_ours(text: &str) -> bool {
    text.contains("rolewright/expected/1")
}

pub fn failure() -> Failure {
    Failure::File(format!(
        "{NAME} is of a version before and is not read any more; run with --update to have expected.txt in its place, then read what it says"
    ))
}

pub fn remove(dir: &Path) -> Result<(), OfflineError> {
    let path = dir.join(NAME);
    fs::remove_file(&path).map_err(|source| OfflineError::Write { path, source })
}
