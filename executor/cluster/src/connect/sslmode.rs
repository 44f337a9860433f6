//! libpq's `sslmode`: how much TLS is asked for.

use std::str::FromStr;

/// How much TLS. Unix sockets never use TLS, whatever this says; libpq does the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SslMode {
    /// Never.
    Disable,
    /// Only where the server refuses to do without.
    Allow,
    /// Where the server can.
    #[default]
    Prefer,
    /// Always. The certificate is verified only where a root certificate file is present.
    Require,
    /// Always, by a certificate that a known authority signed.
    VerifyCa,
    /// As `verify-ca`, and the certificate is for this host name.
    VerifyFull,
}

/// One way to open a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// Without TLS.
    Plain,
    /// With TLS where the server says it can.
    IfOffered,
    /// With TLS or not at all.
    Tls,
}

impl SslMode {
    /// As libpq writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Allow => "allow",
            Self::Prefer => "prefer",
            Self::Require => "require",
            Self::VerifyCa => "verify-ca",
            Self::VerifyFull => "verify-full",
        }
    }

    /// What to try, in order: the next one only where TLS itself or `pg_hba.conf` was in the way.
    pub(super) fn attempts(self, unix_socket: bool) -> &'static [Attempt] {
        match self {
            _ if unix_socket => &[Attempt::Plain],
            Self::Disable => &[Attempt::Plain],
            Self::Allow => &[Attempt::Plain, Attempt::Tls],
            Self::Prefer => &[Attempt::IfOffered, Attempt::Plain],
            Self::Require | Self::VerifyCa | Self::VerifyFull => &[Attempt::Tls],
        }
    }
}

impl FromStr for SslMode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "disable" => Self::Disable,
            "allow" => Self::Allow,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => return Err(()),
        })
    }
}
