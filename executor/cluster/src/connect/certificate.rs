//! Verifies a server's certificate the way libpq does: not at all, the chain, or chain and name.

use std::sync::{Arc, Mutex};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore,
    SignatureScheme,
};

use webpki::{
    CertRevocationList, EndEntityCert, ExpirationPolicy, KeyUsage, RevocationOptionsBuilder,
};

use super::heard::lock_up;
use super::presented::{Presented, Vouched};
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
    /// What was shown and accepted last, its authorities behind it.
    shown: Mutex<Vec<CertificateDer<'static>>>,
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
            shown: Mutex::default(),
        }
    }
}

impl CertificateVerifier {
    /// What was shown and accepted last, and who vouched for it.
    pub(super) fn presented(&self) -> Option<Presented> {
        let shown = lock_up(&self.shown);
        let (end_entity, intermediates) = shown.split_first()?;
        let root = self.root_of(end_entity, intermediates);
        Presented::read(
            end_entity,
            match (self.check, root) {
                (Check::Chain, Some(root)) => Vouched::ForChain(root),
                (Check::ChainAndName, Some(root)) => Vouched::ForName(root),
                _ => Vouched::ByNobody,
            },
        )
    }

    /// The name of the root that a chain leads to.
    fn root_of(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
    ) -> Option<String> {
        if self.trusts_itself(end_entity) {
            return Some("itself, it is among the root certificates".to_owned());
        }
        let parsed = EndEntityCert::try_from(end_entity).ok()?;
        let path = parsed.verify_for_usage(
            self.algorithms.all,
            &self.roots.roots,
            intermediates,
            UnixTime::now(),
            KeyUsage::server_auth(),
            None,
            None,
        );
        let subject = path.ok()?.anchor().subject.as_ref().to_vec();
        Presented::name(&DistinguishedName::in_sequence(&subject))
    }

    /// A self-signed server certificate that is itself in the root file is trusted by that; webpki
    /// would refuse it, because such certificates say that they are an authority.
    fn trusts_itself(&self, end_entity: &CertificateDer<'_>) -> bool {
        self.certificates
            .iter()
            .any(|trusted| trusted == end_entity)
    }

    fn shown(&self, end_entity: &CertificateDer<'_>, intermediates: &[CertificateDer<'_>]) {
        let all = [end_entity].into_iter().chain(intermediates);
        *lock_up(&self.shown) = all.map(|one| one.clone().into_owned()).collect();
    }

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
            self.shown(end_entity, intermediates);
            return Ok(ServerCertVerified::assertion());
        }
        let parsed = ParsedCertificate::try_from(end_entity)?;
        if !self.trusts_itself(end_entity) {
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
        self.shown(end_entity, intermediates);
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
