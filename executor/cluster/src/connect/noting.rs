//! rustls for the driver, noting whether TLS came into use.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio_postgres::Socket;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres_rustls::MakeRustlsConnect;

type Connect = <MakeRustlsConnect as MakeTlsConnect<Socket>>::TlsConnect;

/// With sslmode `prefer` only the driver knows whether the server offered TLS; it calls this when
/// it did.
pub(super) struct Noting {
    inner: MakeRustlsConnect,
    used: Arc<AtomicBool>,
}

/// One connection's part of [`Noting`].
pub(super) struct NotingOne {
    inner: Connect,
    used: Arc<AtomicBool>,
}

impl Noting {
    pub(super) fn new(inner: MakeRustlsConnect, used: Arc<AtomicBool>) -> Self {
        Self { inner, used }
    }
}

impl MakeTlsConnect<Socket> for Noting {
    type Stream = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;
    type TlsConnect = NotingOne;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> Result<NotingOne, io::Error> {
        let inner = <MakeRustlsConnect as MakeTlsConnect<Socket>>::make_tls_connect(
            &mut self.inner,
            domain,
        );
        Ok(NotingOne {
            inner: inner.map_err(io::Error::other)?,
            used: Arc::clone(&self.used),
        })
    }
}

impl TlsConnect<Socket> for NotingOne {
    type Stream = <Connect as TlsConnect<Socket>>::Stream;
    type Error = <Connect as TlsConnect<Socket>>::Error;
    type Future = <Connect as TlsConnect<Socket>>::Future;

    fn connect(self, stream: Socket) -> Self::Future {
        self.used.store(true, Ordering::Relaxed);
        self.inner.connect(stream)
    }
}
