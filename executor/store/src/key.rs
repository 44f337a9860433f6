//! The key that seals the store: from the environment, else from a file in the home.

use super::files;
use rand::TryRng;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The environment variable that holds the key, and wins over the file.
pub const KEY_VARIABLE: &str = "ROLEWRIGHT_KEY";

/// The environment variable of the key that a rotation goes over to.
pub const NEW_KEY_VARIABLE: &str = "ROLEWRIGHT_NEW_KEY";

/// Longer than any form of a key; what is longer is some other file.
const LONGEST_FILE: u64 = 1024;

/// 32 bytes for XChaCha20-Poly1305, wiped when dropped, never printed.
#[derive(Clone)]
pub struct Key(Box<Zeroizing<[u8; 32]>>);

/// Why there is no key. Says where, never what was found there.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// `ROLEWRIGHT_KEY` holds something else.
    #[error(
        "{variable} is not a key: 64 hex digits or base64 of 32 bytes; `openssl rand -hex 32` prints a new one"
    )]
    Environment {
        /// The variable.
        variable: &'static str,
    },
    /// The key file holds something else.
    #[error("{} is not a key: it has to hold 64 hex digits (or base64 of 32 bytes) and nothing else; restore it from your backup", path.display())]
    Malformed {
        /// The key file.
        path: PathBuf,
    },
    /// Others can read the key file.
    #[error("{} can be read by others (mode {mode:03o}); `chmod 600 {}`, and change the passwords it protects if others use this machine", path.display(), path.display())]
    TooOpen {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The store is sealed, but its key is gone; a new one would not open it.
    #[error("there is no key: {} is missing and {KEY_VARIABLE} is not set, but this store is sealed with one; restore the file from your backup or set the variable", path.display())]
    Missing {
        /// Where the key file belongs.
        path: PathBuf,
    },
    /// The key file could not be read or written.
    #[error("cannot {doing} the key file {}", path.display())]
    Io {
        /// `read` or `write`.
        doing: &'static str,
        /// The key file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes, so no key can be made")]
    Random,
}

impl Key {
    /// A new key from the operating system's CSPRNG.
    ///
    /// # Errors
    /// [`KeyError::Random`].
    pub fn generate() -> Result<Self, KeyError> {
        let mut bytes = Box::new(Zeroizing::new([0; 32]));
        rand::rngs::SysRng
            .try_fill_bytes(bytes.as_mut_slice())
            .map_err(|_| KeyError::Random)?;
        Ok(Self(bytes))
    }

    /// The key in `ROLEWRIGHT_KEY`; `None` when the variable is unset or empty.
    ///
    /// # Errors
    /// [`KeyError::Environment`] when it holds something else.
    pub fn from_env() -> Result<Option<Self>, KeyError> {
        Self::from_variable(KEY_VARIABLE)
    }

    /// The key in `ROLEWRIGHT_NEW_KEY`, which a rotation goes over to.
    ///
    /// # Errors
    /// [`KeyError::Environment`] when it holds something else.
    pub fn new_from_env() -> Result<Option<Self>, KeyError> {
        Self::from_variable(NEW_KEY_VARIABLE)
    }

    fn from_variable(variable: &'static str) -> Result<Option<Self>, KeyError> {
        let wrong = || KeyError::Environment { variable };
        match std::env::var(variable).map(Zeroizing::new) {
            Ok(text) if text.is_empty() => Ok(None),
            Ok(text) => Self::parse(&text).map(Some).ok_or_else(wrong),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(wrong()),
        }
    }

    /// The key in the file; `None` when there is no file.
    ///
    /// # Errors
    /// [`KeyError::TooOpen`], [`KeyError::Malformed`] or [`KeyError::Io`].
    pub fn read(path: &Path) -> Result<Option<Self>, KeyError> {
        let io = |source| KeyError::Io {
            doing: "read",
            path: path.to_owned(),
            source,
        };
        let file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(error)),
        };
        if let Some(mode) = files::too_open(&file).map_err(io)? {
            return Err(KeyError::TooOpen {
                path: path.to_owned(),
                mode,
            });
        }
        let malformed = || KeyError::Malformed {
            path: path.to_owned(),
        };
        // Room for all of it at once: growing would leave copies behind unwiped.
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_FILE as usize + 1));
        file.take(LONGEST_FILE)
            .read_to_end(&mut bytes)
            .map_err(io)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
        Self::parse(text).map(Some).ok_or_else(malformed)
    }

    /// Makes a new key and its file, mode 0600, which must not exist (`O_EXCL`).
    /// It is on the disk before this returns: nothing may be sealed with a key
    /// that a power cut takes away.
    ///
    /// # Errors
    /// [`KeyError::Io`], also when the file exists, or [`KeyError::Random`].
    pub fn create(path: &Path) -> Result<Self, KeyError> {
        let io = |source| KeyError::Io {
            doing: "write",
            path: path.to_owned(),
            source,
        };
        let key = Self::generate()?;
        let mut text = Zeroizing::new(hex::encode(key.bytes()));
        text.push('\n');
        let mut file = files::create_new(path).map_err(io)?;
        let written = file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a key would be in the way of the next attempt.
            let _ = std::fs::remove_file(path);
            return Err(io(error));
        }
        #[cfg(unix)]
        if let Some(directory) = path.parent() {
            std::fs::File::open(directory)
                .and_then(|d| d.sync_all())
                .map_err(io)?;
        }
        Ok(key)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hex digits, or base64 of 32 bytes (standard or URL-safe, padded or
    /// not); space around it is fine.
    fn parse(text: &str) -> Option<Self> {
        use base64::Engine;
        use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
        const LENIENT: GeneralPurposeConfig =
            GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let text = text.trim();
        let mut bytes = Box::new(Zeroizing::new([0; 32]));
        if hex::decode_to_slice(text, bytes.as_mut_slice()).is_ok() {
            return Some(Self(bytes));
        }
        for alphabet in [base64::alphabet::STANDARD, base64::alphabet::URL_SAFE] {
            let decoded = GeneralPurpose::new(&alphabet, LENIENT)
                .decode(text)
                .map(Zeroizing::new);
            if let Ok(decoded) = decoded
                && decoded.len() == bytes.len()
            {
                bytes.copy_from_slice(&decoded);
                return Some(Self(bytes));
            }
        }
        None
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_base64_are_one_key() {
        let hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeefb";
        let key = Key::parse(&format!(" {hex}\n")).unwrap();
        assert_eq!(hex::encode(key.bytes()), hex);
        for text in [
            "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7vs=",
            "ABEiM0RVZneImaq7zN3u_wARIjNEVWZ3iJmqu8zd7vs",
        ] {
            assert_eq!(Key::parse(text).unwrap().bytes(), key.bytes());
        }
        for text in ["", "abc", &hex[2..], "AAAA", &format!("{hex}00")] {
            assert!(Key::parse(text).is_none(), "{text}");
        }
        assert_eq!(format!("{key:?}"), "Key(redacted)");
    }

    #[test]
    fn a_file_is_made_once_and_read_back() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        assert!(Key::read(&path).unwrap().is_none());
        let key = Key::create(&path).unwrap();
        assert_eq!(Key::read(&path).unwrap().unwrap().bytes(), key.bytes());
        assert!(matches!(Key::create(&path), Err(KeyError::Io { .. })));
        assert_eq!(Key::read(&path).unwrap().unwrap().bytes(), key.bytes());
    }

    #[cfg(unix)]
    #[test]
    fn open_or_malformed_files_are_refused_without_showing_them() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        Key::create(&path).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        let message = Key::read(&path).unwrap_err().to_string();
        assert!(
            message.contains("mode 640") && message.contains("chmod 600"),
            "{message}"
        );

        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        for content in ["swordfish", "", &"a".repeat(5000)] {
            std::fs::write(&path, content).unwrap();
            let error = Key::read(&path).unwrap_err();
            assert!(matches!(error, KeyError::Malformed { .. }));
            assert!(!format!("{error} {error:?}").contains("swordfish"));
        }
    }
}
