//! What a connection has heard from the server besides results.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::{Duration, Instant};

use super::pooler::Backends;
use super::require_auth::AuthRefused;

/// A NOTICE, WARNING or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `WARNING`, `NOTICE`, `INFO`, … : never translated.
    pub severity: String,
    /// Five characters, e.g. `01007`.
    pub sqlstate: String,
    /// In the server's language, as sent: escape it before showing it.
    pub message: String,
}

/// Shared between the connection and the task that drives it.
pub(super) struct Heard {
    begun: Instant,
    /// Milliseconds from then until something last came.
    last: AtomicU64,
    pub notices: Mutex<Vec<Notice>>,
    /// Why it ended, where that was not our doing.
    pub end: Mutex<Option<String>>,
    pub refused: Mutex<Option<AuthRefused>>,
    pub backends: Mutex<Backends>,
}

impl Heard {
    pub(super) fn new() -> Self {
        Self {
            begun: Instant::now(),
            last: AtomicU64::new(0),
            notices: Mutex::default(),
            end: Mutex::default(),
            refused: Mutex::default(),
            backends: Mutex::default(),
        }
    }

    pub(super) fn something_came(&self) {
        let since = self.begun.elapsed().as_millis();
        let since = u64::try_from(since).unwrap_or(u64::MAX);
        self.last.store(since, Ordering::Relaxed);
    }

    pub(super) fn last(&self) -> Instant {
        self.begun + Duration::from_millis(self.last.load(Ordering::Relaxed))
    }
}

/// A poisoned lock holds what was there: nothing here can leave it half done.
pub(super) fn lock_up<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
