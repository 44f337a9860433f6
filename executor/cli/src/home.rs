//! Which directory is the home: what was asked for, else the platform's data directory
//! (`~/.local/share/rolewright` on Linux).

use std::path::PathBuf;

use store::home::Home;

use crate::error::{CommandError, ErrorKind};

/// The environment variable that moves the home; clap reads it with `--home`.
pub const VARIABLE: &str = "ROLEWRIGHT_HOME";

/// The home.
///
/// # Errors
/// None was asked for, and the platform names no data directory (no `HOME`, for example).
pub fn locate(explicit: Option<PathBuf>) -> Result<Home, CommandError> {
    let chosen = explicit.filter(|path| !path.as_os_str().is_empty());
    let platform = || {
        let directories = directories::ProjectDirs::from("", "", "rolewright")?;
        Some(directories.data_dir().to_path_buf())
    };
    let directory = chosen.or_else(platform).ok_or_else(|| {
        CommandError::new(
            ErrorKind::Error,
            format!(
                "this platform names no data directory for this user; set {VARIABLE} to a directory of your own"
            ),
        )
    })?;
    Ok(Home::at(directory)?)
}
