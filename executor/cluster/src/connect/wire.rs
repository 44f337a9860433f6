//! The way to a server: a socket, and TLS on it where that is asked for. The driver gets it ready made.

use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use planner::quote::display;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::classify::{by_io, by_tls};
use super::error::ConnectErrorKind as Kind;
use super::sslmode::Attempt;

/// What TLS makes of a socket.
type Secured = <MakeRustlsConnect as MakeTlsConnect<TcpStream>>::Stream;

/// Bytes both ways.
pub(super) trait Bytes: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Bytes for T {}

/// Ready for the startup.
pub(super) struct Wire {
    pub bytes: Box<dyn Bytes>,
    /// What ties SCRAM to this TLS connection, so that nobody can relay it.
    pub binding: ChannelBinding,
    /// TLS is in use.
    pub tls: bool,
}

impl Wire {
    fn plain(bytes: impl Bytes + 'static) -> Self {
        Self {
            bytes: Box::new(bytes),
            binding: ChannelBinding::none(),
            tls: false,
        }
    }
}

/// How one connection was made: enough to send a cancel request the same way.
#[derive(Clone)]
pub(super) struct Way {
    pub host: String,
    pub port: u16,
    /// `None`: a Unix socket in the directory `host`.
    pub address: Option<IpAddr>,
    /// For the socket to open.
    pub patience: Duration,
    pub tls: Option<MakeRustlsConnect>,
    /// TLS from the first byte.
    pub direct: bool,
}

impl Way {
    /// Opens the socket.
    pub(super) async fn dial(&self) -> Result<Dialled, Kind> {
        match self.address {
            Some(address) => {
                let connecting = TcpStream::connect((address, self.port));
                let connected = tokio::time::timeout(self.patience, connecting).await;
                let stream = connected
                    .map_err(|_| Kind::Timeout(self.patience))?
                    .map_err(|e| by_io(&e, display(&e.to_string())))?;
                keep_alive(&stream).map_err(|e| Kind::Broken(display(&e.to_string())))?;
                Ok(Dialled::Tcp(stream))
            }
            None => self.dial_socket().await,
        }
    }

    #[cfg(unix)]
    async fn dial_socket(&self) -> Result<Dialled, Kind> {
        let path = Path::new(&self.host).join(format!(".s.PGSQL.{}", self.port));
        let stream = UnixStream::connect(path).await;
        let stream = stream.map_err(|e| by_io(&e, display(&e.to_string())))?;
        Ok(Dialled::Local(Wire::plain(stream)))
    }

    #[cfg(not(unix))]
    async fn dial_socket(&self) -> Result<Dialled, Kind> {
        let path = Path::new(&self.host).display().to_string();
        Err(Kind::NoSocket(format!(
            "{path}: there are no Unix sockets here"
        )))
    }

    /// Makes the socket a wire: with TLS, or without.
    pub(super) async fn secure(&self, dialled: Dialled, attempt: Attempt) -> Result<Wire, Kind> {
        let mut stream = match dialled {
            Dialled::Tcp(stream) => stream,
            Dialled::Local(wire) => return Ok(wire),
        };
        let Some(mut tls) = self.tls.clone().filter(|_| attempt != Attempt::Plain) else {
            return Ok(Wire::plain(stream));
        };
        if !self.direct && !offers_tls(&mut stream).await? {
            return match attempt {
                Attempt::Tls => Err(Kind::NoTls),
                Attempt::IfOffered | Attempt::Plain => Ok(Wire::plain(stream)),
            };
        }
        let tls = MakeTlsConnect::<TcpStream>::make_tls_connect(&mut tls, &self.host);
        let Ok(tls) = tls;
        let secured: Result<Secured, io::Error> = tls.connect(stream).await;
        let secured = secured.map_err(|e| by_tls(&e, display(&e.to_string())))?;
        Ok(Wire {
            binding: secured.channel_binding(),
            bytes: Box::new(secured),
            tls: true,
        })
    }
}

/// An open socket.
pub(super) enum Dialled {
    Tcp(TcpStream),
    /// On this machine: TLS is for networks.
    Local(Wire),
}

/// Asks. Exactly one byte is read: what somebody put behind it must not pass for the server's.
async fn offers_tls(stream: &mut TcpStream) -> Result<bool, Kind> {
    // SSLRequest: its length, 8, and 80877103.
    const REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
    let broken = |e: io::Error| Kind::Broken(display(&e.to_string()));
    stream.write_all(&REQUEST).await.map_err(broken)?;
    match stream.read_u8().await.map_err(broken)? {
        b'S' => Ok(true),
        b'N' => Ok(false),
        _ => Err(Kind::Broken(
            "the question for TLS was not answered as PostgreSQL answers it".to_owned(),
        )),
    }
}

/// A peer that vanished is noticed here within a minute or so.
fn keep_alive(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new()
        .with_time(Duration::from_secs(30))
        .with_interval(Duration::from_secs(10))
        .with_retries(3);
    socket.set_tcp_keepalive(&keepalive)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(Duration::from_secs(60)))?;
    Ok(())
}
