//! Does what jobs ask for: takes leases, keeps them while it works, and says how the items ended.

mod apply;
mod health;
mod plan;
mod report;

pub(crate) use apply::{ApplyTask, needs_approval};
pub(crate) use plan::PlanTask;

use std::sync::Arc;
use std::time::Duration;

use cluster::apply::Interrupt;
use jiff::{SignedDuration, Timestamp};
use ops::Workbench;
use store::{Done, Item, JobKind, Lease, StoreError};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::state::{Hub, LEASE, Shared};

/// How often work is looked for that nobody here was told about.
const LOOK: Duration = Duration::from_secs(1);

/// Old logins are forgotten this often.
const TIDY: Duration = Duration::from_secs(600);

fn until() -> Timestamp {
    let lease = SignedDuration::try_from(LEASE).unwrap_or(SignedDuration::ZERO);
    Timestamp::now()
        .checked_add(lease)
        .unwrap_or(Timestamp::MAX)
}

/// Works until it is asked to end; then ends what is under way, and gives back what is not begun.
pub(crate) async fn run(hub: Shared) {
    let mut under_way = JoinSet::new();
    let mut stopping = hub.stopping.clone();
    let mut tidy = tokio::time::interval(TIDY);
    while !*stopping.borrow() {
        let told = hub.work.notified();
        tokio::pin!(told);
        told.as_mut().enable();
        match next(&hub).await {
            Ok(Some((lease, lapsed))) => {
                let hub = Arc::clone(&hub);
                under_way.spawn(Box::pin(async move { work(&hub, lease, lapsed).await }));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "work could not be taken"),
        }
        tokio::select! {
            () = told => {}
            Some(_) = under_way.join_next() => {}
            _ = tidy.tick() => {
                if let Err(error) = hub.store().web_sessions().forget_old().await {
                    tracing::warn!(%error, "old logins could not be forgotten");
                }
            }
            () = tokio::time::sleep(LOOK) => {}
            _ = stopping.changed() => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// What to do next; whether somebody left it half done.
async fn next(hub: &Hub) -> Result<Option<(Lease, bool)>, StoreError> {
    let leases = hub.store().leases();
    if let Some(lease) = leases.take_lapsed(&hub.holder, until()).await? {
        return Ok(Some((lease, true)));
    }
    let lease = leases.take(&hub.holder, until(), hub.bounds).await?;
    Ok(lease.map(|lease| (lease, false)))
}

/// What the items of a lease are done with.
struct Hands<'a> {
    hub: &'a Hub,
    lease: &'a Lease,
    bench: Workbench,
}

async fn work(hub: &Hub, lease: Lease, lapsed: bool) {
    hub.tell();
    let asked_by = match lease.items.first() {
        Some(item) => hub
            .store()
            .jobs()
            .get(&item.job)
            .await
            .map(|job| job.asked_by),
        None => return,
    };
    let asked_by = match asked_by {
        Ok(asked_by) => asked_by,
        Err(error) => {
            tracing::error!(%error, "the job could not be read");
            return;
        }
    };
    let (ask, interrupt) = Interrupt::new();
    let hands = Hands {
        hub,
        lease: &lease,
        bench: Workbench {
            os_user: asked_by,
            interrupt,
            ..hub.bench.clone()
        },
    };
    let done = async {
        match (lease.kind, lapsed) {
            (JobKind::Apply, true) => apply::resolve(&hands).await,
            (JobKind::Apply, false) => apply::apply(&hands).await,
            // Nothing was changed by what somebody left: it is done again, by whoever comes.
            (_, true) => hands.give_back().await,
            (JobKind::Plan, false) => plan::plan(&hands).await,
            (JobKind::Health, false) => health::look(&hands).await,
            (JobKind::Snapshot | JobKind::Drift, false) => hands.all_failed("not done yet").await,
        }
    };
    tokio::select! {
        () = keep(hub, &lease, &ask) => {}
        done = done => if let Err(error) = done {
            // The lease lapses, and somebody finds out.
            tracing::error!(%error, "what was done could not be noted");
        }
    }
    hub.wake();
}

/// Keeps the lease; has what is under way broken off where the job is, or this process ends. Only ends
/// where the lease is lost, which ends what is done with it.
async fn keep(hub: &Hub, lease: &Lease, ask: &watch::Sender<bool>) {
    let mut stopping = hub.stopping.clone();
    loop {
        match hub.store().leases().renew(lease, until()).await {
            Ok(Some(cancelled)) => {
                if cancelled || *stopping.borrow() {
                    ask.send_replace(true);
                }
            }
            // What was done with it ends with it, or it is over.
            Ok(None) => std::future::pending().await,
            Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
        }
        tokio::select! {
            () = tokio::time::sleep(LEASE / 4) => {}
            () = hub.work.notified() => {}
            _ = stopping.changed(), if !*ask.borrow() => {}
        }
    }
}

impl Hands<'_> {
    /// Says how all items ended, or some.
    async fn finish(&self, ended: Vec<(&Item, Done)>) -> Result<(), StoreError> {
        let token = self.lease.token;
        let done = self.hub.store().leases().finish(token, &ended).await;
        self.hub.tell();
        done
    }

    async fn give_back(&self) -> Result<(), StoreError> {
        let items: Vec<_> = self.lease.items.iter().collect();
        let leases = self.hub.store().leases();
        leases.give_back(self.lease.token, &items).await
    }

    async fn all_failed(&self, message: &str) -> Result<(), StoreError> {
        let items = self.lease.items.iter();
        self.finish(items.map(|item| (item, failed(message))).collect())
            .await
    }

    /// Refuses a resource that leads to the hub's own machine or network without an admin's yes.
    async fn refused(&self) -> Result<Option<String>, StoreError> {
        let Some(item) = self.lease.items.first() else {
            return Ok(None);
        };
        let listed = match self.hub.store().inventory().listed(&item.resource).await {
            Ok(listed) => listed,
            Err(StoreError::NoSuchResource { name }) => {
                return Ok(Some(format!(
                    "there is no resource {name:?} in the inventory"
                )));
            }
            Err(error) => return Err(error),
        };
        let (host, port) = (&listed.resource.host, listed.resource.port);
        let judged = crate::near::refuse(host, port, listed.near_by.is_some()).await;
        Ok(judged.err().map(|problem| problem.line()))
    }
}

/// An item that failed.
fn failed(message: impl Into<String>) -> Done {
    Done {
        state: "failed".to_owned(),
        message: message.into(),
        ..Done::default()
    }
}
