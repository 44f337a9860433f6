//! Who is at the other end, and how TLS is spoken with it: what libpq's stricter settings say holds.
//!
//! In `tls/`, valid from 2020 to 2099: `ca.crt` signed `server.crt`, for `localhost`; `none.crl` is its
//! list with nothing on it, `revoked.crl` has the server's certificate on it, `expired.crl` is of 2020.
//! `encrypted.key` is the server's key with the password `x`.

use std::os::unix::fs::PermissionsExt;

use cluster::connect::{ConnectErrorKind as Kind, Connection, ParamsError, connect};
use tempfile::TempDir;

use crate::postgres::Cluster;
use crate::snapshot::support::{params_of, try_params_of};
use crate::snapshot::tls::place;

struct Server {
    cluster: Cluster,
    folder: TempDir,
}

impl Server {
    fn start(hba: &str, settings: &[&str]) -> Self {
        let cluster = Cluster::start_private(&[]);
        place(&cluster, "server.crt", include_str!("tls/server.crt"));
        place(&cluster, "server.key", include_str!("tls/server.key"));
        place(
            &cluster,
            "pg_hba.conf",
            &format!("local all all trust\n{hba}"),
        );
        for setting in ["ssl = on"].iter().chain(settings) {
            cluster.sql("postgres", &format!("ALTER SYSTEM SET {setting}"));
        }
        cluster.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
        let folder = tempfile::tempdir().unwrap();
        Self { cluster, folder }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    async fn open(&self, env: &[(&str, &str)]) -> Result<Connection, Kind> {
        let mut params = params_of(&self.cluster, "postgres", &self.cluster.password, env);
        params.host = "localhost".to_owned();
        connect(&params, &"postgres".into())
            .await
            .map_err(|e| e.kind)
    }

    async fn version(&self, env: &[(&str, &str)]) -> Result<String, Kind> {
        let opened = self.open(env).await?;
        let sql = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        Ok(opened.query(sql, &[]).await.unwrap()[0].get(0))
    }
}

const SCRAM: &str = "host all all all scram-sha-256\n";

#[tokio::test]
async fn revoked_certificates_are_refused() {
    let server = Server::start(SCRAM, &[]);
    let ca = server.file("ca.crt", include_str!("tls/ca.crt"));
    let none = server.file("none.crl", include_str!("tls/none.crl"));
    let revoked = server.file("revoked.crl", include_str!("tls/revoked.crl"));
    let expired = server.file("expired.crl", include_str!("tls/expired.crl"));
    let base = [("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", ca.as_str())];
    let with = |more: (&'static str, String)| {
        let base = base.map(|(n, v)| (n, v.to_owned()));
        base.into_iter().chain([more]).collect::<Vec<_>>()
    };
    let open = async |env: Vec<(&str, String)>| {
        let env: Vec<_> = env.iter().map(|(n, v)| (*n, v.as_str())).collect();
        server.open(&env).await
    };
    server.open(&base).await.unwrap();
    open(with(("PGSSLCRL", none.clone()))).await.unwrap();
    for list in [&revoked, &expired] {
        let refused = open(with(("PGSSLCRL", list.clone()))).await;
        let reason = if list == &revoked {
            "Revoked"
        } else {
            "expired"
        };
        assert!(
            matches!(&refused, Err(Kind::Untrusted(why)) if why.contains(reason)),
            "{list}: {refused:?}"
        );
    }
    let missing = open(with(("PGSSLCRL", "/nowhere.crl".to_owned()))).await;
    assert!(matches!(missing, Err(Kind::TlsSetup(_))), "{missing:?}");
    let lists = server.folder.path().join("lists");
    std::fs::create_dir(&lists).unwrap();
    std::fs::copy(&revoked, lists.join("0123abcd.r0")).unwrap();
    let lists = lists.to_str().unwrap().to_owned();
    let refused = open(with(("PGSSLCRLDIR", lists))).await;
    assert!(matches!(refused, Err(Kind::Untrusted(_))), "{refused:?}");
    // The file that libpq looks for by itself.
    let home = server.folder.path().join(".postgresql");
    std::fs::create_dir(&home).unwrap();
    std::fs::copy(&revoked, home.join("root.crl")).unwrap();
    let home = server.folder.path().to_str().unwrap().to_owned();
    assert!(open(with(("HOME", home))).await.is_err());
}

#[tokio::test]
async fn versions_are_within_the_bounds_that_are_asked_for() {
    let server = Server::start(SCRAM, &[]);
    let require = ("PGSSLMODE", "require");
    let least = |v| [require, ("PGSSLMINPROTOCOLVERSION", v)];
    let most = |v| [require, ("PGSSLMAXPROTOCOLVERSION", v)];
    assert_eq!(server.version(&[require]).await.unwrap(), "TLSv1.3");
    assert_eq!(server.version(&most("TLSv1.2")).await.unwrap(), "TLSv1.2");
    assert_eq!(server.version(&least("TLSv1")).await.unwrap(), "TLSv1.3");
    server.cluster.sql(
        "postgres",
        "ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.2'",
    );
    server
        .cluster
        .sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    assert_eq!(server.version(&[require]).await.unwrap(), "TLSv1.2");
    let refused = server.version(&least("TLSv1.3")).await;
    assert!(matches!(refused, Err(Kind::Tls(_))), "{refused:?}");
    // No version that is spoken here.
    let refused = try_params_of(&server.cluster, &most("TLSv1.1")).unwrap_err();
    assert!(
        matches!(
            refused,
            ParamsError::Value {
                key: "PGSSLMAXPROTOCOLVERSION",
                ..
            }
        ),
        "{refused}"
    );
}

#[tokio::test]
async fn channel_binding_can_be_demanded() {
    let hba = "host all plain_trust all trust\nhost all all all scram-sha-256\n";
    let server = Server::start(hba, &[]);
    server
        .cluster
        .sql("postgres", "CREATE ROLE plain_trust LOGIN");
    let require = ("PGCHANNELBINDING", "require");
    server
        .open(&[require, ("PGSSLMODE", "require")])
        .await
        .unwrap();
    let refused = server.open(&[require, ("PGSSLMODE", "disable")]).await;
    assert_eq!(refused.unwrap_err(), Kind::NoChannelBinding);
    let mut trusted = params_of(&server.cluster, "plain_trust", "x", &[require]);
    trusted.host = "localhost".to_owned();
    let refused = connect(&trusted, &"postgres".into()).await.unwrap_err();
    assert_eq!(refused.kind, Kind::NoChannelBinding);
}

#[tokio::test]
async fn tls_from_the_first_byte_works_where_the_server_knows_it() {
    let server = Server::start(SCRAM, &[]);
    let direct = [("PGSSLMODE", "require"), ("PGSSLNEGOTIATION", "direct")];
    let opened = server.open(&direct).await;
    assert_eq!(
        opened.is_ok_and(|o| o.is_tls()),
        server.cluster.version >= 17
    );
    let weak = [("PGSSLNEGOTIATION", "direct")];
    assert!(try_params_of(&server.cluster, &weak).is_err());
}

#[tokio::test]
async fn an_encrypted_key_is_named() {
    let server = Server::start(SCRAM, &[]);
    let cert = server.file("server.crt", include_str!("tls/server.crt"));
    let key = server.file("encrypted.key", include_str!("tls/encrypted.key"));
    let mut env = vec![("PGSSLMODE", "require"), ("PGSSLCERT", cert.as_str())];
    env.push(("PGSSLKEY", key.as_str()));
    let refused = server.open(&env).await;
    assert!(
        matches!(&refused, Err(Kind::TlsSetup(why)) if why.contains("sslpassword")),
        "{refused:?}"
    );
    env.push(("PGSSLCERTMODE", "disable"));
    server.open(&env).await.unwrap();
}
