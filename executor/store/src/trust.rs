//! Whether a directory can be trusted with the store and its key: nobody else may be able to put
//! another one in its place. As ssh judges the place of its own files.

use std::io;
use std::path::{Path, PathBuf};

/// What is wrong with a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Others may write to it.
    WritableByOthers { path: PathBuf, mode: u32 },
    /// It is another user's.
    OfAnother { path: PathBuf, owner: u32 },
}

/// Looks at the directory and all that it stands in, links followed.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub(super) fn doubt(directory: &Path) -> io::Result<Option<Doubt>> {
    let me = rustix::process::geteuid().as_raw();
    let whole = std::fs::canonicalize(directory)?;
    for (above, path) in whole.ancestors().enumerate() {
        let look = Look::at(path)?;
        if look.owner != me && look.owner != 0 {
            let (path, owner) = (path.to_owned(), look.owner);
            return Ok(Some(Doubt::OfAnother { path, owner }));
        }
        if look.writable_by_others(above > 0, me) {
            let (path, mode) = (path.to_owned(), look.mode & 0o777);
            return Ok(Some(Doubt::WritableByOthers { path, mode }));
        }
    }
    Ok(None)
}

#[cfg(not(unix))]
pub(super) fn doubt(_: &Path) -> io::Result<Option<Doubt>> {
    Ok(None)
}

/// Whether nothing can be changed in the directory, by us.
pub(super) fn is_read_only(directory: &Path) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, AtFlags, CWD, accessat};
        accessat(CWD, directory, Access::WRITE_OK, AtFlags::EACCESS).is_err()
    }
    #[cfg(not(unix))]
    {
        let metadata = std::fs::metadata(directory);
        metadata.is_ok_and(|metadata| metadata.permissions().readonly())
    }
}

#[cfg(unix)]
struct Look {
    owner: u32,
    group: u32,
    mode: u32,
}

#[cfg(unix)]
impl Look {
    fn at(path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        let metadata = std::fs::symlink_metadata(path)?;
        Ok(Self {
            owner: metadata.uid(),
            group: metadata.gid(),
            mode: metadata.mode(),
        })
    }

    fn writable_by_others(&self, above: bool, me: u32) -> bool {
        const STICKY: u32 = 0o1000;
        match self.mode & 0o022 {
            0 => false,
            // In /tmp nobody can move what is ours.
            _ if above && self.mode & STICKY != 0 => false,
            // A user's own group, which has the user's number where each user has one.
            0o020 if above => !(self.owner == me && self.group == me),
            _ => true,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn groups_and_others_may_not_write_but_for_sticky_and_the_users_own_group() {
        let writable = |mode, group, above| {
            let look = Look {
                owner: 1000,
                group,
                mode,
            };
            look.writable_by_others(above, 1000)
        };
        for (mode, group, above, expected) in [
            (0o755, 0, true, false),
            (0o777, 0, true, true),
            (0o1777, 0, true, false),
            (0o1777, 0, false, true),
            (0o775, 50, true, true),
            (0o775, 1000, true, false),
            (0o770, 1000, false, true),
            (0o777, 1000, true, true),
        ] {
            assert_eq!(
                writable(mode, group, above),
                expected,
                "{mode:o} {group} {above}"
            );
        }
    }
}
