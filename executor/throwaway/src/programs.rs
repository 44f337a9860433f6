//! Where a machine has PostgreSQL's server programs: installed, or downloaded into a cache folder.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::server_user::ServerUser;

/// The major versions Rolewright works with.
pub const SUPPORTED: RangeInclusive<u32> = 13..=18;

/// A folder with `initdb`, `pg_ctl` and `postgres`, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// The folder.
    pub bindir: PathBuf,
    /// 13 to 18, or newer.
    pub major: u32,
}

impl Programs {
    /// Those of a folder.
    ///
    /// # Errors
    /// There are none in it, or they do not run.
    pub fn in_folder(bindir: &Path) -> Result<Programs, Error> {
        let bindir = std::path::absolute(bindir).map_err(Error::file(bindir))?;
        let whole = ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|program| bindir.join(program).is_file());
        match whole.then(|| major(&bindir)).flatten() {
            Some(major) => Ok(Programs { bindir, major }),
            None => Err(Error::NoPrograms { bindir }),
        }
    }

    /// Those of one major version, a downloaded one first, or the newest: installed, else downloaded.
    #[must_use]
    pub fn find(major: Option<u32>, cache: Option<&Path>) -> Option<Programs> {
        let downloaded = |major: u32| {
            let programs = Programs::in_folder(&Programs::downloaded_to(cache?, major)).ok()?;
            (programs.major == major).then_some(programs)
        };
        match major {
            Some(wanted) => downloaded(wanted).or_else(|| {
                let mut installed = Programs::installed().into_iter();
                installed.find(|programs| programs.major == wanted)
            }),
            None => Programs::installed()
                .into_iter()
                .filter(|programs| programs.major >= *SUPPORTED.start())
                .max_by_key(|programs| programs.major)
                .or_else(|| SUPPORTED.rev().find_map(downloaded)),
        }
    }

    /// All that are installed on this machine, in the places where packages put them and in `PATH`.
    #[must_use]
    pub fn installed() -> Vec<Programs> {
        let mut places = BTreeSet::new();
        let path = std::env::var_os("PATH").unwrap_or_default();
        for folder in std::env::split_paths(&path) {
            // A link leads to where the other programs are.
            let postgres = folder.join("postgres").canonicalize();
            places.extend(postgres.ok().and_then(|p| p.parent().map(Path::to_owned)));
        }
        for (parent, prefix, below) in [
            ("/usr/lib/postgresql", "", "bin"),
            ("/usr", "pgsql-", "bin"),
            ("/opt/homebrew/opt", "postgresql", "bin"),
            ("/usr/local/opt", "postgresql", "bin"),
        ] {
            let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
            let ours = entries.filter(|e| e.file_name().to_string_lossy().starts_with(prefix));
            places.extend(ours.map(|entry| entry.path().join(below)));
        }
        places.extend(told_by_pg_config());
        places
            .iter()
            .filter_map(|bindir| Programs::in_folder(bindir).ok())
            .collect()
    }

    /// The folder that a downloaded version's programs are in.
    #[must_use]
    pub fn downloaded_to(cache: &Path, major: u32) -> PathBuf {
        cache.join("postgres").join(major.to_string()).join("bin")
    }
}

/// The folder for downloads, maybe yet to be made: `ROLEWRIGHT_CACHE`, else the one preferred. Where
/// root has that in a place that the server's user cannot enter, a folder of the machine's.
///
/// # Errors
/// `ROLEWRIGHT_CACHE` cannot be entered, or nobody can run a server.
pub fn cache_folder(preferred: &Path) -> Result<PathBuf, Error> {
    let user = ServerUser::find()?;
    let set = named_cache();
    let folder = set.as_deref().unwrap_or(preferred);
    let folder = std::path::absolute(folder).map_err(Error::file(folder))?;
    let there = folder.ancestors().find(|folder| folder.exists());
    match there.is_none_or(|there| user.can_enter(there)) {
        true => Ok(folder),
        false if set.is_some() => Err(Error::CacheIsClosed {
            user: user.name(),
            folder,
        }),
        false => Ok(PathBuf::from("/var/cache/rolewright")),
    }
}

pub(crate) fn named_cache() -> Option<PathBuf> {
    let set = std::env::var_os("ROLEWRIGHT_CACHE").filter(|value| !value.is_empty());
    set.map(PathBuf::from)
}

fn told_by_pg_config() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = String::from_utf8(told.stdout).ok()?;
    (told.status.success()).then(|| PathBuf::from(folder.trim_end()))
}

/// `postgres (PostgreSQL) 16.4 (Debian …)`; a beta is `18beta1`. Asked by who will run it.
fn major(bindir: &Path) -> Option<u32> {
    let mut command = ServerUser::find().ok()?.command(&bindir.join("postgres"));
    let said = command
        .arg("--version")
        .stdout(Stdio::piped())
        .output()
        .ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let version = said.split("(PostgreSQL) ").nth(1)?;
    let end = version.find(|c: char| !c.is_ascii_digit());
    version.get(..end.unwrap_or(version.len()))?.parse().ok()
}
