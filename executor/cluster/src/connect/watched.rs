//! A wire that is listened to: the server's messages of the startup, and when something last came.

use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};

use super::heard::{Heard, lock_up};
use super::startup::Startup;
use super::wire::{Bytes, Wire};

/// See above. What the startup refuses is never passed on, so the driver answers nothing to it.
pub(super) struct Watched {
    bytes: Box<dyn Bytes>,
    /// Asked for once.
    binding: Mutex<Option<ChannelBinding>>,
    startup: Startup,
    heard: Arc<Heard>,
}

impl Watched {
    pub(super) fn new(wire: Wire, startup: Startup, heard: Arc<Heard>) -> Self {
        Self {
            bytes: wire.bytes,
            binding: Mutex::new(Some(wire.binding)),
            startup,
            heard,
        }
    }

    /// For a request that gets no answer.
    pub(super) fn unheard(wire: Wire) -> Self {
        Self::new(wire, Startup::over(), Arc::new(Heard::new()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.bytes).poll_read(cx, buffer);
        if let Poll::Ready(Ok(())) = &polled {
            let came = buffer.filled().get(before..).unwrap_or_default();
            if !came.is_empty() {
                self.heard.something_came();
            }
            let this = &mut *self;
            if this.startup.hear(came, &this.heard).is_err() {
                buffer.set_filled(before);
                return Poll::Ready(Err(io::ErrorKind::PermissionDenied.into()));
            }
        }
        polled
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.bytes).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.bytes).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.bytes).poll_shutdown(cx)
    }
}

impl TlsStream for Watched {
    fn channel_binding(&self) -> ChannelBinding {
        lock_up(&self.binding)
            .take()
            .unwrap_or_else(ChannelBinding::none)
    }
}

/// For the driver, which asks for TLS where none is left to negotiate: the wire is as it should be.
pub(super) struct AsItIs;

impl<S: TlsStream + Unpin> TlsConnect<S> for AsItIs {
    type Stream = S;
    type Error = io::Error;
    type Future = Ready<Result<S, io::Error>>;

    fn connect(self, stream: S) -> Self::Future {
        ready(Ok(stream))
    }
}
