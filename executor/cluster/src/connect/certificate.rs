//! Verifies a server's certificate the way libpq does: not at all, the chain, or chain and name.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use webpki::{
    CertRevocationList, EndEntityCert, ExpirationPolicy, KeyUsage, RevocationOptionsBuilder,
};

use super::tls::root_store;

/// How much of a certificate is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing: TLS keeps listeners out, not impostors.
    Nothing,
    /// A trusted authority signed it.
    Chain,
    /// And it is for the host asked for.
    ChainAndName,
}

/// See [`Check`]. The handshake's own signature is verified in every case: channel binding
/// (SCRAM-SHA-256-PLUS) would be worth nothing otherwise.
#[derive(Debug)]
pub(super) struct CertificateVerifier {
    check: Check,
    certificates: Vec<CertificateDer<'static>>,
    roots: RootCertStore,
    /// Where there is one, each certificate of a chain has to be on none, and its authority's to be there.
    revoked: Vec<CertRevocationList<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl CertificateVerifier {
    pub(super) fn new(
        certificates: Vec<CertificateDer<'static>>,
        revoked: Vec<CertRevocationList<'static>>,
        check: Check,
        provider: &Arc<CryptoProvider>,
    ) -> Self {
        Self {
            check,
            roots: root_store(&certificates),
            certificates,
            revoked,
            algorithms: provider.signature_verification_algorithms,
        }
    }
}

impl CertificateVerifier {
    /// As OpenSSL does for libpq: the whole chain, unknown is refused, an expired list too.
    fn check_revocation(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Error> {
        let lists: Vec<_> = self.revoked.iter().collect();
        let Ok(options) = RevocationOptionsBuilder::new(&lists) else {
            return Ok(()); // No list is there.
        };
        let options = options.with_expiration_policy(ExpirationPolicy::Enforce);
        let checked = EndEntityCert::try_from(end_entity).and_then(|certificate| {
            let usage = KeyUsage::server_auth();
            let (algorithms, roots) = (self.algorithms.all, &self.roots.roots);
            let options = Some(options.build());
            certificate
                .verify_for_usage(algorithms, roots, intermediates, now, usage, options, None)
                .map(drop)
        });
        checked.map_err(|error| match error {
            webpki::Error::CertRevoked => CertificateError::Revoked.into(),
            webpki::Error::UnknownRevocationStatus => {
                CertificateError::UnknownRevocationStatus.into()
            }
            webpki::Error::CrlExpired { time, next_update } => {
                CertificateError::ExpiredRevocationListContext { time, next_update }.into()
            }
            other => Error::General(format!("the revocation lists: {other}")),
        })
    }
}

impl ServerCertVerifier for CertificateVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.check == Check::Nothing {
            return Ok(ServerCertVerified::assertion());
        }
        let parsed = ParsedCertificate::try_from(end_entity)?;
        // A self-signed server certificate that is itself in the root file is trusted by that;
        // webpki would refuse it, because such certificates say that they are an authority.
        if !self
            .certificates
            .iter()
            .any(|trusted| trusted == end_entity)
        {
            verify_server_cert_signed_by_trust_anchor(
                &parsed,
                &self.roots,
                intermediates,
                now,
                self.algorithms.all,
            )?;
            self.check_revocation(end_entity, intermediates, now)?;
        }
        if self.check == Check::ChainAndName {
            verify_server_name(&parsed, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
