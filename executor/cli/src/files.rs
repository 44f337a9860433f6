//! Files that the user names: read whole within a limit, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::{CommandError, ErrorKind};

/// The most bytes of what a person writes: plans and CSV.
pub const WRITTEN: u64 = 64 << 20;
/// The most bytes of what a program writes: plan results and catalog snapshots.
pub const MADE: u64 = 1 << 30;

/// A file as it was read; wiped when dropped, for it may hold passwords.
pub struct Input {
    /// The path, or `standard input`.
    pub name: String,
    /// All of it.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Input {
    /// The text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self) -> Result<&str, CommandError> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let sound = self.bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + sound.iter().filter(|byte| **byte == b'\n').count();
            self.error(format!("line {line} is not UTF-8"))
                .hint("save the file as UTF-8")
        })
    }

    /// An error about this file.
    pub fn error(&self, what: impl std::fmt::Display) -> CommandError {
        CommandError::new(ErrorKind::Error, format!("{}: {what}", self.name))
    }
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// It is not there, a directory, unreadable, or larger than `limit`.
pub fn read(path: &Path, limit: u64) -> Result<Input, CommandError> {
    if path == Path::new("-") {
        return read_all(io::stdin().lock(), "standard input".to_owned(), limit, 0);
    }
    let name = path.display().to_string();
    let failed = |error: &io::Error| cannot("read", &name, error);
    let file = File::open(path).map_err(|error| failed(&error))?;
    let metadata = file.metadata().map_err(|error| failed(&error))?;
    if metadata.is_dir() {
        return Err(CommandError::new(
            ErrorKind::Error,
            format!("{name} is a directory; name a file in it"),
        ));
    }
    read_all(file, name, limit, metadata.len())
}

fn read_all(
    from: impl Read,
    name: String,
    limit: u64,
    expected: u64,
) -> Result<Input, CommandError> {
    // Room for all of it at once: growing would leave copies behind unwiped.
    let room = usize::try_from(expected.min(limit))
        .unwrap_or_default()
        .saturating_add(1);
    let mut input = Input {
        name,
        bytes: Zeroizing::new(Vec::with_capacity(room)),
    };
    from.take(limit.saturating_add(1))
        .read_to_end(&mut input.bytes)
        .map_err(|error| cannot("read", &input.name, &error))?;
    if input.bytes.len() as u64 > limit {
        return Err(input.error(format!(
            "larger than {} MiB; is it the right file?",
            limit >> 20
        )));
    }
    Ok(input)
}

/// Looks whether the file could be written, before the work that it is for.
///
/// # Errors
/// It is a directory, or the directory it belongs in is not there.
pub fn check_output(path: &Path) -> Result<(), CommandError> {
    let name = path.display();
    if path.is_dir() {
        return Err(CommandError::new(
            ErrorKind::Error,
            format!("{name} is a directory; name a file in it"),
        ));
    }
    let directory = directory_of(path);
    if path != Path::new("-") && !directory.is_dir() {
        return Err(CommandError::new(
            ErrorKind::Error,
            format!(
                "{name} cannot be written: there is no directory {}",
                directory.display()
            ),
        ));
    }
    Ok(())
}

/// Writes a file whole or not at all: beside it first, then in its place. A link of somebody else's
/// is not followed, a file of somebody else's in a place like /tmp not touched, and a file that only
/// its owner may read stays one.
///
/// # Errors
/// It cannot be written, or is somebody else's.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let failed = |error: &io::Error| cannot("write", &path.display().to_string(), error);
    if let Some(whose) = of_another(path).map_err(|error| failed(&error))? {
        return Err(CommandError::new(
            ErrorKind::Error,
            format!("{} is not written: {whose}", path.display()),
        )
        .hint("name another file"));
    }
    // What a link of ours points to is replaced, not the link; a pipe or a device is written to as
    // it is.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(|file| !file.is_file()) {
        return fs::write(&target, bytes).map_err(|error| failed(&error));
    }
    let written = || {
        // A name that nobody can foresee, and a file that was not there (O_EXCL).
        let mut beside = tempfile::Builder::new();
        let beside = beside.prefix(".rolewright-").suffix(".tmp");
        #[cfg(unix)]
        if existing.is_none() {
            // What `open` asks for; the umask decides.
            beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        }
        let mut beside = beside.tempfile_in(directory_of(&target))?;
        beside.write_all(bytes)?;
        if let Some(existing) = &existing {
            // Exactly as open as it was: of a new file the umask takes away.
            beside.as_file().set_permissions(existing.permissions())?;
        }
        beside.as_file().sync_all()?;
        beside.persist(&target).map_err(|error| error.error)?;
        Ok(())
    };
    written().map_err(|error| failed(&error))
}

