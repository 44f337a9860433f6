//! Where the password of a connection comes from.

use std::sync::Arc;

use secret::Secret;

use super::passfile::PassFile;
use super::password_command::PasswordCommand;

/// Where a password comes from.
#[derive(Clone, Debug, Default)]
pub enum PasswordSource {
    /// libpq's environment: `PGPASSWORD`, a service, the password file.
    #[default]
    Libpq,
    /// It is known.
    Known(Secret),
    /// A command prints it.
    Command(Arc<PasswordCommand>),
    /// libpq's password file, and nowhere else.
    PassFile,
    /// There is none, and none is sent: peer, a client certificate, trust.
    Nobody,
}

impl From<Secret> for PasswordSource {
    fn from(password: Secret) -> Self {
        Self::Known(password)
    }
}

/// Who is asked for it: [`PasswordSource`] without what is found there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Libpq,
    Store,
    Command,
    PassFile,
    Nobody,
}

impl Asked {
    pub(super) fn of(source: &PasswordSource) -> Self {
        match source {
            PasswordSource::Libpq => Self::Libpq,
            PasswordSource::Known(_) => Self::Store,
            PasswordSource::Command(_) => Self::Command,
            PasswordSource::PassFile => Self::PassFile,
            PasswordSource::Nobody => Self::Nobody,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Libpq => "libpq",
            Self::Store => "stored",
            Self::Command => "command",
            Self::PassFile => "pgpass",
            Self::Nobody => "none",
        }
    }
}

/// What is asked for a password that is not known.
#[derive(Clone, Debug)]
pub(super) struct Passwords {
    pub asked: Asked,
    pub file: PassFile,
    pub command: Option<Arc<PasswordCommand>>,
}
