//! TLS settings with libpq's meanings, and the rustls configuration made of them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use planner::quote::display;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::version::{TLS12, TLS13};
use secret::Secret;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::certificate::{CertificateVerifier, Check};
use super::env::Env;
use super::params::ParamsError;
use super::presented::Presented;
use super::sslmode::SslMode;
use super::tls_files::{read_certificates, read_key, read_revocations};

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

/// What libpq's settings that begin with `ssl` say.
#[derive(Clone)]
pub(super) struct TlsSettings {
    mode: SslMode,
    roots: Roots,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    /// What an encrypted key is encrypted with.
    key_password: Option<Secret>,
    revoked: Option<PathBuf>,
    revoked_in: Option<PathBuf>,
    /// At least one of 1.2 and 1.3.
    versions: &'static [&'static rustls::SupportedProtocolVersion],
    server_name: bool,
    direct: bool,
    /// Made when first wanted: reading the system's certificates takes milliseconds.
    made: Arc<OnceLock<Result<Made, String>>>,
}

/// What the settings become.
#[derive(Clone)]
struct Made {
    connector: MakeRustlsConnect,
    verifier: Arc<CertificateVerifier>,
}

impl TlsSettings {
    /// Reads the settings; files are named here and opened when a connection wants TLS.
    ///
    /// # Errors
    /// [`ParamsError::Value`] for an unknown mode, or one too weak for `sslrootcert=system`.
    pub(super) fn from_env(env: &Env<'_>) -> Result<Self, ParamsError> {
        let roots = match env.file("sslrootcert", "PGSSLROOTCERT", ".postgresql/root.crt") {
            Some(path) if path == Path::new("system") => Roots::System,
            Some(path) => Roots::File(path),
            None => Roots::None,
        };
        let mode = mode(env, &roots)?;
        let revoked = env.setting("sslcrl", "PGSSLCRL").map(PathBuf::from);
        let revoked_in = env.setting("sslcrldir", "PGSSLCRLDIR").map(PathBuf::from);
        let named = match (&revoked, &revoked_in) {
            (Some(_), _) => Some("PGSSLCRL"),
            (None, Some(_)) => Some("PGSSLCRLDIR"),
            (None, None) => None,
        };
        if let (Some(key), Roots::None) = (named, &roots) {
            return Err(ParamsError::Value {
                key,
                value: "set".to_owned(),
                expected: "it needs root certificates to go with it (PGSSLROOTCERT): nothing is verified without",
            });
        }
        let default = || env.home(".postgresql/root.crl").filter(|p| p.exists());
        let sends = env.setting("sslcertmode", "PGSSLCERTMODE");
        let sends = sends.as_deref() != Some("disable");
        let file = |key, variable, default| env.file(key, variable, default).filter(|_| sends);
        Ok(Self {
            mode,
            certificate: file("sslcert", "PGSSLCERT", ".postgresql/postgresql.crt"),
            key: file("sslkey", "PGSSLKEY", ".postgresql/postgresql.key"),
            key_password: env.setting("sslpassword", "").map(Secret::new),
            revoked: match roots {
                Roots::None => None,
                _ if named.is_none() => default(),
                _ => revoked,
            },
            revoked_in,
            versions: versions(env)?,
            server_name: env.setting("sslsni", "PGSSLSNI").as_deref() != Some("0"),
            direct: direct(env, mode)?,
            roots,
            made: Arc::default(),
        })
    }

    /// True where a server's certificate is verified.
    pub(super) fn verifies(&self) -> bool {
        self.roots != Roots::None
    }

    /// True where TLS begins without asking for it.
    pub(super) fn is_direct(&self) -> bool {
        self.direct
    }

    pub(super) fn mode(&self) -> SslMode {
        self.mode
    }

