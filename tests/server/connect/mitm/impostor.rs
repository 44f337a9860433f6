//! Somebody who answers in the server's place, and keeps all that is said to it.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig, crypto};
use tokio_rustls::{TlsAcceptor, TlsConnector};

const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// How it answers to the question for TLS.
#[derive(Clone, Copy)]
pub enum Tls {
    /// `N`: there is none.
    Denied,
    /// With a certificate (PEM), and the key of all of them.
    With(&'static str),
    /// The same, 1.2 alone.
    Old(&'static str),
    /// It says yes, and a message in clear right behind it.
    Injected(&'static str),
}

/// What it does once it was told who logs in.
#[derive(Clone)]
pub enum Role {
    /// Asks for the password in clear.
    AskClear,
    /// Asks for its MD5.
    AskMd5,
    /// Asks nothing and lets anybody in.
    AskNothing,
    /// Begins SCRAM, takes the client's proof and lets it in.
    SkipProof,
    /// The same, with a signature that it made up.
    FalseProof,
    /// Passes all on to the server, with TLS of its own or without.
    Relay { to: (String, u16), tls: bool },
}

pub struct Impostor {
    pub port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Impostor {
    pub async fn start(tls: Tls, role: Role) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, role) = (Arc::clone(&kept), role.clone());
                tokio::spawn(async move {
                    // Whoever is refused hangs up.
                    let _ = answer(stream, tls, role, kept).await;
                });
            }
        });
        Self { port, heard }
    }

    /// All that was said in clear, or inside TLS, but for the question for TLS.
    pub fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

async fn answer(
    mut stream: TcpStream,
    tls: Tls,
    role: Role,
    heard: Arc<Mutex<Vec<u8>>>,
) -> std::io::Result<()> {
    let mut first = [0; 8];
    stream.read_exact(&mut first).await?;
    if first != SSL_REQUEST {
        return plain(stream, first, role, heard).await;
    }
    let (certificate, versions) = match tls {
        Tls::Denied => {
            stream.write_all(b"N").await?;
            stream.read_exact(&mut first).await?;
            return plain(stream, first, role, heard).await;
        }
        Tls::With(certificate) | Tls::Injected(certificate) => (certificate, &[&TLS13, &TLS12][..]),
        Tls::Old(certificate) => (certificate, &[&TLS12][..]),
    };
    stream.write_all(b"S").await?;
    if let Tls::Injected(_) = tls {
        stream
            .write_all(&message(b'R', &3_i32.to_be_bytes()))
            .await?;
    }
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap(),
        )
        .unwrap();
    let mut secured = TlsAcceptor::from(Arc::new(config)).accept(stream).await?;
    secured.read_exact(&mut first).await?;
    play(secured, first, role, heard).await
}

async fn plain(
    stream: TcpStream,
    first: [u8; 8],
    role: Role,
    heard: Arc<Mutex<Vec<u8>>>,
) -> std::io::Result<()> {
    play(stream, first, role, heard).await
}

/// `first` is the beginning of the startup message.
async fn play(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    first: [u8; 8],
    role: Role,
    heard: Arc<Mutex<Vec<u8>>>,
) -> std::io::Result<()> {
    heard.lock().unwrap().extend(first);
    if let Role::Relay { to, tls } = &role {
        return relay(stream, &first, to, *tls).await;
    }
    let length = u32::from_be_bytes(first[..4].try_into().unwrap()) as usize;
    let mut rest = vec![0; length - 8];
    stream.read_exact(&mut rest).await?;
    heard.lock().unwrap().extend(rest);
    let ask = match role {
        Role::AskClear => 3_i32.to_be_bytes().to_vec(),
        Role::AskMd5 => [&5_i32.to_be_bytes()[..], b"salt"].concat(),
        Role::AskNothing => return let_in(stream, heard).await,
        _ => [&10_i32.to_be_bytes()[..], b"SCRAM-SHA-256\0\0"].concat(),
    };
    stream.write_all(&message(b'R', &ask)).await?;
    let answer = listen(&mut stream, &heard).await?;
    if matches!(role, Role::SkipProof | Role::FalseProof) {
        let text = String::from_utf8_lossy(&answer).into_owned();
        // A nonce may hold everything but a comma.
        let nonce = text.split_once(",r=").unwrap().1;
        let server_first = format!("r={nonce}impostor,s=c2FsdHNhbHQ=,i=4096");
        let body = [&11_i32.to_be_bytes()[..], server_first.as_bytes()].concat();
        stream.write_all(&message(b'R', &body)).await?;
        listen(&mut stream, &heard).await?;
    }
    if matches!(role, Role::FalseProof) {
        let last = b"v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let body = [&12_i32.to_be_bytes()[..], last].concat();
        stream.write_all(&message(b'R', &body)).await?;
    }
    let_in(stream, heard).await
}

/// As a server does that is satisfied; then it listens to what it is told.
async fn let_in(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    heard: Arc<Mutex<Vec<u8>>>,
) -> std::io::Result<()> {
    let welcome = [
        message(b'R', &0_i32.to_be_bytes()),
        message(b'S', b"server_version\x0015.1\0"),
        message(b'K', &[0, 0, 0, 7, 0, 0, 0, 7]),
        message(b'Z', b"I"),
    ];
    stream.write_all(&welcome.concat()).await?;
    loop {
        listen(&mut stream, &heard).await?;
    }
}

async fn relay(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    first: &[u8],
    to: &(String, u16),
    tls: bool,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect((to.0.as_str(), to.1)).await?;
    if !tls {
        server.write_all(first).await?;
        copy_bidirectional(&mut stream, &mut server).await?;
        return Ok(());
    }
    server.write_all(&SSL_REQUEST).await?;
    assert_eq!(server.read_u8().await?, b'S');
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(include_bytes!("tls/ca.crt")).unwrap())
        .unwrap();
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let mut server = TlsConnector::from(Arc::new(config))
        .connect(name, server)
        .await?;
    server.write_all(first).await?;
    copy_bidirectional(&mut stream, &mut server).await?;
    Ok(())
}

/// One message of the client, kept.
async fn listen(
    stream: &mut (impl AsyncRead + Unpin),
    heard: &Mutex<Vec<u8>>,
) -> std::io::Result<Vec<u8>> {
    let mut head = [0; 5];
    stream.read_exact(&mut head).await?;
    let length = u32::from_be_bytes(head[1..].try_into().unwrap()) as usize;
    let mut body = vec![0; length - 4];
    stream.read_exact(&mut body).await?;
    let mut heard = heard.lock().unwrap();
    heard.extend(head);
    heard.extend(&body);
    Ok(body)
}

fn message(letter: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
    [&[letter], &length[..], body].concat()
}
