//! Between a client and a PostgreSQL, without TLS: a transparent proxy that understands messages.
//!
//! - It *counts round trips*: all that clients send is held until they are quiet, delivered together,
//!   and the answers likewise. Such an exchange is one round trip of the critical path, whatever the
//!   machine's speed; opening a connection is one as well ([`Proxy::count`]).
//! - It *adds latency* to each direction ([`Proxy::delay`]).
//! - It *records* the requests of a run ([`Proxy::recorded`]), and in a later run *strikes* at one of
//!   them: before it is delivered, with the answer held back, or after the answer ([`Proxy::arm`]).
//!
//! A request is what makes a server answer: a query, or an extended query up to its Sync.

mod answer;
mod fault;
mod frames;
mod line;
mod lockstep;
mod request;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

pub use fault::{Fault, Moment, Strike, Verdict};
pub use lockstep::Exchange;
pub use request::Request;

use line::Line;

/// A proxy in front of one server. Gone with this value, and its connections with it.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    host: String,
    port: u16,
    state: Mutex<State>,
    /// True while a fault strikes: nothing new is delivered meanwhile.
    striking: tokio::sync::watch::Sender<bool>,
    stalled: tokio::sync::watch::Sender<bool>,
    /// The server's processes that were asked to cancel since the last strike, delivered or not.
    cancels: tokio::sync::watch::Sender<Vec<u32>>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    delay: Duration,
    count: Option<lockstep::Count>,
    log: Vec<Request>,
    fault: Option<Fault>,
    struck: bool,
    lines: Vec<Arc<Line>>,
}

impl Shared {
    /// A poisoned lock holds what was there: nothing here can leave it half done.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Proxy {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// There is no free port, or no thread to run in.
    pub fn to(host: &str, port: u16) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let shared = Arc::new(Shared {
            host: host.to_owned(),
            port,
            state: Mutex::default(),
            striking: tokio::sync::watch::Sender::new(false),
            stalled: tokio::sync::watch::Sender::new(false),
            cancels: tokio::sync::watch::Sender::new(Vec::new()),
        });
        let proxy = Self {
            port: listener.local_addr()?.port(),
            shared: Arc::clone(&shared),
            runtime: Some(runtime),
        };
        if let Some(runtime) = &proxy.runtime {
            runtime.spawn(lockstep::run(Arc::clone(&shared)));
            runtime.spawn(async move {
                while let Ok((client, _)) = listener.accept().await {
                    line::open(Arc::clone(&shared), client);
                }
            });
        }
        Ok(proxy)
    }

    /// Nothing but passing on, with an empty record: open connections are cut, what was armed,
    /// stalled, delayed or counted is over.
    pub fn heal(&self) {
        let lines = {
            let mut state = self.shared.state();
            let lines = std::mem::take(&mut *state).lines;
            let vanished = lines.iter().filter(|line| line.is_vanished());
            state.lines = vanished.cloned().collect();
            lines
        };
        lines.iter().for_each(|line| line.cut());
        self.shared.stalled.send_replace(false);
        self.shared.striking.send_replace(false);
    }

    /// The server is told at last that vanished clients are gone.
    pub fn bury(&self) {
        let lines = self.shared.state().lines.clone();
        lines.iter().for_each(|line| line.bury());
    }

    /// From now on each direction takes this long.
    pub fn delay(&self, delay: Duration) {
        self.shared.state().delay = delay;
    }

    /// From now on round trips are counted. `quiet` is how long clients have to be silent for an
    /// exchange to begin.
    pub fn count(&self, quiet: Duration) {
        self.shared.state().count = Some(lockstep::Count::new(quiet));
    }

    /// The exchanges counted so far; passes on from now on.
    #[must_use]
    pub fn counted(&self) -> Vec<Exchange> {
        let count = self.shared.state().count.take();
        count.map(lockstep::Count::exchanges).unwrap_or_default()
    }

    /// The requests delivered so far, in the order they came in.
    #[must_use]
    pub fn recorded(&self) -> Vec<Request> {
        self.shared.state().log.clone()
    }

    /// Strikes once, at the request that the fault names.
    pub fn arm(&self, fault: Fault) {
        let mut state = self.shared.state();
        state.fault = Some(fault);
        state.struck = false;
    }

    /// True once it struck.
    #[must_use]
    pub fn struck(&self) -> bool {
        self.shared.state().struck
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
