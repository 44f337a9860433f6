//! sslmode with libpq's meanings, against a server with a certificate for `localhost`.
//!
//! The certificates in `tls/` are valid from 2020 to 2099: `ca.crt` signed `server.crt` and
//! `client.crt` (for role `cert_user`); `other-ca.crt` has nothing to do with them.

use std::os::unix::fs::PermissionsExt;

use cluster::connect::{ConnectErrorKind as Kind, Connection, ConnectionParams, connect};

use super::support::params_of;
use crate::postgres::Cluster;

const HBA: &str = "local all all trust
hostssl all only_tls all trust
hostnossl all only_plain all trust
hostssl all cert_user all cert
hostssl all postgres all scram-sha-256
hostnossl all postgres all scram-sha-256
";

/// Has the server write a file into its own data directory, as its own user.
pub fn place(cluster: &Cluster, name: &str, text: &str) {
    let lines = format!("string_to_array('{}', E'\\n')", text.trim_end());
    let copy = format!("COPY (SELECT unnest({lines})) TO PROGRAM 'umask 077; cat > {name}'");
    cluster.sql("postgres", &copy);
}

fn cluster_with_tls() -> Cluster {
    let c = Cluster::start_private(&[]);
    c.sql(
        "postgres",
        "CREATE ROLE only_tls LOGIN; CREATE ROLE only_plain LOGIN; CREATE ROLE cert_user LOGIN",
    );
    place(&c, "server.crt", include_str!("tls/server.crt"));
    place(&c, "server.key", include_str!("tls/server.key"));
    place(&c, "ca.crt", include_str!("tls/ca.crt"));
    place(&c, "pg_hba.conf", HBA);
    c.sql("postgres", "ALTER SYSTEM SET ssl_ca_file = 'ca.crt'");
    c.sql("postgres", "ALTER SYSTEM SET ssl = on");
    c.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    c
}

/// Connects to `localhost`, or to the address the certificate does not name.
async fn open(
    c: &Cluster,
    user: &str,
    host: &str,
    env: &[(&str, &str)],
) -> Result<Connection, Kind> {
    let mut params: ConnectionParams = params_of(c, user, &c.password, env);
    params.host = host.to_owned();
    connect(&params, &"postgres".into())
        .await
        .map_err(|e| e.kind)
}

/// A file that only its owner can read, as keys have to be.
pub fn private_file(directory: &std::path::Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn is_tls(opened: Result<Connection, Kind>) -> bool {
    opened.unwrap().is_tls()
}

#[tokio::test]
async fn every_sslmode_does_what_libpq_does() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| private_file(dir.path(), name, text);
    let ca = file("ca.crt", include_str!("tls/ca.crt"));
    let other = file("other-ca.crt", include_str!("tls/other-ca.crt"));
    let itself = file("server.crt", include_str!("tls/server.crt"));
    let cert = file("client.crt", include_str!("tls/client.crt"));
    let key = file("client.key", include_str!("tls/client.key"));
    let c = cluster_with_tls();
    let (name, address) = ("localhost", "127.0.0.1");
    let mode = |m| [("PGSSLMODE", m)];

    // Who decides: we, or pg_hba.conf.
    assert!(!is_tls(open(&c, "postgres", name, &mode("disable")).await));
    assert!(!is_tls(open(&c, "postgres", name, &mode("allow")).await));
    assert!(is_tls(open(&c, "postgres", name, &[]).await));
    assert!(is_tls(
        open(&c, "postgres", address, &mode("require")).await
    ));
    assert!(is_tls(open(&c, "only_tls", name, &mode("allow")).await));
    assert!(!is_tls(open(&c, "only_plain", name, &mode("prefer")).await));
    assert!(matches!(
        open(&c, "only_tls", name, &mode("disable")).await,
        Err(Kind::NotAllowed(_))
    ));
    assert!(matches!(
        open(&c, "only_plain", name, &mode("require")).await,
        Err(Kind::NotAllowed(_))
    ));

    // Whom we believe.
    let trust = |m, roots| [("PGSSLMODE", m), ("PGSSLROOTCERT", roots)];
    assert!(matches!(
        open(&c, "postgres", name, &mode("verify-ca")).await,
        Err(Kind::TlsSetup(_))
    ));
    assert!(is_tls(
        open(&c, "postgres", address, &trust("verify-ca", &ca)).await
    ));
    assert!(is_tls(
        open(&c, "postgres", name, &trust("verify-full", &ca)).await
    ));
    assert!(is_tls(
        open(&c, "postgres", name, &trust("verify-full", &itself)).await
    ));
    for refused in [
        open(&c, "postgres", address, &trust("verify-full", &ca)).await,
        open(&c, "postgres", address, &trust("verify-full", &itself)).await,
        open(&c, "postgres", name, &trust("verify-ca", &other)).await,
        open(&c, "postgres", name, &trust("verify-full", &other)).await,
        // A root certificate that is there is used, also with `require`.
        open(&c, "postgres", name, &trust("require", &other)).await,
        open(&c, "postgres", name, &trust("verify-full", "system")).await,
    ] {
        assert!(
            matches!(refused, Err(Kind::Untrusted(_) | Kind::TlsSetup(_))),
            "{refused:?}"
        );
    }
    let named = open(&c, "postgres", address, &trust("verify-full", &ca)).await;
    assert!(matches!(named, Err(Kind::Untrusted(_))), "{named:?}");

    // Who we are.
    let mut client = vec![("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", ca.as_str())];
    client.extend([("PGSSLCERT", cert.as_str()), ("PGSSLKEY", key.as_str())]);
    assert!(is_tls(open(&c, "cert_user", name, &client).await));
    assert!(open(&c, "cert_user", name, &client[..2]).await.is_err());
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(
        matches!(open(&c, "cert_user", name, &client).await, Err(Kind::TlsSetup(why)) if why.contains("0600"))
    );
}

/// Each file that is no key of ours says what it is instead.
#[tokio::test]
async fn a_key_that_cannot_be_used_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| private_file(dir.path(), name, text);
    let cert = file("client.crt", include_str!("tls/client.crt"));
    let pem = |label: &str, head: &str| {
        format!("-----BEGIN {label}-----\n{head}AAAA\n-----END {label}-----\n")
    };
    let pkcs8 = file("pkcs8.key", &pem("ENCRYPTED PRIVATE KEY", ""));
    let old = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n";
    let old = file("old.key", &pem("RSA PRIVATE KEY", old));
    let empty = file("empty.key", "");
    let directory = dir.path().to_str().unwrap();
    let c = crate::postgres::cluster();
    for (cert, key, why) in [
        (cert.as_str(), pkcs8.as_str(), "is encrypted"),
        (&cert, &old, "is encrypted"),
        (&cert, &cert, "holds a certificate"),
        (&cert, directory, "is a directory; name the file in it"),
        (directory, &pkcs8, "is a directory; name the file in it"),
        (&cert, &empty, "cannot be read"),
    ] {
        let env = [
            ("PGSSLMODE", "require"),
            ("PGSSLCERT", cert),
            ("PGSSLKEY", key),
        ];
        let refused = open(c, "postgres", &c.host, &env).await;
        assert!(
            matches!(&refused, Err(Kind::TlsSetup(said)) if said.contains(why)),
            "{why}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_server_without_tls_is_named_as_such() {
    let c = crate::postgres::cluster();
    let params = params_of(c, c.user, &c.password, &[("PGSSLMODE", "require")]);
    let error = connect(&params, &"postgres".into()).await.unwrap_err();
    assert_eq!(error.kind, Kind::NoTls, "{error}");
}
