//! Why a task failed, and what to do about it.

use std::path::PathBuf;
use std::process::ExitStatus;

use crate::USAGE;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such task\n\n{USAGE}")]
    Usage,
    #[error("no PostgreSQL {0} to test on; there are: 13 14 15 16 17 18")]
    NoVersion(String),
    #[error(
        "no PostgreSQL to download for {os} {arch}: install one and set ROLEWRIGHT_TEST_PG_BINDIR"
    )]
    NoPlatform {
        os: &'static str,
        arch: &'static str,
    },
    #[error("cannot write to {folder} ({source}): set ROLEWRIGHT_CACHE to a folder of your own")]
    Cache {
        folder: PathBuf,
        source: std::io::Error,
    },
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("cannot run {program}: {source}; scripts/setup installs what is missing")]
    Program {
        program: String,
        source: std::io::Error,
    },
    #[error("{command} failed ({status})\n{output}")]
    Failed {
        command: String,
        status: ExitStatus,
        output: String,
    },
    #[error(
        "npm could not fetch {package}: check the network and 'npm config get registry'\n{source}"
    )]
    Fetch { package: String, source: Box<Error> },
    #[error("PostgreSQL {major} was downloaded, and does not run: {source}")]
    Broken {
        major: u32,
        source: throwaway::Error,
    },
    #[error("the folder for PostgreSQL {major} has {found}: remove it")]
    OtherVersion { major: u32, found: u32 },
    #[error(transparent)]
    Server(#[from] throwaway::Error),
    #[error("tests failed on PostgreSQL {0}\n  repeat with: scripts/test-matrix {0}")]
    Tests(String),
}
