//! PostgreSQL servers of several versions, as packages that run from any folder and need no root.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use throwaway::{Programs, cache_folder};

use crate::error::Error;
use crate::run::{quietly, root};

/// Fixed builds, so that a test result can be repeated.
const BUILDS: [(u32, &str); 6] = [
    (13, "13.23.0-beta.16"),
    (14, "14.23.0-beta.17"),
    (15, "15.18.0-beta.17"),
    (16, "16.14.0-beta.17"),
    (17, "17.10.0-beta.17"),
    (18, "18.4.0-beta.17"),
];

/// The programs of each, downloaded where the cache folder does not have them.
pub fn bring(majors: &[u32]) -> Result<Vec<Programs>, Error> {
    let cache = cache_folder(&root().join(".cache"))?;
    majors.iter().map(|major| one(*major, &cache)).collect()
}

fn one(major: u32, cache: &Path) -> Result<Programs, Error> {
    let bindir = Programs::downloaded_to(cache, major);
    if let Ok(programs) = Programs::in_folder(&bindir)
        && programs.major == major
    {
        return Ok(programs);
    }
    let home = bindir.parent().unwrap_or(&bindir);
    fetch(&package(major)?, home)?;
    match Programs::in_folder(&bindir) {
        Ok(programs) if programs.major == major => Ok(programs),
        Ok(programs) => Err(Error::OtherVersion {
            major,
            found: programs.major,
        }),
        Err(source) => Err(Error::Broken { major, source }),
    }
}

fn package(major: u32) -> Result<String, Error> {
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let platform = match (os, arch) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        _ => return Err(Error::NoPlatform { os, arch }),
    };
    let build = BUILDS.iter().find(|(of, _)| *of == major);
    let (_, build) = build.ok_or_else(|| Error::NoVersion(major.to_string()))?;
    Ok(format!("@embedded-postgres/{platform}@{build}"))
}

fn fetch(package: &str, home: &Path) -> Result<(), Error> {
    let parent = home.parent().unwrap_or(home);
    let cache = |source| Error::Cache {
        folder: parent.to_owned(),
        source,
    };
    std::fs::create_dir_all(parent).map_err(cache)?;
    // Beside the target: the last step is a rename, so a broken download is never taken for a server.
    let work = tempfile::Builder::new()
        .prefix(".fetch-")
        .tempdir_in(parent);
    let work = work.map_err(cache)?;
    let folder = work.path();
    eprintln!("fetching {package}");
    let npm = ["pack", "--loglevel=error", package];
    quietly(folder, "npm", &npm).map_err(|source| match source {
        Error::Failed { .. } => Error::Fetch {
            package: package.to_owned(),
            source: Box::new(source),
        },
        other => other,
    })?;
    for file in entries(folder)? {
        quietly(folder, "tar", &["-xzf", &file.display().to_string()])?;
    }
    let unpacked = folder.join("package");
    // Packages cannot hold symbolic links; this makes them again.
    quietly(&unpacked, "node", &["scripts/hydrate-symlinks.js"])?;
    let native = unpacked.join("native");
    quietly(&unpacked, "chmod", &["-R", "a+rX", "native"])?;
    for program in entries(&native.join("bin"))? {
        open_to_all(&program)?;
    }
    if home.exists() {
        std::fs::remove_dir_all(home).map_err(file(home))?;
    }
    std::fs::rename(&native, home).map_err(file(home))?;
    // A strict umask would keep the server's user out.
    home.ancestors().take(3).try_for_each(open_to_all)
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let entries = std::fs::read_dir(folder).map_err(file(folder))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    paths.collect::<Result<_, _>>().map_err(file(folder))
}

fn open_to_all(path: &Path) -> Result<(), Error> {
    let mut permissions = std::fs::metadata(path).map_err(file(path))?.permissions();
    permissions.set_mode(permissions.mode() | 0o555);
    std::fs::set_permissions(path, permissions).map_err(file(path))
}

fn file(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File {
        path: path.clone(),
        source,
    }
}

#[test]
fn there_is_a_build_of_every_supported_version() {
    let majors: Vec<u32> = BUILDS.iter().map(|(major, _)| *major).collect();
    assert_eq!(majors, throwaway::SUPPORTED.collect::<Vec<_>>());
}
