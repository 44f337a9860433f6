//! Somebody in between: refused with the reason, and neither the password nor a proof of it is said to
//! whom it must not be said.
//!
//! In `tls/`: `ca.crt` signed all, which have one key. `server.crt` and `relay.crt` are for `localhost`,
//! valid from 2020 to 2099; `elsewhere.crt` is for another host, `expired.crt` was of January 2020.

mod impostor;

use cluster::connect::{
    AuthMethod, ConnectError, ConnectErrorKind as Kind, Connection, ConnectionParams, Endpoint,
    PasswordSource, Vouched, connect, health,
};
use secret::Secret;

use crate::postgres::Cluster;
use crate::snapshot::tls::place;
use impostor::{Impostor, Role, Tls};

const PASSWORD: &str = "correct-horse-battery";
const SERVER: &str = include_str!("tls/server.crt");
const RELAY: &str = include_str!("tls/relay.crt");

fn params(port: u16, password: &str, env: &[(&str, &str)]) -> ConnectionParams {
    let endpoint = Endpoint {
        resource: "test".into(),
        host: Some("localhost".to_owned()),
        port: Some(port),
        user: Some("postgres".to_owned()),
        password: PasswordSource::Known(Secret::new(password.to_owned())),
        maintenance_db: None,
    };
    let env = |name: &str| {
        let mut all = env.iter();
        all.find(|(n, _)| *n == name)
            .map(|(_, value)| (*value).to_owned())
    };
    ConnectionParams::new(endpoint, &env).unwrap()
}

async fn open(port: u16, password: &str, env: &[(&str, &str)]) -> Result<Connection, ConnectError> {
    let address = [("PGHOSTADDR", "127.0.0.1")];
    let env: Vec<_> = env.iter().copied().chain(address).collect();
    connect(&params(port, password, &env), &"postgres".into()).await
}

/// What the password, a hash of it or a proof would be sent in.
fn answers(heard: &[u8]) -> usize {
    let startup = heard.first_chunk::<4>().map(|n| u32::from_be_bytes(*n));
    let mut rest = heard
        .get(startup.unwrap_or(0) as usize..)
        .unwrap_or_default();
    let mut count = 0;
    while let [letter, a, b, c, d, ..] = rest {
        count += usize::from(*letter == b'p');
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        rest = rest.get(length + 1..).unwrap_or_default();
    }
    count
}

/// Refused; whoever asked has heard so many answers, and never the password.
async fn refused(tls: Tls, role: Role, env: &[(&str, &str)], answered: usize) -> ConnectError {
    let impostor = Impostor::start(tls, role).await;
    let error = open(impostor.port, PASSWORD, env).await.unwrap_err();
    let heard = impostor.heard();
    let text = String::from_utf8_lossy(&heard).into_owned();
    assert_eq!(answers(&heard), answered, "{error}: {text:?}");
    assert!(!text.contains(PASSWORD), "{error}: {text:?}");
    // The reason, the place, and what to do.
    let said = error.to_string();
    assert!(
        said.contains("test at localhost:") && said.contains("; "),
        "{said}"
    );
    assert!(!said.contains(PASSWORD), "{said}");
    error
}

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.crt"), include_str!("tls/ca.crt")).unwrap();
        let other = include_str!("../../snapshot/tls/other-ca.crt");
        std::fs::write(folder.path().join("other-ca.crt"), other).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_certificate_that_proves_nothing_is_refused_before_a_word_is_said() {
    let files = Files::new();
    let (ca, other) = (files.path("ca.crt"), files.path("other-ca.crt"));
    let expired = include_str!("tls/expired.crt");
    let elsewhere = include_str!("tls/elsewhere.crt");
    for (certificate, root, mode, reason) in [
        (SERVER, &other, "verify-full", "UnknownIssuer"),
        (SERVER, &other, "verify-ca", "UnknownIssuer"),
        // As libpq: a root that is there is used.
        (SERVER, &other, "require", "UnknownIssuer"),
        (elsewhere, &ca, "verify-full", "not valid for name"),
        (expired, &ca, "verify-full", "expired"),
        (expired, &ca, "verify-ca", "expired"),
    ] {
        let env = [("PGSSLMODE", mode), ("PGSSLROOTCERT", root.as_str())];
        let error = refused(Tls::With(certificate), Role::AskClear, &env, 0).await;
        assert!(
            matches!(&error.kind, Kind::Untrusted(why) if why.contains(reason)),
            "{mode}, {reason}: {error}"
        );
    }
    // Neither is it then tried without TLS.
    let env = [
        ("PGSSLMODE", "verify-full"),
        ("PGSSLROOTCERT", other.as_str()),
    ];
    let impostor = Impostor::start(Tls::With(SERVER), Role::AskClear).await;
    open(impostor.port, PASSWORD, &env).await.unwrap_err();
    assert_eq!(impostor.heard(), Vec::<u8>::new());
}

#[tokio::test]
async fn who_says_that_there_is_no_tls_is_told_nothing_where_tls_is_demanded() {
    let files = Files::new();
    let ca = files.path("ca.crt");
    for mode in ["require", "verify-ca", "verify-full"] {
        let env = [("PGSSLMODE", mode), ("PGSSLROOTCERT", ca.as_str())];
        let impostor = Impostor::start(Tls::Denied, Role::AskClear).await;
        let error = open(impostor.port, PASSWORD, &env).await.unwrap_err();
        assert_eq!(error.kind, Kind::NoTls, "{mode}");
        assert!(error.to_string().contains("offers no TLS"), "{error}");
        assert_eq!(impostor.heard(), Vec::<u8>::new(), "{mode}");
    }
}

