//! One connection: client, proxy, server.

use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use crate::answer::Answers;
use crate::fault::{Fault, Moment, Strike, Verdict};
use crate::frames::Frames;
use crate::request::{Kind, Request, Requests, Whole};
use crate::{Shared, State};

/// How long an answer is waited for before a fault strikes all the same: the server may wait for a
/// lock.
const ANSWER: Duration = Duration::from_secs(3);
/// How long an answer is held where the fault was not the connection's end.
const HELD: Duration = Duration::from_millis(300);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Open,
    Stalled,
    /// Stalled, and the server's end outlives the client's.
    Vanished,
    Cut,
}

/// What is to be written, not before when, and who waits for that.
type Parcel = (Instant, Vec<u8>, Option<oneshot::Sender<()>>);

/// One connection.
#[derive(Debug)]
pub(crate) struct Line {
    fate: watch::Sender<Fate>,
    to_server: mpsc::UnboundedSender<Parcel>,
    to_client: mpsc::UnboundedSender<Parcel>,
    accepted: Instant,
    /// Requests delivered, and answers that have come back.
    pub asked: AtomicU64,
    pub answered: watch::Sender<u64>,
    backend: Mutex<Option<u32>>,
    /// The answer is kept here instead of going to the client.
    held: Mutex<Option<Vec<u8>>>,
    /// Counting: not connected yet, as far as the clock of exchanges goes.
    pub connecting: AtomicBool,
}

/// Connects to the server and passes on, in tasks.
pub(crate) fn open(shared: Arc<Shared>, client: TcpStream) {
    let (to_server, for_server) = mpsc::unbounded_channel();
    let (to_client, for_client) = mpsc::unbounded_channel();
    let line = Arc::new(Line {
        fate: watch::Sender::new(Fate::Open),
        to_server,
        to_client,
        accepted: Instant::now(),
        asked: AtomicU64::new(0),
        answered: watch::Sender::new(0),
        backend: Mutex::default(),
        held: Mutex::default(),
        connecting: AtomicBool::new(false),
    });
    {
        let mut state = shared.state();
        state.lines.retain(|line| !line.is_cut());
        state.lines.push(Arc::clone(&line));
        if let Some(count) = &mut state.count {
            line.connecting.store(true, Ordering::SeqCst);
            count.connect();
        }
    }
    tokio::spawn(async move {
        let server = TcpStream::connect((shared.host.as_str(), shared.port)).await;
        if let Ok(server) = server {
            // Latency is what the proxy says it is.
            let _ = (client.set_nodelay(true), server.set_nodelay(true));
            let (from_client, into_client) = client.into_split();
            let (from_server, into_server) = server.into_split();
            // The server's end is open as long as these are there.
            let mut answering = pin!(line.answer(&shared, from_server));
            let mut telling = pin!(write(&line, for_server, into_server));
            tokio::select! {
                () = line.until_cut() => {}
                () = async {
                    // A client that is gone does not take its last words along.
                    tokio::select! {
                        _ = line.ask(&shared, from_client) => {
                            let delay = shared.state().delay;
                            line.until_written(&line.to_server, delay).await;
                        }
                        _ = &mut answering => {
                            let delay = shared.state().delay;
                            line.until_written(&line.to_client, delay).await;
                        }
                    }
                } => {}
                _ = &mut telling => {}
                _ = write(&line, for_client, into_client) => {}
            }
            if line.is_vanished() {
                line.until_cut().await;
            }
        }
        line.cut();
    });
}

async fn write<W: AsyncWrite + Unpin>(
    line: &Line,
    mut parcels: mpsc::UnboundedReceiver<Parcel>,
    mut into: W,
) -> io::Result<()> {
    while let Some((when, bytes, told)) = parcels.recv().await {
        tokio::time::sleep_until(when).await;
        line.until_open().await;
        into.write_all(&bytes).await?;
        into.flush().await?;
        told.map(|told| told.send(()));
    }
    Ok(())
}

impl Line {
    /// Ends both ends, unless the server is not to notice.
    pub fn cut(&self) {
        self.fate.send_if_modified(|fate| {
            let goes = *fate != Fate::Vanished;
            if goes {
                *fate = Fate::Cut;
            }
            goes
        });
    }

    /// Ends both ends.
    pub fn bury(&self) {
        self.fate.send_replace(Fate::Cut);
    }

