//! The directory that holds the store and its key. Which one that is, its user says.

use super::trust::{self, Doubt};
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
    #[error("others may write to {} (mode {mode:03o}), so they could replace the store or its key; `chmod {} {}` or choose another directory", path.display(), if *above { "go-w" } else { "700" }, path.display())]
    WritableByOthers {
        /// The home, or a directory that it stands in.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// Whether it is one that the home stands in.
        above: bool,
    },
    /// Another user could replace the store or its key.
    #[error("{} belongs to another user (number {owner}), who could replace the store or its key; give it to yourself or choose another directory", path.display())]
    OfAnother {
        /// The home, or a directory that it stands in.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
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

    /// The key that a rotation is about to put in the place of the key.
    #[must_use]
    pub fn new_key(&self) -> PathBuf {
        self.directory.join("key.new")
    }

    /// The file that tells a home whose store was lost from one that never had any.
    #[must_use]
    pub fn marker(&self) -> PathBuf {
        self.directory.join("store")
    }

    /// Makes the directory, mode 0700, unless it is there. An existing one
    /// keeps its mode: it may be a directory that serves others too.
    ///
    /// # Errors
    /// [`HomeError::WritableByOthers`] or [`HomeError::OfAnother`], also of a
    /// directory that the home stands in, or [`HomeError::Io`].
    pub fn ensure(&self) -> Result<(), HomeError> {
        let io = |source| HomeError::Io {
            path: self.directory.clone(),
            source,
        };
        if !self.directory.is_dir() {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(&self.directory).map_err(io)?;
        }
        match trust::doubt(&self.directory).map_err(io)? {
            None => Ok(()),
            Some(Doubt::OfAnother { path, owner }) => Err(HomeError::OfAnother { path, owner }),
            Some(Doubt::WritableByOthers { path, mode }) => {
                let home = std::fs::canonicalize(&self.directory).map_err(io)?;
                let above = path != home;
                Err(HomeError::WritableByOthers { path, mode, above })
            }
        }
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
        std::fs::set_permissions(home.directory(), PermissionsExt::from_mode(0o700)).unwrap();
        let parent = outer.path().join("a");
        std::fs::set_permissions(&parent, PermissionsExt::from_mode(0o777)).unwrap();
        let message = home.ensure().unwrap_err().to_string();
        assert!(
            message.contains("chmod go-w") && message.contains(parent.to_str().unwrap()),
            "{message}"
        );
        std::fs::set_permissions(&parent, PermissionsExt::from_mode(0o1777)).unwrap();
        home.ensure().unwrap();
    }

    #[test]
    fn a_file_in_the_way_is_an_error() {
        let outer = tempfile::tempdir().unwrap();
        std::fs::write(outer.path().join("file"), "").unwrap();
        let home = Home::at(outer.path().join("file")).unwrap();
        assert!(matches!(home.ensure(), Err(HomeError::Io { .. })));
    }
}
