//! Finds case folders: every folder with a `plan.yaml`, at any depth.

use std::fs;
use std::path::{Path, PathBuf};

use super::OfflineError;

/// Deeper than any sensible collection of cases.
const MAX_DEPTH: usize = 32;

/// One case folder.
#[derive(Debug)]
pub struct Case {
    /// The path below the directory, `/` between parts.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// All of them, sorted by name. Hidden folders are passed over, links to folders are not followed.
pub fn cases(dir: &Path) -> Result<Vec<Case>, OfflineError> {
    let mut found = Vec::new();
    visit(dir, "", 0, &mut found)?;
    if found.is_empty() {
        return Err(OfflineError::NoCases {
            dir: dir.to_owned(),
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn visit(dir: &Path, name: &str, depth: usize, found: &mut Vec<Case>) -> Result<(), OfflineError> {
    if depth > MAX_DEPTH {
        return Err(OfflineError::TooDeep {
            dir: dir.to_owned(),
        });
    }
    let failed = |source| OfflineError::List {
        dir: dir.to_owned(),
        source,
    };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file_name = entry.file_name();
        let file_name = file_name.to_string_lossy();
        if file_name == "plan.yaml" {
            let name = if name.is_empty() { "." } else { name };
            found.push(Case {
                name: name.to_owned(),
                path: dir.to_owned(),
            });
        } else if entry.file_type().map_err(failed)?.is_dir() && !file_name.starts_with('.') {
            let below = if name.is_empty() {
                file_name.into_owned()
            } else {
                format!("{name}/{file_name}")
            };
            visit(&entry.path(), &below, depth + 1, found)?;
        }
    }
    Ok(())
}
