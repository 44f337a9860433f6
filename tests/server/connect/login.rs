//! How a server may ask who we are, and what it gets to know.

use cluster::connect::{AuthMethod, ConnectErrorKind as Kind, ConnectionParams, connect};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::postgres::{Cluster, cluster};
use crate::snapshot::support::{params, params_of};
use crate::snapshot::tls::place;

const HBA: &str = "local all all trust
host all in_clear all password
host all in_md5 all md5
host all unasked all trust
host all all all scram-sha-256
";

async fn opened(params: &ConnectionParams) -> Result<(), Kind> {
    let opened = connect(params, &"postgres".into()).await;
    opened.map(drop).map_err(|e| e.kind)
}

fn server() -> Cluster {
    let c = Cluster::start_private(&[("password_encryption", "md5")]);
    c.sql(
        "postgres",
        "CREATE ROLE in_md5 LOGIN PASSWORD 'p'; SET password_encryption = 'scram-sha-256';
         CREATE ROLE in_clear LOGIN PASSWORD 'p'; CREATE ROLE unasked LOGIN; CREATE ROLE in_scram LOGIN PASSWORD 'p'",
    );
    place(&c, "server.crt", include_str!("tls/server.crt"));
    place(&c, "server.key", include_str!("tls/server.key"));
    place(&c, "pg_hba.conf", HBA);
    c.sql("postgres", "ALTER SYSTEM SET ssl = on");
    c.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    c
}

#[tokio::test]
async fn the_password_goes_in_clear_only_where_that_is_safe_or_allowed() {
    let c = server();
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.crt");
    std::fs::write(&ca, include_str!("tls/ca.crt")).unwrap();
    let ca = ca.to_str().unwrap();
    let open = async |env: &[(&str, &str)]| {
        let mut params = params_of(&c, "in_clear", "p", env);
        params.host = "localhost".to_owned();
        opened(&params).await
    };
    let clear = |tls| Err(Kind::ClearPassword { tls });
    assert_eq!(open(&[("PGSSLMODE", "disable")]).await, clear(false));
    assert_eq!(open(&[]).await, clear(true));
    assert_eq!(open(&[("PGSSLMODE", "require")]).await, clear(true));
    let verified = |mode| [("PGSSLMODE", mode), ("PGSSLROOTCERT", ca)];
    assert_eq!(open(&verified("verify-full")).await, Ok(()));
    assert_eq!(open(&verified("require")).await, Ok(()));
    let allowed = [("PGSSLMODE", "disable"), ("PGREQUIREAUTH", "password")];
    assert_eq!(open(&allowed).await, Ok(()));
    let negated = [("PGSSLMODE", "disable"), ("PGREQUIREAUTH", "!md5")];
    assert_eq!(open(&negated).await, clear(false));
}

#[tokio::test]
async fn the_ways_of_asking_can_be_chosen() {
    let c = server();
    let open = async |user: &str, methods: &str| {
        opened(&params_of(&c, user, "p", &[("PGREQUIREAUTH", methods)])).await
    };
    let not = |method| Err(Kind::NotRequiredAuth(method));
    assert_eq!(open("in_md5", "").await, Ok(()));
    assert_eq!(open("in_md5", "md5,scram-sha-256").await, Ok(()));
    assert_eq!(open("in_md5", "scram-sha-256").await, not(AuthMethod::Md5));
    assert_eq!(open("in_md5", "!md5,!password").await, not(AuthMethod::Md5));
    assert_eq!(open("in_scram", "scram-sha-256").await, Ok(()));
    assert_eq!(open("in_scram", "none").await, not(AuthMethod::Scram));
    assert_eq!(open("unasked", "none").await, Ok(()));
    assert_eq!(open("unasked", "!none").await, not(AuthMethod::None));
    assert_eq!(
        open("in_clear", "!password").await,
        not(AuthMethod::Password)
    );
}

/// Whoever answers at the address gets the user's name and nothing else.
#[tokio::test]
async fn an_impostor_that_asks_gets_no_password() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut params = params_of(cluster(), "postgres", "s3cret", &[("PGSSLMODE", "disable")]);
    params.port = listener.local_addr().unwrap().port();
    let impostor = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut got = vec![0; 4096];
        let length = socket.read(&mut got).await.unwrap();
        got.truncate(length);
        // AuthenticationCleartextPassword.
        socket
            .write_all(&[b'R', 0, 0, 0, 8, 0, 0, 0, 3])
            .await
            .unwrap();
        socket.read_to_end(&mut got).await.unwrap();
        got
    });
    let refused = opened(&params).await;
    assert_eq!(refused, Err(Kind::ClearPassword { tls: false }));
    let got = String::from_utf8_lossy(&impostor.await.unwrap()).into_owned();
    assert!(
        got.contains("postgres") && !got.contains("s3cret"),
        "{got:?}"
    );
}

#[tokio::test]
async fn other_settings_of_libpq_are_obeyed() {
    let c = cluster();
    c.sql("postgres", "CREATE ROLE con_ro LOGIN PASSWORD 'p'");
    c.sql(
        "postgres",
        "ALTER ROLE con_ro SET default_transaction_read_only = on",
    );
    for (user, wanted, fits) in [
        ("postgres", "any", true),
        ("postgres", "read-write", true),
        ("postgres", "primary", true),
        ("postgres", "standby", false),
        ("postgres", "read-only", false),
        ("con_ro", "read-write", false),
        ("con_ro", "read-only", true),
        ("con_ro", "primary", true),
    ] {
        let env = [("PGTARGETSESSIONATTRS", wanted)];
        let opened = opened(&params_of(
            c,
            user,
            if user == "con_ro" { "p" } else { &c.password },
            &env,
        ))
        .await;
        assert_eq!(opened.is_ok(), fits, "{user} {wanted}");
        assert!(fits || matches!(opened, Err(Kind::OtherSession { .. })));
    }
    let mut elsewhere = params_of(c, c.user, &c.password, &[("PGHOSTADDR", &c.host)]);
    elsewhere.host = "nowhere.invalid".to_owned();
    opened(&elsewhere).await.unwrap();
    let mut options = params(c);
    options.options = Some("-c geqo=off".to_owned());
    let session = connect(&options, &"postgres".into()).await.unwrap();
    let shown = session
        .query("SELECT current_setting('geqo')", &[])
        .await
        .unwrap();
    assert_eq!(shown[0].get::<_, String>(0), "off");
}
