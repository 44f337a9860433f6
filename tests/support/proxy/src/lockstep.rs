//! The clock of exchanges: what clients send is delivered together once they are quiet, and so are
//! the answers once all have come.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use crate::Shared;
use crate::line::Line;
use crate::request::{Kind, Whole};

/// One round trip: what went out in it.
pub type Exchange = Vec<String>;

/// A server that says nothing for so long waits for something else than time, such as a lock.
const STUCK: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(1);

/// What is held of one connection.
#[derive(Debug)]
struct Held {
    line: Arc<Line>,
    requests: Vec<Whole>,
    answers: Vec<u8>,
}

/// The exchanges of a client under way.
#[derive(Debug)]
pub(crate) struct Count {
    quiet: Duration,
    held: BTreeMap<usize, Held>,
    exchanges: Vec<Exchange>,
    /// When a client, and when the server, was last heard of.
    asked: Instant,
    answered: Instant,
}

impl Count {
    pub fn new(quiet: Duration) -> Self {
        Self {
            quiet,
            held: BTreeMap::new(),
            exchanges: Vec::new(),
            asked: Instant::now(),
            answered: Instant::now(),
        }
    }

    pub fn exchanges(self) -> Vec<Exchange> {
        for held in self.held.into_values() {
            for whole in held.requests {
                held.line.asks(whole.kind);
                held.line.deliver(Duration::ZERO, whole.bytes);
            }
            held.line.hand_back(Duration::ZERO, held.answers);
        }
        self.exchanges
    }

    /// A client opens a connection.
    pub fn connect(&mut self) {
        self.asked = Instant::now();
    }

    /// A client asks. Its last word waits for no exchange, nor makes one.
    pub fn ask(&mut self, line: &Arc<Line>, whole: Whole) {
        let held = self.of(line);
        if whole.kind == Kind::Tells && held.requests.is_empty() {
            line.deliver(Duration::ZERO, whole.bytes);
            return;
        }
        held.requests.push(whole);
        self.asked = Instant::now();
    }

    /// The server answers.
    pub fn answer(&mut self, line: &Line, bytes: Vec<u8>) {
        self.answered = Instant::now();
        match self.held.get_mut(&line.id()) {
            Some(held) => held.answers.extend(bytes),
            // It was there before the count began.
            None => line.hand_back(Duration::ZERO, bytes),
        }
    }

    fn of(&mut self, line: &Arc<Line>) -> &mut Held {
        self.held.entry(line.id()).or_insert_with(|| Held {
            line: Arc::clone(line),
            requests: Vec::new(),
            answers: Vec::new(),
        })
    }

    /// Delivers all that is held, where clients are quiet. Opening a connection is an exchange, and
    /// what is sent over it belongs to the next.
    fn release(&mut self, lines: &[Arc<Line>]) -> bool {
        let opening: Vec<_> = lines
            .iter()
            .filter(|line| line.connecting.load(Ordering::SeqCst))
            .collect();
        let asking = self.held.values().any(|held| !held.requests.is_empty());
        if (opening.is_empty() && !asking) || self.asked.elapsed() < self.quiet {
            return false;
        }
        let mut exchange = Exchange::new();
        for held in self.held.values_mut() {
            if held.line.connecting.load(Ordering::SeqCst) {
                continue;
            }
            for whole in held.requests.drain(..) {
                exchange.push(whole.text);
                held.line.asks(whole.kind);
                held.line.deliver(Duration::ZERO, whole.bytes);
            }
        }
        for line in opening {
            exchange.push("connect".to_owned());
            line.connecting.store(false, Ordering::SeqCst);
        }
        self.exchanges.push(exchange);
        self.answered = Instant::now();
        true
    }

    /// Hands the answers back, where all have come.
    fn hand_back(&mut self) -> bool {
        let open = |held: &&Held| {
            !held.line.is_cut()
                && *held.line.answered.borrow() < held.line.asked.load(Ordering::SeqCst)
        };
        if self.held.values().any(|held| open(&held)) && self.answered.elapsed() < STUCK {
            return false;
        }
        for held in self.held.values_mut() {
            if !held.answers.is_empty() {
                let answers = std::mem::take(&mut held.answers);
                held.line.hand_back(Duration::ZERO, answers);
            }
        }
        self.held.retain(|_, held| !held.line.is_cut());
        self.asked = Instant::now();
        true
    }
}

/// Turns the clock, as long as the proxy lives.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut delivered = false;
    loop {
        tokio::time::sleep(TICK).await;
        let mut state = shared.state();
        let lines = state.lines.clone();
        let Some(count) = &mut state.count else {
            delivered = false;
            continue;
        };
        delivered = match delivered {
            false => count.release(&lines),
            true => !count.hand_back(),
        };
    }
}
