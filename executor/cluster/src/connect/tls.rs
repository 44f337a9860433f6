//! TLS settings with libpq's meanings, and the rustls configuration made of them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use planner::quote::display;
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::certificate::{CertificateVerifier, Check};
use super::env::Env;
use super::key_file;
use super::params::ParamsError;
use super::sslmode::SslMode;

/// Where the authorities come from that may vouch for a server.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Roots {
    /// No file is there: nothing can be verified.
    None,
    /// `sslrootcert=system`.
    System,
    /// A PEM file.
    File(PathBuf),
}

/// What libpq's `sslmode`, `sslrootcert`, `sslcert` and `sslkey` say.
#[derive(Clone)]
pub(super) struct TlsSettings {
    mode: SslMode,
    roots: Roots,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    /// Made when first wanted: reading the system's certificates takes milliseconds.
    made: Arc<OnceLock<Result<MakeRustlsConnect, String>>>,
}

impl TlsSettings {
    /// Reads the settings; files are named here and opened when a connection wants TLS.
    ///
    /// # Errors
    /// [`ParamsError::Value`] for an unknown mode, or one too weak for `sslrootcert=system`.
    pub(super) fn from_env(env: &Env<'_>) -> Result<Self, ParamsError> {
        let mode = env.setting("sslmode", "PGSSLMODE");
        let roots = match env.file("sslrootcert", "PGSSLROOTCERT", ".postgresql/root.crt") {
            Some(path) if path == Path::new("system") => Roots::System,
            Some(path) => Roots::File(path),
            None => Roots::None,
        };
        let refuse = |value: &str, expected| ParamsError::Value {
            key: "PGSSLMODE",
            value: display(value),
            expected,
        };
        let mode = match mode.as_deref() {
            None if roots == Roots::System => SslMode::VerifyFull,
            None => SslMode::default(),
            Some(text) => text.parse().map_err(|()| {
                refuse(
                    text,
                    "disable, allow, prefer, require, verify-ca or verify-full is wanted",
                )
            })?,
        };
        if roots == Roots::System && mode != SslMode::VerifyFull {
            return Err(refuse(
                mode.as_str(),
                "with `sslrootcert=system` only verify-full is strong enough (anybody can get a certificate for some name)",
            ));
        }
        Ok(Self {
            mode,
            roots,
            certificate: env.file("sslcert", "PGSSLCERT", ".postgresql/postgresql.crt"),
            key: env.file("sslkey", "PGSSLKEY", ".postgresql/postgresql.key"),
            made: Arc::default(),
        })
    }

    pub(super) fn mode(&self) -> SslMode {
        self.mode
    }

    /// The client's side of TLS, made once for all connections. Reads files the first time.
    ///
    /// # Errors
    /// A sentence: which file, what is wrong with it, what to do.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, String> {
        self.made
            .get_or_init(|| self.configuration().map(MakeRustlsConnect::new))
            .clone()
    }

    fn configuration(&self) -> Result<rustls::ClientConfig, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = self.read_roots()?;
        let check = match self.mode {
            SslMode::VerifyFull => Check::ChainAndName,
            // As libpq: a root certificate that is there is used, whatever the mode.
            _ if roots.is_some() => Check::Chain,
            SslMode::VerifyCa => Check::Chain,
            _ => Check::Nothing,
        };
        if roots.is_none() && check != Check::Nothing {
            return Err(format!(
                "sslmode {} needs root certificates: set PGSSLROOTCERT to a file or to `system`, or put them in ~/.postgresql/root.crt",
                self.mode.as_str()
            ));
        }
        let verifier = CertificateVerifier::new(roots.unwrap_or_default(), check, &provider);
        let builder = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(read_certificates(certificate)?, read_key(key)?)
                .map_err(|e| {
                    let (certificate, key) = (certificate.display(), key.display());
                    format!("client certificate {certificate} with key {key} cannot be used: {e}")
                }),
            (Some(certificate), None) => Err(format!(
                "client certificate {} has no key: set PGSSLKEY",
                certificate.display()
            )),
            (None, _) => Ok(builder.with_no_client_auth()),
        }
    }

    fn read_roots(&self) -> Result<Option<Vec<CertificateDer<'static>>>, String> {
        match &self.roots {
            Roots::None => Ok(None),
            Roots::File(path) => read_certificates(path).map(Some),
            Roots::System => {
                let found = rustls_native_certs::load_native_certs();
                if found.certs.is_empty() {
                    let why: Vec<String> = found.errors.iter().map(ToString::to_string).collect();
                    return Err(format!(
                        "the system has no root certificates ({}); set PGSSLROOTCERT to a file",
                        why.join("; ")
                    ));
                }
                Ok(Some(found.certs))
            }
        }
    }
}

/// Settings only: the configuration made of them holds the client's key.
impl fmt::Debug for TlsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsSettings")
            .field("mode", &self.mode)
            .field("roots", &self.roots)
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    key_file::check(path, "certificate file")?;
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(found) if found.is_empty() => Err(format!(
            "{} holds no certificate in PEM form",
            path.display()
        )),
        Ok(found) => Ok(found),
        Err(e) => Err(format!(
            "certificate file {} cannot be read: {e}",
            path.display()
        )),
    }
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    key_file::check(path, "key file")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // As libpq: 0600, or 0640 where root owns it.
        if let Ok(metadata) = std::fs::metadata(path) {
            let others = if metadata.uid() == 0 { 0o037 } else { 0o077 };
            if metadata.mode() & others != 0 {
                return Err(format!(
                    "key file {} can be read by others; allow only its owner to (`chmod 0600`)",
                    path.display()
                ));
            }
        }
    }
    PrivateKeyDer::from_pem_file(path).map_err(|e| key_file::why_no_key(path, &e))
}

/// Roots that rustls can use; a certificate it cannot parse is left out, as the system's set
/// usually has one.
pub(super) fn root_store(certificates: &[CertificateDer<'static>]) -> RootCertStore {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates.iter().cloned());
    store
}
