//! The server: listens, answers, works, and ends in order.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use metrics_exporter_prometheus::PrometheusBuilder;
use ops::Workbench;
use store::Bounds;
use tokio::sync::{Notify, watch};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration as CookieTime;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::access::{LoginStore, Passwords, Throttle, guard};
use crate::problem::{Kind, Problem};
use crate::state::{Hub, Shared};
use crate::{api, page, work};

/// A request of a file of a million rows fits.
const LARGEST: usize = 64 << 20;

/// A login that nobody uses is over after this.
const IDLE: CookieTime = CookieTime::hours(12);

/// How long answers under way may take, once the hub is asked to end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// Certificates that change are loaded this soon.
const RELOAD: Duration = Duration::from_secs(30);

/// How the hub is to be.
pub struct Options {
    /// Where it listens.
    pub listen: SocketAddr,
    /// TLS, where it speaks it itself.
    pub tls: Option<TlsFiles>,
    /// What browsers have to keep the cookie to: TLS, by the hub or by a proxy before it.
    pub secure_cookies: bool,
    /// What work is done with.
    pub bench: Workbench,
    /// How much is under way at once.
    pub bounds: Bounds,
}

/// The certificate and its key, PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate, and those above it.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// Where the hub listens.
#[derive(Clone, Copy, Debug)]
pub struct Listening {
    /// The address, with the port that was free where none was asked for.
    pub at: SocketAddr,
    /// Whether it speaks TLS.
    pub tls: bool,
}

/// What keeps the hub from serving.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Nobody else should be able to read what goes over the network.
    #[error(
        "{0} can be reached from other machines, and without TLS what is sent there can be read"
    )]
    Open(IpAddr),
    /// The address is not to be had.
    #[error("cannot listen on {at}")]
    Listen {
        /// The address.
        at: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The certificate or its key cannot be used.
    #[error("cannot use {} with {}", files.certificate.display(), files.key.display())]
    Tls {
        /// Which.
        files: TlsFiles,
        /// Why.
        source: io::Error,
    },
    /// Something of the process itself.
    #[error("the hub cannot start: {0}")]
    Start(String),
    /// It served, and then could not go on.
    #[error("the hub had to end")]
    Serve(#[source] io::Error),
}

/// Serves until `stop`; then takes no more requests, breaks off what is under way, and has it recorded.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
    on_ready: impl FnOnce(Listening) + Send + 'static,
) -> Result<(), ServeError> {
    let Options {
        listen,
        tls,
        secure_cookies,
        bench,
        bounds,
    } = options;
    if tls.is_none() && !listen.ip().is_loopback() && !secure_cookies {
        return Err(ServeError::Open(listen.ip()));
    }
    let (stopper, stopping) = watch::channel(false);
    let hub = Arc::new(made(bench, bounds, stopping)?);
    let handle = Handle::new();
    let ended = tokio::spawn({
        let (handle, hub) = (handle.clone(), Arc::clone(&hub));
        async move {
            stop.await;
            stopper.send_replace(true);
            hub.wake();
            handle.graceful_shutdown(Some(LAST_ANSWERS));
        }
    });
    let failed = |source| ServeError::Listen { at: listen, source };
    let (listener, at) = bound(listen).map_err(failed)?;
    let service = app(Arc::clone(&hub), tls.is_some() || secure_cookies);
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let worker = tokio::spawn(work::run(Arc::clone(&hub)));
    let has_tls = tls.is_some();
    on_ready(Listening { at, tls: has_tls });
    let served = match tls {
        None => {
            let server = axum_server::from_tcp(listener).map_err(failed)?;
            server.handle(handle).serve(service).await
        }
        Some(files) => {
            let config = tls_config(files).await?;
            let server = axum_server::from_tcp_rustls(listener, config).map_err(failed)?;
            server.handle(handle).serve(service).await
        }
    };
    let done = served.map_err(ServeError::Serve);
    if done.is_err() {
        ended.abort();
    }
    let _ = worker.await;
    done
}

