//! Connections that are not made: what is said, and that no secret is in it.

use std::time::{Duration, Instant};

use cluster::connect::{ConnectErrorKind as Kind, ConnectionParams, connect};

use super::support::{params, params_of};
use crate::postgres::{Cluster, cluster};

async fn refused(params: &ConnectionParams, database: &str) -> Kind {
    let error = connect(params, &database.into()).await.unwrap_err();
    let text = error.to_string();
    assert!(
        !format!("{text}{error:?}{params:?}").contains("s3cret"),
        "{text}"
    );
    assert!(
        text.contains(&format!("database `{database}`")) && text.contains("test at "),
        "{text}"
    );
    assert!(
        text.ends_with(&error.remedy()) && error.remedy().len() > 10,
        "{text}"
    );
    error.kind
}

#[tokio::test]
async fn the_server_s_refusals_are_told_apart() {
    let c = cluster();
    c.sql("postgres", "CREATE DATABASE ref_closed");
    c.sql("postgres", "CREATE DATABASE ref_private");
    c.sql(
        "postgres",
        "ALTER DATABASE ref_closed ALLOW_CONNECTIONS false; REVOKE CONNECT ON DATABASE ref_private FROM PUBLIC;
         CREATE ROLE ref_nologin PASSWORD 's3cret'; CREATE ROLE ref_user LOGIN PASSWORD 's3cret';
         CREATE ROLE ref_full LOGIN CONNECTION LIMIT 0 PASSWORD 's3cret'",
    );
    assert_eq!(
        refused(&params_of(c, "ref_user", "s3cret not", &[]), "postgres").await,
        Kind::WrongPassword
    );
    assert_eq!(
        refused(&params_of(c, "nobody here", "s3cret", &[]), "postgres").await,
        Kind::WrongPassword
    );
    let mut without = params(c);
    without.password = None;
    assert_eq!(refused(&without, "postgres").await, Kind::PasswordMissing);
    let user = params_of(c, "ref_user", "s3cret", &[]);
    assert_eq!(refused(&user, "no such").await, Kind::NoSuchDatabase);
    assert!(matches!(
        refused(&user, "ref_closed").await,
        Kind::DatabaseClosed(_)
    ));
    assert!(matches!(
        refused(&user, "ref_private").await,
        Kind::NoConnectPrivilege(_)
    ));
    let nologin = params_of(c, "ref_nologin", "s3cret", &[]);
    assert!(matches!(
        refused(&nologin, "postgres").await,
        Kind::NotAllowed(_)
    ));
    let full = params_of(c, "ref_full", "s3cret", &[]);
    assert!(matches!(
        refused(&full, "postgres").await,
        Kind::RoleFull(_)
    ));
    c.sql("postgres", "CREATE DATABASE ref_full CONNECTION LIMIT 0");
    assert!(matches!(
        refused(&user, "ref_full").await,
        Kind::DatabaseFull(_)
    ));
}

#[tokio::test]
async fn the_network_s_refusals_are_told_apart() {
    let c = cluster();
    let mut p = params(c);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    p.host = "127.0.0.1".to_owned();
    p.port = listener.local_addr().unwrap().port();
    p.limits.connect = Duration::from_millis(300);
    let start = Instant::now();
    assert_eq!(
        refused(&p, "postgres").await,
        Kind::Timeout(Duration::from_millis(300))
    );
    assert!(start.elapsed() < Duration::from_secs(3));
    drop(listener);
    p.limits.connect = Duration::from_secs(10);
    assert_eq!(refused(&p, "postgres").await, Kind::Refused);
    p.host = "/nowhere".to_owned();
    assert!(matches!(refused(&p, "postgres").await, Kind::NoSocket(_)));
    p.host = "no-such-host.invalid".to_owned();
    assert!(matches!(refused(&p, "postgres").await, Kind::Dns(_)));
}

#[tokio::test]
async fn what_is_not_postgresql_is_no_puzzle() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut p = params(cluster());
    p.host = "127.0.0.1".to_owned();
    p.port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut socket, _)) = listener.accept().await {
            socket
                .write_all(b"HTTP/1.0 400 Bad Request\r\n\r\n")
                .await
                .unwrap();
        }
    });
    assert!(matches!(refused(&p, "postgres").await, Kind::Broken(_)));
}

/// It says yes to any proof, and has none of its own.
#[tokio::test]
async fn who_does_not_know_the_password_is_no_server_of_ours() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut p = params_of(cluster(), "u", "s3cret", &[("PGSSLMODE", "disable")]);
    p.host = "127.0.0.1".to_owned();
    p.port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut asked = vec![0; 4096];
        let say = |code: u32, text: &[u8]| {
            let length = u32::try_from(text.len() + 8).unwrap();
            [b"R", &length.to_be_bytes()[..], &code.to_be_bytes(), text].concat()
        };
        assert!(socket.read(&mut asked).await.is_ok());
        socket
            .write_all(&say(10, b"SCRAM-SHA-256\0\0"))
            .await
            .unwrap();
        let read = socket.read(&mut asked).await.unwrap();
        let first = String::from_utf8_lossy(&asked[..read]).into_owned();
        let nonce = first.rsplit("r=").next().unwrap();
        let second = format!("r={nonce}x,s=c2FsdA==,i=4096");
        socket.write_all(&say(11, second.as_bytes())).await.unwrap();
        assert!(socket.read(&mut asked).await.is_ok());
        let proof = "A".repeat(43);
        let last = format!("v={proof}=");
        socket.write_all(&say(12, last.as_bytes())).await.unwrap();
        assert!(socket.read(&mut asked).await.is_ok());
    });
    let kind = refused(&p, "postgres").await;
    assert!(matches!(kind, Kind::Impostor(_)), "{kind:?}");
}

#[tokio::test]
async fn unix_sockets_work_and_need_no_tls() {
    let c = cluster();
    let Some(directory) = c.socket_dir() else {
        return;
    };
    let mut p = params_of(c, c.user, &c.password, &[("PGSSLMODE", "require")]);
    p.host = directory.to_str().unwrap().to_owned();
    let session = connect(&p, &"postgres".into()).await.unwrap();
    assert!(!session.is_tls());
}

#[tokio::test]
async fn a_stopped_server_is_refused_and_then_found_again() {
    let c = Cluster::start_private(&[]);
    c.stop();
    assert_eq!(refused(&params(&c), "postgres").await, Kind::Refused);
    c.start_again();
    connect(&params(&c), &"postgres".into()).await.unwrap();
}