    pub fn is_vanished(&self) -> bool {
        *self.fate.borrow() == Fate::Vanished
    }

    pub fn is_cut(&self) -> bool {
        *self.fate.borrow() == Fate::Cut
    }

    async fn until_cut(&self) {
        let mut fate = self.fate.subscribe();
        let _ = fate.wait_for(|fate| *fate == Fate::Cut).await;
    }

    async fn until_open(&self) {
        let mut fate = self.fate.subscribe();
        let _ = fate
            .wait_for(|fate| !matches!(fate, Fate::Stalled | Fate::Vanished))
            .await;
    }

    /// Until all that was sent so far is written.
    async fn until_written(&self, to: &mpsc::UnboundedSender<Parcel>, delay: Duration) {
        let (told, written) = oneshot::channel();
        let _ = to.send((Instant::now() + delay, Vec::new(), Some(told)));
        let _ = written.await;
    }

    /// To the server, at once or when the clock of exchanges says so.
    pub fn deliver(&self, delay: Duration, bytes: Vec<u8>) {
        let connected = self.accepted + 2 * delay;
        let when = Instant::now().max(connected) + delay;
        let _ = self.to_server.send((when, bytes, None));
    }

    /// To the client.
    pub fn hand_back(&self, delay: Duration, bytes: Vec<u8>) {
        let _ = self.to_client.send((Instant::now() + delay, bytes, None));
    }

    /// The client's requests, until it is gone.
    async fn ask(self: &Arc<Self>, shared: &Arc<Shared>, from: OwnedReadHalf) -> io::Result<()> {
        let mut requests = Requests::of(from);
        loop {
            let whole = requests.next().await?;
            if whole.kind == Kind::AsksForTls {
                self.hand_back(Duration::ZERO, vec![b'N']);
                continue;
            }
            if let Some(process) = whole.cancels {
                shared.cancels.send_modify(|all| all.push(process));
            }
            settled(&shared.striking).await;
            settled(&shared.stalled).await;
            let fault = shared.state().note(&requests.database, &whole);
            match fault {
                None => self.pass_on(shared, whole),
                Some(fault) => {
                    shared.striking.send_replace(true);
                    let (line, all) = (Arc::clone(self), Arc::clone(shared));
                    // A task of its own: the fault may be the end of this connection.
                    let strike = tokio::spawn(async move {
                        line.strike(&all, whole, fault).await;
                        all.striking.send_replace(false);
                    });
                    let _ = strike.await;
                    settled(&shared.stalled).await;
                }
            }
        }
    }

    fn pass_on(self: &Arc<Self>, shared: &Shared, whole: Whole) {
        let mut state = shared.state();
        let delay = state.delay;
        match &mut state.count {
            Some(count) => count.ask(self, whole),
            None => {
                self.asks(whole.kind);
                self.deliver(delay, whole.bytes);
            }
        }
    }

    pub fn asks(&self, kind: Kind) {
        if kind == Kind::Asks {
            self.asked.fetch_add(1, Ordering::SeqCst);
        }
    }

