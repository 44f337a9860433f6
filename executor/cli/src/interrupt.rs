//! Ctrl-C, SIGTERM and a terminal that goes away: end at once with 130, or, while a cluster is being
//! changed, have what is under way cancelled on the server, taken back and recorded. More signals do
//! not make that shorter; it has an end of its own, after which the next command on the role finds
//! out what is there.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use super::exit::Exit;

/// How long taking back may last before the process ends all the same.
const TAKING_BACK: Duration = Duration::from_secs(60);

/// What the signals have to say to a command.
#[derive(Clone, Debug)]
pub struct Interrupt {
    state: Arc<State>,
    operations: cluster::apply::Interrupt,
}

#[derive(Debug)]
struct State {
    graceful: AtomicBool,
    ask: watch::Sender<bool>,
}

impl Default for Interrupt {
    /// One that no signal reaches.
    fn default() -> Self {
        let (ask, operations) = cluster::apply::Interrupt::new();
        let state = Arc::new(State {
            graceful: AtomicBool::new(false),
            ask,
        });
        Self { state, operations }
    }
}

impl Interrupt {
    /// Starts to listen, in a task of its own: the command may be blocked in a prompt.
    pub fn listen() -> Self {
        let interrupt = Self::default();
        let state = Arc::clone(&interrupt.state);
        tokio::spawn(async move {
            while signal().await {
                if !state.graceful.load(Ordering::SeqCst) {
                    say("\ninterrupted");
                    end();
                }
                if state.ask.send_replace(true) {
                    say("\ninterrupted: still taking back what is under way");
                    continue;
                }
                say("\ninterrupted: taking back what is under way");
                tokio::spawn(async {
                    tokio::time::sleep(TAKING_BACK).await;
                    say(
                        "\ninterrupted: it takes too long; the next command on the role finds out what is there",
                    );
                    end();
                });
            }
        });
        interrupt
    }

    /// From here on the first signal only asks: see [`Interrupt::asked`].
    pub fn only_ask(&self) {
        self.state.graceful.store(true, Ordering::SeqCst);
    }

    /// True once a signal asked to begin nothing new.
    pub fn asked(&self) -> bool {
        self.operations.is_asked()
    }

    /// For what has to break off.
    pub fn for_operations(&self) -> cluster::apply::Interrupt {
        self.operations.clone()
    }
}

fn end() -> ! {
    std::process::exit(Exit::Interrupted.code().into())
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Waits for a signal; `false` where none can be listened to.
async fn signal() -> bool {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let of = |kind| signal(kind).ok();
        let (terminate, hang_up) = (of(SignalKind::terminate()), of(SignalKind::hangup()));
        let (Some(mut terminate), Some(mut hang_up)) = (terminate, hang_up) else {
            return tokio::signal::ctrl_c().await.is_ok();
        };
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.is_ok(),
            terminated = terminate.recv() => terminated.is_some(),
            gone = hang_up.recv() => gone.is_some(),
        }
    }
    #[cfg(not(unix))]
    {
        tokio::signal::ctrl_c().await.is_ok()
    }
}
