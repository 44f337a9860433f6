//! What all requests and all work share.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use ops::Workbench;
use store::{Bounds, Store};
use tokio::sync::{Notify, watch};

use crate::access::{Passwords, Throttle};

/// Shared by every request.
pub(crate) type Shared = Arc<Hub>;

/// How long a lease counts that nobody renews.
pub(crate) const LEASE: Duration = Duration::from_secs(20);

/// What all requests and all work share.
pub(crate) struct Hub {
    /// What work is done with; who asks is filled in for each.
    pub bench: Workbench,
    /// Who this process is, among those that work on the store.
    pub holder: String,
    pub bounds: Bounds,
    pub passwords: Passwords,
    pub throttle: Throttle,
    pub metrics: PrometheusHandle,
    /// Something may be begun.
    pub work: Notify,
    /// Something happened: counts up, so that nobody who listens misses it.
    pub happened: watch::Sender<u64>,
    /// The process is asked to end.
    pub stopping: watch::Receiver<bool>,
}

impl Hub {
    pub fn store(&self) -> &Store {
        &self.bench.store
    }

    /// Tells who listens to events that there are new ones.
    pub fn tell(&self) {
        self.happened.send_modify(|count| *count += 1);
    }

    /// Something is to be done, and has been noted as an event.
    pub fn wake(&self) {
        self.work.notify_waiters();
        self.tell();
    }
}