    async fn strike(self: &Arc<Self>, shared: &Shared, whole: Whole, fault: Fault) {
        let (moment, size) = (fault.moment, whole.bytes.len());
        shared.cancels.send_modify(Vec::clear);
        let mut request = Some(whole);
        if moment == Moment::AnswerLost {
            *self.held() = Some(Vec::new());
        }
        if moment != Moment::Before
            && let Some(whole) = request.take()
        {
            let answers = self.asked.load(Ordering::SeqCst) + u64::from(whole.kind == Kind::Asks);
            self.pass_on(shared, whole);
            let mut answered = self.answered.subscribe();
            let answer = answered.wait_for(|n| *n >= answers);
            let _ = tokio::time::timeout(ANSWER, answer).await;
            if moment == Moment::After {
                // So that the client has seen it.
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        }
        let held = self.held().as_ref().map(Vec::len);
        let strike = Strike {
            backend: *self.backend.lock().unwrap_or_else(PoisonError::into_inner),
            bytes: held.unwrap_or(size),
        };
        shared.state().struck = true;
        let acted = tokio::task::spawn_blocking(move || (fault.act)(&strike)).await;
        match acted.unwrap_or(Verdict::Cut) {
            Verdict::Go => self.go_on(shared, request).await,
            Verdict::Refuse => self.hand_back(Duration::ZERO, refusal()),
            Verdict::RefuseIfCancelled(within) => {
                let of_this = |all: &Vec<u32>| strike.backend.is_some_and(|own| all.contains(&own));
                let mut cancels = shared.cancels.subscribe();
                let cancelled = tokio::time::timeout(within, cancels.wait_for(of_this));
                let cancelled = cancelled.await.is_ok();
                match cancelled {
                    true => self.hand_back(Duration::ZERO, refusal()),
                    false => self.go_on(shared, request).await,
                }
            }
            Verdict::Cut => self.cut(),
            Verdict::CutAll => {
                let lines = shared.state().lines.clone();
                lines.iter().for_each(|line| line.cut());
            }
            Verdict::CutAfter(bytes) => self.cut_after(request, bytes).await,
            Verdict::Stall => {
                self.fate.send_replace(Fate::Stalled);
            }
            Verdict::StallAll => stall(shared, Fate::Stalled),
            Verdict::VanishAll => stall(shared, Fate::Vanished),
        }
    }

    async fn go_on(self: &Arc<Self>, shared: &Shared, request: Option<Whole>) {
        if let Some(whole) = request {
            self.pass_on(shared, whole);
        } else if self.held().is_some() {
            tokio::time::sleep(HELD).await;
            let late = self.held().take();
            self.hand_back(Duration::ZERO, late.unwrap_or_default());
        }
    }

    async fn cut_after(&self, request: Option<Whole>, bytes: usize) {
        let part = |mut whole: Vec<u8>| {
            whole.truncate(bytes);
            whole
        };
        let held = self.held().take();
        match (request, held) {
            (Some(whole), _) => self.deliver(Duration::ZERO, part(whole.bytes)),
            (None, Some(answer)) => self.hand_back(Duration::ZERO, part(answer)),
            (None, None) => {}
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        self.cut();
    }

    /// The server's answers, until it is gone.
    async fn answer(&self, shared: &Shared, from: OwnedReadHalf) -> io::Result<()> {
        let mut frames = Frames::of_server(from);
        let mut answers = Answers::default();
        loop {
            let frame = frames.next().await?;
            let ends = answers.ends_with(&frame);
            *self.backend.lock().unwrap_or_else(PoisonError::into_inner) = answers.backend;
            let kept = match &mut *self.held() {
                Some(held) => {
                    held.extend(&frame.bytes);
                    true
                }
                None => false,
            };
            if !kept {
                let mut state = shared.state();
                let delay = state.delay;
                match &mut state.count {
                    Some(count) => count.answer(self, frame.bytes),
                    None => self.hand_back(delay, frame.bytes),
                }
            }
            if ends {
                self.answered.send_modify(|n| *n += 1);
            }
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Vec<u8>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place where the clock of exchanges finds it.
    pub fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl State {
    /// Into the record; the fault, where one is to strike here.
    fn note(&mut self, database: &str, whole: &Whole) -> Option<Fault> {
        let like = |r: &&Request| r.database == database && r.text == whole.text;
        let request = Request {
            nth: self.log.iter().filter(like).count(),
            database: database.to_owned(),
            text: whole.text.clone(),
        };
        let here = self.fault.as_ref().is_some_and(|f| f.at == request);
        self.log.push(request);
        self.fault.take_if(|_| here)
    }
}

/// An error, and the server is ready outside of a transaction.
fn refusal() -> Vec<u8> {
    let fields = b"SERROR\0VERROR\0C57014\0Mcanceling statement due to user request\0\0";
    let length = u32::try_from(fields.len() + 4).unwrap_or_default();
    let mut bytes = vec![b'E'];
    bytes.extend(length.to_be_bytes());
    bytes.extend(fields);
    bytes.extend(b"Z\0\0\0\x05I");
    bytes
}

/// Nothing goes through any more, whatever becomes of those who wait for it.
fn stall(shared: &Shared, fate: Fate) {
    shared.stalled.send_replace(true);
    let lines = shared.state().lines.clone();
    for line in lines.iter().filter(|line| !line.is_cut()) {
        line.fate.send_replace(fate);
    }
}

/// Waits until it is false.
async fn settled(flag: &watch::Sender<bool>) {
    let _ = flag.subscribe().wait_for(|on| !on).await;
}