#[tokio::test]
async fn an_older_tls_than_is_demanded_is_refused() {
    let env = [
        ("PGSSLMODE", "require"),
        ("PGSSLMINPROTOCOLVERSION", "TLSv1.3"),
    ];
    let error = refused(Tls::Old(SERVER), Role::AskClear, &env, 0).await;
    assert!(matches!(error.kind, Kind::Tls(_)), "{error}");
}

#[tokio::test]
async fn what_is_put_behind_the_answer_about_tls_is_no_message_of_the_server() {
    let env = [("PGSSLMODE", "require"), ("PGREQUIREAUTH", "password")];
    let error = refused(Tls::Injected(SERVER), Role::AskClear, &env, 0).await;
    assert!(matches!(error.kind, Kind::Tls(_)), "{error}");
}

#[tokio::test]
async fn the_password_is_not_said_in_clear() {
    for (tls, mode) in [
        (Tls::Denied, "prefer"),
        (Tls::Denied, "disable"),
        (Tls::Denied, "allow"),
        (Tls::With(SERVER), "prefer"),
        (Tls::With(SERVER), "require"),
    ] {
        let error = refused(tls, Role::AskClear, &[("PGSSLMODE", mode)], 0).await;
        assert!(
            matches!(error.kind, Kind::ClearPassword { .. }),
            "{mode}: {error}"
        );
        assert!(error.to_string().contains("it was not sent"), "{error}");
    }
    // A person's word, and a certificate that was verified.
    let files = Files::new();
    let ca = files.path("ca.crt");
    for (tls, env) in [
        (
            Tls::Denied,
            [("PGSSLMODE", "disable"), ("PGREQUIREAUTH", "password")],
        ),
        (
            Tls::With(SERVER),
            [("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", ca.as_str())],
        ),
    ] {
        let impostor = Impostor::start(tls, Role::AskClear).await;
        open(impostor.port, PASSWORD, &env).await.unwrap();
        assert!(String::from_utf8_lossy(&impostor.heard()).contains(PASSWORD));
    }
}

#[tokio::test]
async fn another_way_of_asking_than_is_demanded_is_not_answered() {
    let scram = [("PGREQUIREAUTH", "scram-sha-256"), ("PGSSLMODE", "require")];
    for (role, method) in [
        (Role::AskMd5, AuthMethod::Md5),
        (Role::AskClear, AuthMethod::Password),
        (Role::AskNothing, AuthMethod::None),
    ] {
        let error = refused(Tls::With(SERVER), role, &scram, 0).await;
        assert_eq!(error.kind, Kind::NotRequiredAuth(method), "{error}");
        assert!(error.to_string().contains("PGREQUIREAUTH"), "{error}");
    }
}

#[tokio::test]
async fn who_cannot_prove_that_it_knows_the_password_is_an_impostor() {
    // SCRAM's two messages were said: a proof, of which the password cannot be read.
    for tls in [Tls::With(SERVER), Tls::Denied] {
        for role in [Role::SkipProof, Role::FalseProof] {
            let error = refused(tls, role, &[], 2).await;
            assert!(matches!(error.kind, Kind::Impostor(_)), "{error}");
            assert!(error.to_string().contains("could not prove"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_relay_is_found_out_by_what_binds_the_login_to_tls() {
    let server = Cluster::start_private(&[]);
    place(&server, "server.crt", SERVER);
    place(&server, "server.key", include_str!("tls/server.key"));
    server.sql("postgres", "ALTER SYSTEM SET ssl = on");
    server.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    let to = (server.host.clone(), server.port);
    let relay = async |tls| {
        let role = Role::Relay {
            to: to.clone(),
            tls,
        };
        Impostor::start(Tls::With(RELAY), role).await
    };
    let files = Files::new();
    let ca = files.path("ca.crt");
    let require = ("PGCHANNELBINDING", "require");
    let verified = [("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", ca.as_str())];
    // Straight to it, all is well.
    let direct = open(
        server.port,
        &server.password,
        &[verified[0], verified[1], require],
    )
    .await;
    direct.unwrap();
    // Health says who vouched for it.
    let vouched = async |port, env: &[(&str, &str)]| {
        let env: Vec<_> = env
            .iter()
            .copied()
            .chain([("PGHOSTADDR", "127.0.0.1")])
            .collect();
        let health = health(&params(port, &server.password, &env)).await.unwrap();
        let tls = health.tls.unwrap();
        assert_eq!(tls.version.as_deref(), Some("TLSv1.3"));
        tls.certificate.unwrap().vouched
    };
    let authority = || "CN=test authority".to_owned();
    let ca_alone = [("PGSSLMODE", "verify-ca"), verified[1]];
    assert_eq!(
        vouched(server.port, &verified).await,
        Vouched::ForName(authority())
    );
    assert_eq!(
        vouched(server.port, &ca_alone).await,
        Vouched::ForChain(authority())
    );
    assert_eq!(vouched(server.port, &[]).await, Vouched::ByNobody);
    // With TLS on both sides the server itself notices, whatever is demanded here; even where the
    // relay's certificate is one that the authority gave out by mistake.
    let through = relay(true).await;
    for env in [&[][..], &[require], &verified] {
        let error = open(through.port, &server.password, env).await.unwrap_err();
        // Neither is it then tried without TLS, where nothing could be noticed.
        assert!(matches!(error.kind, Kind::Relayed(_)), "{env:?}: {error}");
    }
    // A relay without TLS to the server says that binding cannot be had. Who demands it says nothing.
    let through = relay(false).await;
    let error = open(through.port, &server.password, &[require])
        .await
        .unwrap_err();
    assert_eq!(error.kind, Kind::NoChannelBinding, "{error}");
    // Under `prefer`, and without a root, it is not noticed: it reads all, but never the password.
    let opened = open(through.port, &server.password, &[]).await.unwrap();
    assert!(opened.is_tls());
}
