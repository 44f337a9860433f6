//! Ctrl-C and SIGTERM: end at once with 130, or, while a cluster is being changed, after the roles
//! under way. A second signal always ends at once; PostgreSQL then rolls back what was open.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Exit;

/// What the signals have to say to a command.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<State>);

#[derive(Debug, Default)]
struct State {
    graceful: AtomicBool,
    asked: AtomicBool,
}

impl Interrupt {
    /// Starts to listen, in a task of its own: the command may be blocked in a prompt.
    pub fn listen() -> Self {
        let interrupt = Self::default();
        let state = Arc::clone(&interrupt.0);
        tokio::spawn(async move {
            while signal().await {
                if state.graceful.load(Ordering::SeqCst)
                    && !state.asked.swap(true, Ordering::SeqCst)
                {
                    say("\ninterrupted: finishing what is under way; once more breaks it off");
                    continue;
                }
                say("\ninterrupted");
                std::process::exit(Exit::Interrupted.code().into());
            }
        });
        interrupt
    }

    /// From here on the first signal only asks: see [`Interrupt::asked`].
    pub fn finish_what_is_under_way(&self) {
        self.0.graceful.store(true, Ordering::SeqCst);
    }

    /// From here on a terminal that goes away (SIGHUP) asks as Ctrl-C does.
    pub fn hear_the_terminal_go(&self) {
        #[cfg(unix)]
        if let Ok(mut hang_up) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())
        {
            let state = Arc::clone(&self.0);
            tokio::spawn(async move {
                while hang_up.recv().await.is_some() {
                    state.asked.store(true, Ordering::SeqCst);
                }
            });
        }
    }

    /// True once a signal asked to begin nothing new.
    pub fn asked(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Waits for a signal; `false` where none can be listened to.
async fn signal() -> bool {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            return tokio::signal::ctrl_c().await.is_ok();
        };
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.is_ok(),
            terminated = terminate.recv() => terminated.is_some(),
        }
    }
    #[cfg(not(unix))]
    {
        tokio::signal::ctrl_c().await.is_ok()
    }
}
