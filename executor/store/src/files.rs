//! Files that only their owner may read, on platforms that have owners.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a new file of mode 0600.
///
/// # Errors
/// `AlreadyExists` when there is one (`O_EXCL`), or what the system says.
pub(super) fn create_new(path: &Path) -> io::Result<File> {
    private().create_new(true).open(path)
}

/// Opens the file, made with mode 0600 when absent and set to 0600 when it is
/// more open than that. For files that are Rolewright's alone.
///
/// # Errors
/// What the system says, for example when the file belongs to someone else.
pub(super) fn open_or_create(path: &Path) -> io::Result<File> {
    let file = private().create(true).truncate(false).open(path)?;
    #[cfg(unix)]
    if too_open(&file)?.is_some() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(file)
}

/// The permission bits, when group or others have any.
///
/// # Errors
/// What the system says.
#[cfg_attr(not(unix), allow(clippy::unnecessary_wraps))]
pub(super) fn too_open(file: &File) -> io::Result<Option<u32>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Of the open file, not of the path: the path may change in between.
        let mode = file.metadata()?.permissions().mode() & 0o777;
        Ok((mode & 0o077 != 0).then_some(mode))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        Ok(None)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn files_are_made_private_and_tightened() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        assert_eq!(too_open(&create_new(&path).unwrap()).unwrap(), None);
        assert_eq!(
            create_new(&path).unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );

        std::fs::write(&path, "kept").unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
        assert_eq!(too_open(&File::open(&path).unwrap()).unwrap(), Some(0o644));
        assert_eq!(too_open(&open_or_create(&path).unwrap()).unwrap(), None);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "kept");
    }
}
