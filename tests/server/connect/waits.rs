//! Every wait has an end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cluster::connect::{ConnectionParams, Purpose, QueryError, connect};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::postgres::cluster;
use crate::snapshot::support::params;

fn impatient() -> ConnectionParams {
    let mut params = params(cluster());
    params.limits.statement = Duration::from_millis(400);
    params.limits.commit = Duration::from_millis(700);
    params.limits.grace = Duration::from_millis(300);
    params
}

/// Passes everything on until it is told to stall: then bytes are taken and go nowhere.
async fn relay(to: (String, u16), stalled: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect((to.0.as_str(), to.1)).await else {
                return;
            };
            let ((client_in, client_out), (server_in, server_out)) =
                (client.into_split(), server.into_split());
            tokio::spawn(pass(client_in, server_out, Arc::clone(&stalled)));
            tokio::spawn(pass(server_in, client_out, Arc::clone(&stalled)));
        }
    });
    port
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    stalled: Arc<AtomicBool>,
) {
    let mut buffer = vec![0; 8192];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if !stalled.load(Ordering::Relaxed) && to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_stalled_network_is_given_up() {
    let mut params = impatient();
    let stalled = Arc::new(AtomicBool::new(false));
    params.port = relay((params.host.clone(), params.port), Arc::clone(&stalled)).await;
    params.host = "127.0.0.1".to_owned();
    let session = connect(&params, &"postgres".into()).await.unwrap();
    session.begin(Purpose::Write).await.unwrap();
    stalled.store(true, Ordering::Relaxed);
    let begun = Instant::now();
    let error = session.commit().await.unwrap_err();
    assert!(matches!(error, QueryError::Stalled { .. }), "{error}");
    assert!(begun.elapsed() >= Duration::from_millis(900), "{begun:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{begun:?}");
    // What comes later fails at once, and so does closing.
    assert!(session.batch("SELECT 1").await.is_err());
    session.close().await;
    assert!(begun.elapsed() < Duration::from_secs(8), "{begun:?}");
}

#[tokio::test]
async fn a_statement_that_goes_on_is_cancelled() {
    let session = connect(&impatient(), &"postgres".into()).await.unwrap();
    // Outside a transaction of ours the server has no limit of its own.
    let error = session.query("SELECT pg_sleep(60)", &[]).await.unwrap_err();
    assert_eq!(error.sqlstate(), Some("57014"), "{error}");
    session.batch("SELECT 1").await.unwrap();
}

#[tokio::test]
async fn what_still_comes_is_waited_for() {
    let session = connect(&impatient(), &"postgres".into()).await.unwrap();
    let talk = "DO $$ BEGIN FOR i IN 1..8 LOOP RAISE NOTICE 'still there'; PERFORM pg_sleep(0.2); END LOOP; END $$";
    session.batch(talk).await.unwrap();
    assert_eq!(session.take_notices().len(), 8);
}

#[tokio::test]
async fn a_signal_s_handler_can_cancel() {
    let session = connect(&params(cluster()), &"postgres".into())
        .await
        .unwrap();
    let canceller = session.canceller();
    let (slept, cancelled) = tokio::join!(session.batch("SELECT pg_sleep(60)"), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        canceller.cancel().await
    });
    cancelled.unwrap();
    assert_eq!(slept.unwrap_err().sqlstate(), Some("57014"));
}
