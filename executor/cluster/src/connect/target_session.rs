//! libpq's `target_session_attrs`: what kind of session is wanted. There is one host to ask.

use std::str::FromStr;

use super::connection::Connection;
use super::error::ConnectErrorKind as Kind;

/// What is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TargetSession {
    /// Anything.
    #[default]
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
}

/// What a server is, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Is {
    read_only: Option<bool>,
    standby: Option<bool>,
}

impl FromStr for TargetSession {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            // With one host there is nothing to prefer.
            "any" | "prefer-standby" => Self::Any,
            "read-write" => Self::ReadWrite,
            "read-only" => Self::ReadOnly,
            "primary" => Self::Primary,
            "standby" => Self::Standby,
            _ => return Err(()),
        })
    }
}

impl TargetSession {
    fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::ReadWrite => "read-write",
            Self::ReadOnly => "read-only",
            Self::Primary => "primary",
            Self::Standby => "standby",
        }
    }

    /// From 14 on a server announces it.
    pub(super) fn announced<'a>(self, parameter: &dyn Fn(&str) -> Option<&'a str>) -> Is {
        let on = |name| parameter(name).map(|value| value == "on");
        let standby = on("in_hot_standby");
        Is {
            read_only: on("default_transaction_read_only").map(|r| r || standby == Some(true)),
            standby,
        }
    }

    /// # Errors
    /// [`Kind::OtherSession`], or it cannot be asked.
    pub(super) async fn check(self, is: Is, connection: &Connection) -> Result<(), Kind> {
        if self == Self::Any {
            return Ok(());
        }
        let (read_only, standby) = match is {
            Is {
                read_only: Some(read_only),
                standby: Some(standby),
            } => (read_only, standby),
            _ => ask(connection).await?,
        };
        let is = match (self, read_only, standby) {
            (Self::ReadWrite, true, false) => "takes no changes (default_transaction_read_only)",
            (Self::ReadWrite | Self::Primary, _, true) => "is a standby",
            (Self::ReadOnly, false, _) => "takes changes",
            (Self::Standby, _, false) => "is no standby",
            _ => return Ok(()),
        };
        Err(Kind::OtherSession {
            wanted: self.as_str(),
            is,
        })
    }
}

/// No operator and no unqualified name is used, so that this needs no transaction of ours.
async fn ask(connection: &Connection) -> Result<(bool, bool), Kind> {
    const ASK: &str = "SELECT pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool,
       pg_catalog.pg_is_in_recovery()";
    let rows = connection.query(ASK, &[]).await?;
    let value = |at: usize| rows.first().and_then(|row| row.try_get(at).ok());
    match (value(0), value(1)) {
        (Some(read_only), Some(standby)) => Ok((read_only, standby)),
        _ => Err(Kind::Broken(
            "the server does not say what it is".to_owned(),
        )),
    }
}