/// Why it is somebody else's, where it is: a link that neither we nor the owner of its directory
/// made, or a file of another user in a directory where everybody may put one.
#[cfg(unix)]
fn of_another(path: &Path) -> io::Result<Option<&'static str>> {
    use std::os::unix::fs::MetadataExt;
    let look = match fs::symlink_metadata(path) {
        Ok(look) => look,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let directory = fs::metadata(directory_of(path))?;
    let me = rustix::process::geteuid().as_raw();
    let ours = look.uid() == me;
    let open_to_all = directory.mode() & 0o022 != 0;
    Ok(match look.file_type() {
        kind if kind.is_symlink() && !ours && (open_to_all || look.uid() != directory.uid()) => {
            Some("it is a link that another user made")
        }
        kind if kind.is_file() && !ours && open_to_all => {
            Some("it is a file of another user, in a directory that others may write to")
        }
        _ => None,
    })
}

#[cfg(not(unix))]
fn of_another(_: &Path) -> io::Result<Option<&'static str>> {
    Ok(None)
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn cannot(doing: &str, name: &str, error: &io::Error) -> CommandError {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    };
    CommandError::new(ErrorKind::Error, format!("cannot {doing} {name}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_whole_and_read_within_a_limit() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(read(&path, 3).unwrap().text().unwrap(), "two");
        assert!(read(&path, 2).err().unwrap().message.contains("larger"));
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_stays_private_and_links_of_ours_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        write(&path, b"one").unwrap();
        assert_eq!(mode() & 0o111, 0);
        for kept in [0o600, 0o640, 0o666] {
            fs::set_permissions(&path, PermissionsExt::from_mode(kept)).unwrap();
            write(&path, b"two").unwrap();
            assert_eq!(mode(), kept);
        }
        let link = directory.path().join("link");
        symlink(&path, &link).unwrap();
        write(&link, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert!(link.is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn what_others_put_there_is_not_written() {
        use std::os::unix::fs::{PermissionsExt, lchown, symlink};
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("file"), directory.path().join("link"));
        fs::write(&file, "theirs").unwrap();
        let victim = directory.path().join("victim");
        fs::write(&victim, "ours").unwrap();
        symlink(&victim, &link).unwrap();
        let other = Some(12345);
        if lchown(&file, other, None).is_err() || lchown(&link, other, None).is_err() {
            return; // Only root can bring this about.
        }
        let open = PermissionsExt::from_mode(0o1777);
        fs::set_permissions(directory.path(), open).unwrap();
        for (path, why) in [(&file, "of another user"), (&link, "another user made")] {
            let error = write(path, b"x").unwrap_err();
            assert!(error.message.contains(why), "{}", error.message);
        }
        assert_eq!(fs::read(&file).unwrap(), b"theirs");
        assert_eq!(fs::read(&victim).unwrap(), b"ours");
    }

    #[test]
    fn what_cannot_be_read_or_written_says_why() {
        let directory = tempfile::tempdir().unwrap();
        let message = |result: Result<Input, CommandError>| result.err().unwrap().message;
        assert!(message(read(directory.path(), 9)).contains("is a directory"));
        assert!(message(read(&directory.path().join("x"), 9)).contains("no such file"));
        let path = directory.path().join("latin1");
        fs::write(&path, b"a\n\xe9").unwrap();
        let error = read(&path, 9).unwrap().text().unwrap_err();
        assert!(
            error.message.contains("line 2 is not UTF-8"),
            "{}",
            error.message
        );
        assert!(check_output(&directory.path().join("no/file")).is_err());
        assert!(write(&directory.path().join("no/file"), b"").is_err());
    }
}
