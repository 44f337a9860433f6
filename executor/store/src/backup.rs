//! A copy of the store: one consistent file, while others write.

use super::{Store, StoreError};
use std::io;
use std::path::Path;

impl Store {
    /// Writes a copy of the store, mode 0600: what was committed when it
    /// began, in one file that needs none beside it. Without the key nothing
    /// sealed in it can be opened, and the key is not in it.
    ///
    /// # Errors
    /// [`StoreError::CopyExists`] (nothing is overwritten, no link followed),
    /// the copy cannot be written, or the store not be read.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let failed = |source| StoreError::Copy {
            path: to.to_owned(),
            source,
        };
        let directory = match to.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        if to.symlink_metadata().is_ok() {
            let path = to.to_owned();
            return Err(StoreError::CopyExists { path });
        }
        // Mode 0600 from the start, and under its own name only when it is whole.
        let beside = tempfile::Builder::new()
            .prefix(".rolewright-backup-")
            .tempfile_in(directory)
            .map_err(failed)?;
        let name = beside.path().to_str().ok_or_else(|| {
            failed(io::Error::new(
                io::ErrorKind::InvalidInput,
                "its directory is not UTF-8",
            ))
        })?;
        self.db.copy("copy the store", name).await?;
        beside.as_file().sync_all().map_err(failed)?;
        match beside.persist_noclobber(to) {
            Ok(_) => sync(directory).map_err(failed),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                let path = to.to_owned();
                Err(StoreError::CopyExists { path })
            }
            Err(error) => Err(failed(error.error)),
        }
    }
}

/// The name is on the disk, too.
fn sync(directory: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(directory)?.sync_all()?;
    let _ = directory;
    Ok(())
}