fn made(
    bench: Workbench,
    bounds: Bounds,
    stopping: watch::Receiver<bool>,
) -> Result<Hub, ServeError> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let metrics = recorder.handle();
    // Another hub of this process counts already: the tests have several.
    let _ = metrics::set_global_recorder(recorder);
    Ok(Hub {
        bench,
        holder: format!("hub {}", uuid::Uuid::new_v4()),
        bounds,
        passwords: Passwords::new().map_err(|problem| ServeError::Start(problem.line()))?,
        throttle: Throttle::new(),
        metrics,
        work: Notify::new(),
        happened: watch::channel(0).0,
        stopping,
    })
}

fn bound(listen: SocketAddr) -> io::Result<(std::net::TcpListener, SocketAddr)> {
    let listener = std::net::TcpListener::bind(listen)?;
    listener.set_nonblocking(true)?;
    let at = listener.local_addr()?;
    Ok((listener, at))
}

/// The certificate as it is, and as it becomes.
async fn tls_config(files: TlsFiles) -> Result<RustlsConfig, ServeError> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let loaded = RustlsConfig::from_pem_file(&files.certificate, &files.key).await;
    let config = loaded.map_err(|source| ServeError::Tls {
        files: files.clone(),
        source,
    })?;
    let changing = config.clone();
    tokio::spawn(async move {
        let seen = || {
            let of = |path: &PathBuf| std::fs::metadata(path).and_then(|m| m.modified()).ok();
            (of(&files.certificate), of(&files.key))
        };
        let mut last = seen();
        loop {
            tokio::time::sleep(RELOAD).await;
            if seen() == last {
                continue;
            }
            last = seen();
            let loaded = changing
                .reload_from_pem_file(&files.certificate, &files.key)
                .await;
            match loaded {
                Ok(()) => tracing::info!("the certificate was loaded anew"),
                Err(error) => {
                    tracing::error!(%error, "the new certificate cannot be used; the one of before is");
                }
            }
        }
    });
    Ok(config)
}

/// Everything that the hub answers.
fn app(hub: Shared, secure: bool) -> Router {
    let logins = SessionManagerLayer::new(LoginStore(hub.store().clone()))
        .with_name(if secure {
            "__Host-rolewright"
        } else {
            "rolewright"
        })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE));
    let compressed = SizeAbove::new(1024).and(NotForContentType::SSE);
    let fixed = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    api::router()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(counted))
        .fallback(page::serve)
        .method_not_allowed_fallback(no_such_method)
        .layer(middleware::from_fn_with_state(Arc::clone(&hub), guard))
        .layer(logins)
        .layer(RequestBodyLimitLayer::new(LARGEST))
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(fixed("cache-control", "private, no-store"))
        .layer(fixed("x-content-type-options", "nosniff"))
        .layer(fixed("x-frame-options", "DENY"))
        .layer(fixed("referrer-policy", "no-referrer"))
        .layer(fixed("cross-origin-opener-policy", "same-origin"))
        .layer(fixed("cross-origin-resource-policy", "same-origin"))
        .layer(fixed(
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ))
        .with_state(hub)
}

async fn no_such_method() -> Problem {
    Problem::new(Kind::NoSuchMethod, "this is not done with this path")
}

/// Whether work can be done: the store answers.
async fn ready(State(hub): State<Shared>) -> Result<&'static str, Problem> {
    hub.store().users().is_empty().await?;
    Ok("ready\n")
}

async fn counted(State(hub): State<Shared>) -> Response {
    let text = HeaderValue::from_static("text/plain; version=0.0.4");
    let mut response = hub.metrics.render().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

fn panicked(what: Box<dyn std::any::Any + Send>) -> Response {
    let text = what.downcast_ref::<String>().cloned();
    let text = text.or_else(|| what.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    tracing::error!(text, "a request ended abruptly, which is a defect");
    let mut response = Problem::new(Kind::Internal, "the hub failed").into_response();
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
