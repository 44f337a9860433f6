//! Why there is no server, and what to do about it.

use std::path::PathBuf;
use std::process::ExitStatus;

/// Everything that can go wrong with a server for a moment.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No programs, and no container either.
    #[error("there is no {wanted} on this machine{tried}. One of these will do:\n{INSTALL}")]
    NoServer {
        /// `PostgreSQL 16`, or `PostgreSQL, 13 or newer,`.
        wanted: String,
        /// What else was tried, in brackets; or nothing.
        tried: String,
    },
    /// A folder that was named and has no server in it.
    #[error(
        "{bindir} has no server programs that run here: it needs initdb, pg_ctl and postgres, \
         open to whoever runs the server"
    )]
    NoPrograms {
        /// The folder.
        bindir: PathBuf,
    },
    /// This process is root, which PostgreSQL refuses to be.
    #[error(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody: \
         run this as an ordinary user"
    )]
    NobodyToRunIt,
    /// A variable whose value says nothing.
    #[error("{name}={value}: it has to be a major version, such as 16")]
    Variable {
        /// The variable.
        name: &'static str,
        /// What it is set to.
        value: String,
    },
    /// The server's user cannot enter the folder that was named for downloads.
    #[error(
        "{user}, who runs PostgreSQL, cannot enter ROLEWRIGHT_CACHE={folder}: choose another folder \
         or chmod its parents"
    )]
    CacheIsClosed {
        /// Who runs the server.
        user: &'static str,
        /// The folder.
        folder: PathBuf,
    },
    /// A file or folder of the server's.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A program that does not start.
    #[error("cannot run {program}: {source}")]
    Program {
        /// Which.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A program of the server's that says why it failed.
    #[error("{program} failed ({status}):\n{output}")]
    Failed {
        /// Which.
        program: PathBuf,
        /// Its exit code.
        status: ExitStatus,
        /// What it printed, and the server's log where there is one.
        output: String,
    },
    /// Not one port of this machine can be had.
    #[error("no free port: {0}")]
    NoPort(std::io::Error),
    /// There is no thread to wait in.
    #[error("cannot start a tokio runtime: {0}")]
    Runtime(&'static std::io::Error),
    /// The docker engine refuses.
    #[error("cannot start a container of {image}: {message}")]
    Container {
        /// Name and tag.
        image: String,
        /// What it says.
        message: String,
    },
    /// A standby of a server in a container.
    #[error("a server in a container has no standby: install PostgreSQL on this machine")]
    NoStandby,
    /// The server runs, and takes no connection for a minute.
    #[error("the server does not answer: {source}\n{log}")]
    Silent {
        /// The last attempt.
        source: Box<Error>,
        /// The server's log.
        log: String,
    },
    /// A connection or a statement fails.
    #[error("{}\nin {database}: {statement}", said(source))]
    Sql {
        /// Where.
        database: String,
        /// What was to be run; nothing if it was the connection.
        statement: String,
        /// Why.
        source: tokio_postgres::Error,
    },
}

const INSTALL: &str = "\
\x20 sudo apt-get install -y postgresql        Debian, Ubuntu
\x20 sudo dnf install -y postgresql-server     Fedora, RHEL
\x20 brew install postgresql@17                macOS; then put its bin folder into PATH";

/// The driver's own text of a server's error is `db error`.
fn said(error: &tokio_postgres::Error) -> String {
    error
        .as_db_error()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

impl Error {
    /// For `map_err`: which file it was.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        |source| Error::File { path, source }
    }
}
