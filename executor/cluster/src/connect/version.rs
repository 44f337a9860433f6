//! Which PostgreSQL this is: announced at the start, or asked.

use planner::quote::display;
use planner::server::Server;

use super::connection::Connection;
use super::error::ConnectErrorKind as Kind;

/// What a server announces of its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// As `server_version_num` has it.
    Number(u32),
    /// Older than we support.
    TooOld(String),
    /// Nothing, or nothing that can be read: a pooler.
    Unknown,
}

impl Version {
    /// `15.18 (Debian 15.18-1)`, `18beta1`. Looked at before any statement is sent.
    pub(super) fn announced(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        let digits = |text: &str| -> (u32, usize) {
            let end = text.find(|c: char| !c.is_ascii_digit());
            let end = end.unwrap_or(text.len());
            let number = text.get(..end).and_then(|d| d.parse().ok());
            (number.unwrap_or_default(), end)
        };
        let (major, end) = digits(text);
        if major == 0 || major > 9_999 {
            return Self::Unknown;
        }
        if major < Server::OLDEST {
            return Self::TooOld(display(text));
        }
        let minor = text.get(end..).and_then(|rest| rest.strip_prefix('.'));
        let minor = minor.map_or(0, |rest| digits(rest).0.min(9_999));
        Self::Number(major * 10_000 + minor)
    }

    pub(super) fn number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::TooOld(_) | Self::Unknown => None,
        }
    }
}

/// Asks. No operator and no unqualified name is used, so that this needs no transaction of ours.
pub(super) async fn ask(connection: &Connection) -> Result<u32, Kind> {
    const ASK: &str =
        "SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version_num";
    let rows = connection.query(ASK, &[]).await?;
    let number: Option<i32> = rows.first().and_then(|row| row.try_get(0).ok());
    let number = number.unwrap_or_default().unsigned_abs();
    if number < Server::OLDEST * 10_000 {
        return Err(Kind::TooOld(number.to_string()));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_read() {
        for (text, version) in [
            ("15.18", Version::Number(150_018)),
            ("13.0", Version::Number(130_000)),
            ("15.18 (Debian 15.18-1.pgdg12+1)", Version::Number(150_018)),
            ("18beta1", Version::Number(180_000)),
            ("17devel", Version::Number(170_000)),
            ("9.6.24", Version::TooOld("9.6.24".to_owned())),
            (
                "12.20 (Debian)",
                Version::TooOld("12.20 (Debian)".to_owned()),
            ),
            ("odd", Version::Unknown),
            ("", Version::Unknown),
        ] {
            assert_eq!(Version::announced(Some(text)), version, "{text}");
        }
        assert_eq!(Version::announced(None), Version::Unknown);
    }
}