    /// The client's side of TLS, made once for all connections. Reads files the first time.
    ///
    /// # Errors
    /// A sentence: which file, what is wrong with it, what to do.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, String> {
        let made = self.made.get_or_init(|| self.make()).clone();
        made.map(|made| made.connector)
    }

    /// The certificate that the server showed last.
    pub(super) fn presented(&self) -> Option<Presented> {
        let made = self.made.get()?.as_ref().ok()?;
        made.verifier.presented()
    }

    fn make(&self) -> Result<Made, String> {
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
        let revoked = read_revocations(self.revoked.as_deref(), self.revoked_in.as_deref())?;
        let roots = roots.unwrap_or_default();
        let verifier = CertificateVerifier::new(roots, revoked, check, &provider);
        let verifier = Arc::new(verifier);
        let config = self.configuration(provider, Arc::clone(&verifier))?;
        Ok(Made {
            connector: MakeRustlsConnect::new(config),
            verifier,
        })
    }

    fn configuration(
        &self,
        provider: Arc<CryptoProvider>,
        verifier: Arc<CertificateVerifier>,
    ) -> Result<rustls::ClientConfig, String> {
        let builder = rustls::ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(self.versions)
            .map_err(|e| e.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let made = match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(
                    read_certificates(certificate)?,
                    read_key(key, self.key_password.as_ref())?,
                )
                .map_err(|e| {
                    let (certificate, key) = (certificate.display(), key.display());
                    format!("client certificate {certificate} with key {key} cannot be used: {e}")
                }),
            (Some(certificate), None) => Err(format!(
                "client certificate {} has no key: set PGSSLKEY",
                certificate.display()
            )),
            (None, _) => Ok(builder.with_no_client_auth()),
        };
        let mut made = made?;
        made.enable_sni = self.server_name;
        if self.direct {
            // The server demands it there, so that nothing else is taken for PostgreSQL.
            made.alpn_protocols = vec![b"postgresql".to_vec()];
        }
        Ok(made)
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

/// The mode that is asked for, or what follows from the roots.
fn mode(env: &Env<'_>, roots: &Roots) -> Result<SslMode, ParamsError> {
    let refuse = |value: &str, expected| ParamsError::Value {
        key: "PGSSLMODE",
        value: display(value),
        expected,
    };
    let demanded = env.variable("PGREQUIRESSL").is_some_and(|v| v == "1");
    let mode = env.setting("sslmode", "PGSSLMODE");
    let mode = match mode.as_deref() {
        None if demanded && *roots != Roots::System => SslMode::Require,
        None if *roots == Roots::System => SslMode::VerifyFull,
        None => SslMode::default(),
        Some(text) => text.parse().map_err(|()| {
            refuse(
                text,
                "disable, allow, prefer, require, verify-ca or verify-full is wanted",
            )
        })?,
    };
    if *roots == Roots::System && mode != SslMode::VerifyFull {
        return Err(refuse(
            mode.as_str(),
            "with `sslrootcert=system` only verify-full is strong enough (anybody can get a certificate for some name)",
        ));
    }
    Ok(mode)
}

/// The versions between `ssl_min_protocol_version` and `ssl_max_protocol_version`.
fn versions(
    env: &Env<'_>,
) -> Result<&'static [&'static rustls::SupportedProtocolVersion], ParamsError> {
    const BOTH: &[&rustls::SupportedProtocolVersion] = &[&TLS13, &TLS12];
    const NEW: &[&rustls::SupportedProtocolVersion] = &[&TLS13];
    const OLD: &[&rustls::SupportedProtocolVersion] = &[&TLS12];
    const NAMES: [&str; 4] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
    let number = |key: &'static str, variable: &'static str, without: usize| {
        let Some(text) = env.setting(key, variable) else {
            return Ok(without);
        };
        let found = NAMES.iter().position(|n| n.eq_ignore_ascii_case(&text));
        found.ok_or_else(|| ParamsError::Value {
            key: variable,
            value: display(&text),
            expected: "TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3 is wanted",
        })
    };
    let least = number("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", 2)?;
    let most = number("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", 3)?;
    match (least, most) {
        (..=2, 3) => Ok(BOTH),
        (3, 3) => Ok(NEW),
        (..=2, 2) => Ok(OLD),
        _ => Err(ParamsError::Value {
            key: "PGSSLMAXPROTOCOLVERSION",
            value: NAMES.get(most).copied().unwrap_or_default().to_owned(),
            expected: "TLSv1.2 and TLSv1.3 are spoken, and at least the minimum is wanted",
        }),
    }
}

fn direct(env: &Env<'_>, mode: SslMode) -> Result<bool, ParamsError> {
    let text = env.setting("sslnegotiation", "PGSSLNEGOTIATION");
    let strong = matches!(
        mode,
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull
    );
    let expected = match text.as_deref() {
        None | Some("postgres") => return Ok(false),
        Some("direct") if strong => return Ok(true),
        Some("direct") => "it needs a PGSSLMODE of require, verify-ca or verify-full",
        Some(_) => "postgres or direct is wanted",
    };
    Err(ParamsError::Value {
        key: "PGSSLNEGOTIATION",
        value: display(&text.unwrap_or_default()),
        expected,
    })
}

/// Settings only: the configuration made of them holds the client's key.
impl fmt::Debug for TlsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsSettings")
            .field("mode", &self.mode)
            .field("roots", &self.roots)
            .field("certificate", &self.certificate)
            .field("key", &self.key)
            .field("key_password", &self.key_password)
            .field("revoked", &(&self.revoked, &self.revoked_in))
            .field("versions", &self.versions)
            .field("server_name", &self.server_name)
            .field("direct", &self.direct)
            .finish_non_exhaustive()
    }
}

/// Roots that rustls can use; a certificate it cannot parse is left out, as the system's set
/// usually has one.
pub(super) fn root_store(certificates: &[CertificateDer<'static>]) -> RootCertStore {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates.iter().cloned());
    store
}
