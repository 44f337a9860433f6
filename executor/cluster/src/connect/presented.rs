//! The certificate that a server showed, in words.

use planner::quote::display;
use rustls::DistinguishedName;
use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::name::Name;

/// A certificate, and who vouched for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// Whose it says it is: `CN=db.example.com,O=…`.
    pub subject: String,
    /// Until when it is valid, RFC 3339.
    pub valid_until: String,
    /// Who vouched for it.
    pub vouched: Vouched,
}

/// How much of a certificate was verified, and by which root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// Nothing was: anybody can make such a certificate.
    ByNobody,
    /// The chain: a server that this root knows, whatever its name is.
    ForChain(String),
    /// The chain, and the name of the host.
    ForName(String),
}

impl Presented {
    pub(super) fn read(certificate: &CertificateDer<'_>, vouched: Vouched) -> Option<Self> {
        let read = Certificate::from_der(certificate).ok()?.tbs_certificate;
        Some(Self {
            subject: display(&read.subject.to_string()),
            valid_until: read.validity.not_after.to_date_time().to_string(),
            vouched,
        })
    }

    /// A name in a certificate, as text.
    pub(super) fn name(name: &DistinguishedName) -> Option<String> {
        let read = Name::from_der(name.as_ref()).ok()?;
        Some(display(&read.to_string()))
    }
}
