//! Earlier applies of the role whose process died. Found out about by whoever holds the role's lock:
//! nobody else can be in the middle of one.

use std::time::Duration;

use cluster::apply::{ApplyError, Links, end_leftovers, reconnect};
use cluster::connect::ConnectionParams;
use jiff::Timestamp;
use planner::RoleConfig;
use planner::names::RoleName;
use serde::{Deserialize, Serialize};
use store::{Hold, Session, StoreError, Written};

use super::journal::Word;
use super::run::Run;
use super::settle::Remains;
use super::{application, sid_of};
use crate::{OpsError, Workbench};

/// How long an apply may take until it has the role's lock. Nothing of it can be on the cluster by
/// then, and one that takes longer is dead.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// A process of the machine it runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
    host: String,
    pid: u32,
    /// What tells it from a later one of the same number; empty where that is not known.
    started: String,
}

impl Process {
    pub fn this() -> Self {
        let pid = std::process::id();
        Self {
            host: host(),
            pid,
            started: started(pid).unwrap_or_default(),
        }
    }

    /// `None` where it cannot be told from here.
    fn is_alive(&self) -> Option<bool> {
        let here = self.host == host() && !self.started.is_empty();
        here.then(|| started(self.pid).is_some_and(|started| started == self.started))
    }
}

fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    // Another container of one machine has other processes of the same numbers.
    let pids = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    format!("{} {} {}", name.trim(), boot.trim(), pids.display())
}

/// When the system started a process: the 22nd field of its status, the second being a name that may
/// hold anything.
fn started(pid: u32) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = status.rsplit_once(')')?;
    rest.split_whitespace().nth(19).map(str::to_owned)
}

/// True where an apply that has not said how it ended never will, the role's lock being ours.
fn is_dead(session: &Session, written: &[Written]) -> bool {
    if Word::Execute.is_in(written) || written.is_empty() {
        return true; // It had the lock, or is of a version that wrote no journal.
    }
    let process: Option<Process> = Word::Begin.details(written);
    let alive = process.and_then(|process| process.is_alive());
    alive.map_or_else(
        || {
            let age = Timestamp::now().duration_since(session.started_at);
            Duration::try_from(age).is_ok_and(|age| age > LONGEST)
        },
        |alive| !alive,
    )
}

impl Run<'_> {
    /// Finds out what became of them, before the role is looked at.
    pub(super) async fn settle_the_dead(
        &self,
        params: &ConnectionParams,
        links: &Links,
    ) -> Result<(), OpsError> {
        let (resource, role) = (&self.request.resource, self.role_name().as_str());
        let Some(hold) = self.notes().hold.clone() else {
            return Ok(()); // Nobody settles anything without the lock.
        };
        let all_but = Some(self.sid.as_str());
        let settled = self
            .bench
            .settle_dead(resource, role, all_but, (params, links, &hold));
        Box::pin(settled).await.map(drop)
    }
}

impl Run<'_> {
    /// Where a statement gave up waiting for a lock that an apply keeps which is over, its sessions are
    /// ended, and another try may succeed. The server waits a minute until it believes that a client
    /// has vanished.
    pub(super) async fn end_those_over(
        &self,
        params: &ConnectionParams,
        error: &ApplyError,
    ) -> Result<bool, OpsError> {
        let ApplyError::Statement(error) = error else {
            return Ok(false);
        };
        let mut ended = false;
        for application in &error.kept_by {
            let of = sid_of(application).filter(|sid| *sid != self.sid);
            let Some(sid) = of else { continue };
            if self.bench.is_over(sid).await? {
                tracing::info!(
                    sid,
                    "the apply is over and keeps a lock: its sessions are ended"
                );
                let connection = reconnect(params).await?;
                end_leftovers(&connection, application).await?;
                connection.close().await;
                ended = true;
            }
        }
        Ok(ended)
    }
}

impl Workbench {
    /// Finds out what became of the applies of a role whose process died, and finishes their
    /// records. The role's lock has to be held on these links. Answers with the sids.
    pub(super) async fn settle_dead(
        &self,
        resource: &str,
        role: &str,
        but: Option<&str>,
        (params, links, hold): (&ConnectionParams, &Links, &Hold),
    ) -> Result<Vec<String>, OpsError> {
        let sessions = self.store.sessions();
        let mut settled = Vec::new();
        for session in sessions.unfinished(resource, role).await? {
            if but == Some(session.sid.as_str()) {
                continue;
            }
            let written = self.store.journal().of(&session.sid).await?;
            if !is_dead(&session, &written) {
                continue;
            }
            let whole = sessions.get(&session.sid).await?;
            let mut remains = Remains::of(self, whole, written, hold);
            remains.settle_for_the_record(params, links).await?;
            settled.push(session.sid);
        }
        Ok(settled)
    }

    /// Takes the role's lock in turn. Where it is kept by an apply of this store that has ended or
    /// died, its sessions are ended: the server waits a minute until it believes that a client has
    /// vanished.
    pub(crate) async fn lock_role(
        &self,
        (params, links): (&ConnectionParams, &mut Links),
        role: &RoleName,
        patience: Duration,
    ) -> Result<(), OpsError> {
        if links.try_role(role, patience).await? {
            return Ok(());
        }
        let holder = links.holder(role).await;
        let of = holder.as_ref().map(|holder| holder.application.as_str());
        if let Some(sid) = of.and_then(sid_of)
            && self.is_over(sid).await?
        {
            tracing::info!(
                sid,
                "the apply is over and keeps the lock: its sessions are ended"
            );
            end_leftovers(links.maintenance(), &application(sid)).await?;
        }
        Ok(links.wait_for_role(params, role, patience).await?)
    }

    /// True where nothing comes of an apply any more; false where it is not this store's.
    pub(super) async fn is_over(&self, sid: &str) -> Result<bool, OpsError> {
        let session = match self.store.sessions().get(sid).await {
            Err(StoreError::NoSuchSession { .. } | StoreError::SidTooShort { .. }) => {
                return Ok(false);
            }
            session => session?,
        };
        let written = self.store.journal().of(sid).await?;
        let process: Option<Process> = Word::Begin.details(&written);
        let died = process.and_then(|process| process.is_alive()) == Some(false);
        Ok(session.finished_at.is_some() || died)
    }

    /// Finds out what became of the applies of these roles that have not said how they ended. The
    /// store is asked once for all of them.
    pub(crate) async fn settle_roles(
        &self,
        resource: &str,
        configs: &[RoleConfig],
    ) -> Result<(), OpsError> {
        let unfinished = self.store.sessions().unfinished_roles(resource).await?;
        let mut first = Ok(());
        for config in configs {
            let role = config.role_name.as_str();
            if unfinished.contains(role) {
                first = first.and(Box::pin(self.settle_role(resource, role)).await);
            }
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_another_of_its_number_does_not() {
        let this = Process::this();
        assert_eq!(this.is_alive(), Some(true));
        let later = Process {
            started: "1".to_owned(),
            ..this.clone()
        };
        assert_eq!(later.is_alive(), Some(false));
        let elsewhere = Process {
            host: "elsewhere".to_owned(),
            ..this
        };
        assert_eq!(elsewhere.is_alive(), None);
    }
}
