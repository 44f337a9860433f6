//! The directory that holds the store and its key. Which one that is, its user says.

use std::io;
use std::path::{Path, PathBuf};

/// Where the store and its key are. Only a path: nothing is touched before
/// [`Home::ensure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    directory: PathBuf,
}

/// Why the home cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// Others could replace the store or its key.
    #[error("others may write to {} (mode {mode:03o}), so they could replace the store or its key; `chmod 700 {}` or choose another directory", path.display(), path.display())]
    WritableByOthers {
        /// The home.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The directory could not be made or read.
    #[error("cannot use {} as the home; check that it is a directory of yours", path.display())]
    Io {
        /// The home.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Home {
    /// The home in this directory. Absolute, so that a later change of the working directory moves
    /// nothing.
    ///
    /// # Errors
    /// The working directory is gone, so that no path can be made absolute.
    pub fn at(path: PathBuf) -> Result<Self, HomeError> {
        match std::path::absolute(&path) {
            Ok(directory) => Ok(Self { directory }),
            Err(source) => Err(HomeError::Io { path, source }),
        }
    }

    /// The directory itself.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The SQLite file (beside it, while in use, its `-wal` and `-shm`).
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.directory.join("rolewright.db")
    }

    /// The file of the key that seals the store's secrets.
    #[must_use]
    pub fn key(&self) -> PathBuf {
        self.directory.join("key")
    }

    /// The file that processes lock while they open the store.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.directory.join("lock")
    }

    /// Makes the directory, mode 0700, unless it is there. An existing one
    /// keeps its mode: it may be a directory that serves others too.
    ///
    /// # Errors
    /// [`HomeError::WritableByOthers`], or [`HomeError::Io`].
    pub fn ensure(&self) -> Result<(), HomeError> {
        let io = |source| HomeError::Io {
            path: self.directory.clone(),
            source,
        };
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.directory).map_err(io)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&self.directory)
                .map_err(io)?
                .permissions()
                .mode()
                & 0o777;
            if mode & 0o022 != 0 {
                return Err(HomeError::WritableByOthers {
                    path: self.directory.clone(),
                    mode,
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_becomes_absolute() {
        let home = Home::at("some/where".into()).unwrap();
        assert!(home.directory().is_absolute());
        assert!(home.database().ends_with("some/where/rolewright.db"));
        assert!(home.key().ends_with("some/where/key"));
    }

    #[cfg(unix)]
    #[test]
    fn a_new_home_is_private_and_an_open_one_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let outer = tempfile::tempdir().unwrap();
        let home = Home::at(outer.path().join("a/b")).unwrap();
        home.ensure().unwrap();
        home.ensure().unwrap();
        let mode = std::fs::metadata(home.directory())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700);

        std::fs::set_permissions(home.directory(), PermissionsExt::from_mode(0o777)).unwrap();
        let message = home.ensure().unwrap_err().to_string();
        assert!(
            message.contains("mode 777") && message.contains("chmod 700"),
            "{message}"
        );
    }

    #[test]
    fn a_file_in_the_way_is_an_error() {
        let outer = tempfile::tempdir().unwrap();
        std::fs::write(outer.path().join("file"), "").unwrap();
        let home = Home::at(outer.path().join("file")).unwrap();
        assert!(matches!(home.ensure(), Err(HomeError::Io { .. })));
    }
}
