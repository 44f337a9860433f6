//! Plan a batch: one snapshot a resource serves all of its roles.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use planner::names::DatabaseName;
use planner::review::Review;
use planner::{Catalog, RoleConfig, SessionDocument};

use super::apply::likely;
use super::{Event, Extent, Listener, OpsError, PlanEntry, Status, Workbench};
use cluster::connect::ConnectionParams;
use cluster::snapshot::{self, Which};
use store::{Session, SessionKind, Store, Trail, host_name};

/// Clusters looked at side by side.
const CLUSTERS: usize = 8;

/// `YYYY-MM-DDTHH:MM:SSZ`: one width, so that byte order is order in time.
pub(super) fn rfc3339(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// After this the plan is refused, by the clock it begins with.
fn expiry(now: Timestamp, ttl: Duration) -> Timestamp {
    now.checked_add(ttl).unwrap_or(now)
}

/// When a snapshot was taken that has just been taken: its server's clock says.
fn moment_of(fresh: &Catalog) -> Timestamp {
    let taken_at = fresh.taken_at.as_deref();
    taken_at
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(Timestamp::now)
}

/// One planned role and what to keep with it.
struct Planned {
    entry: PlanEntry,
    facts: Option<String>,
    expires_at: Option<Timestamp>,
    /// The document as YAML, once written.
    yaml: Option<String>,
    /// The role that looked at the cluster.
    account: Option<String>,
}

impl Planned {
    /// Puts the store's seal on the document: it will be known again.
    fn sealed(mut self, store: &Store) -> Self {
        if let Some(document) = &mut self.entry.document {
            document.store_seal = Some(store.seal_of(document.sealed_text().as_bytes()));
        }
        self
    }

    /// Writes the document: the longer part of planning, and best done on the same thread.
    fn written(mut self) -> Self {
        match self.entry.document.as_ref().map(SessionDocument::to_yaml) {
            Some(Ok(yaml)) => self.yaml = Some(yaml),
            Some(Err(error)) => {
                // Kept without its document it could never be applied.
                self.entry.status = Status::Failed;
                self.entry.message = format!("the plan could not be written down: {error}");
                self.entry.document = None;
            }
            None => {}
        }
        self
    }
}

/// Where and with what it was planned.
fn trail(planned: &Planned) -> Trail {
    let document = planned.entry.document.as_ref();
    Trail {
        host_name: host_name(),
        admin_account: planned.account.clone(),
        planner_version: Some(planner::VERSION.to_owned()),
        digest_before: document.map(|document| document.state_checksum.clone()),
        ..Trail::default()
    }
}

/// What the resources of one run share.
struct Batch<'a> {
    extent: Extent,
    total: usize,
    done: &'a AtomicUsize,
}

/// Calls `work` on each, on as many threads as there are cores; answers in the order of the items.
fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<_>>()))
            .collect();
        let join = |part: std::thread::ScopedJoinHandle<'_, _>| {
            part.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().flat_map(join).collect()
    })
}

fn plan_one(
    config: &RoleConfig,
    catalog: &Catalog,
    expires_at: Timestamp,
    extent: Extent,
) -> Planned {
    let sid = uuid::Uuid::new_v4().to_string();
    match planner::plan(config, catalog) {
        Ok(plan) => {
            let document = SessionDocument::new(&sid, &plan, catalog, Some(rfc3339(expires_at)));
            let status = if plan.is_in_sync() {
                Status::InSync
            } else {
                Status::OutOfSync
            };
            let review = (extent == Extent::Review)
                .then(|| Box::new(Review::planned(&plan, catalog, &document)));
            let mut entry = entry(config, sid, status, String::new(), Some(document));
            entry.review = review;
            Planned {
                entry,
                facts: Some(plan.facts),
                expires_at: Some(expires_at),
                yaml: None,
                account: None,
            }
        }
        Err(error) => {
            let message = error.to_string();
            let mut failed = failed(config, sid, message);
            failed.entry.review = Some(Box::new(Review::failed(error)));
            failed
        }
    }
}

fn entry(
    config: &RoleConfig,
    sid: String,
    status: Status,
    message: String,
    document: Option<SessionDocument>,
) -> PlanEntry {
    PlanEntry {
        sid,
        resource: config.resource().as_str().to_owned(),
        role: config.label().unwrap_or_default().to_owned(),
        role_name: config.role_name.as_str().to_owned(),
        status,
        message,
        cause: None,
        document,
        review: None,
    }
}

fn failed(config: &RoleConfig, sid: String, message: String) -> Planned {
    let entry = entry(config, sid, Status::Failed, message, None);
    Planned {
        entry,
        facts: None,
        expires_at: None,
        yaml: None,
        account: None,
    }
}

/// A role that planning never came to.
fn unplanned(config: &RoleConfig, cause: &Arc<OpsError>) -> Planned {
    let sid = uuid::Uuid::new_v4().to_string();
    let mut planned = failed(config, sid, cause.to_string());
    planned.entry.cause = Some(Arc::clone(cause));
    planned
}

/// Plans without a database, one snapshot for each resource. Nothing is stored.
pub fn plan_offline(
    configs: &[RoleConfig],
    catalogs: &BTreeMap<String, Catalog>,
    ttl: Duration,
    extent: Extent,
) -> Vec<PlanEntry> {
    // A snapshot from a file may be of any age.
    let expires_at = expiry(Timestamp::now(), ttl);
    side_by_side(configs, |config| {
        match catalogs.get(config.resource().as_str()) {
            Some(catalog) => plan_one(config, catalog, expires_at, extent).entry,
            None => {
                let missing = OpsError::NoSnapshot(config.resource().as_str().to_owned());
                unplanned(config, &Arc::new(missing)).entry
            }
        }
    })
}

impl Workbench {
    /// Plans every role, resources side by side, and stores a session for each. A resource that
    /// cannot be read fails its own roles only.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn plan(
        &self,
        configs: &[RoleConfig],
        extent: Extent,
        listener: &Listener,
    ) -> Result<Vec<PlanEntry>, OpsError> {
        let started_at = Timestamp::now();
        let mut by_resource: BTreeMap<&str, Vec<(usize, RoleConfig)>> = BTreeMap::new();
        for (index, config) in configs.iter().enumerate() {
            by_resource
                .entry(config.resource().as_str())
                .or_default()
                .push((index, config.clone()));
        }
        let done = AtomicUsize::new(0);
        let work: Vec<_> = by_resource
            .into_iter()
            .map(|(resource, roles)| {
                let batch = Batch {
                    extent,
                    total: configs.len(),
                    done: &done,
                };
                self.plan_resource(resource, roles, batch, listener)
            })
            .collect();
        let mut planned: Vec<_> = stream::iter(work).buffer_unordered(CLUSTERS).concat().await;
        planned.sort_by_key(|(index, _)| *index);
        let sessions: Vec<_> = planned
            .iter_mut()
            .map(|(_, p)| self.plan_session(p, started_at))
            .collect();
        let trails: BTreeMap<_, _> = planned
            .iter()
            .map(|(_, planned)| (planned.entry.sid.as_str(), trail(planned)))
            .collect();
        let trail = |session: &Session| trails.get(session.sid.as_str()).cloned();
        let trail = |session: &Session| trail(session).unwrap_or_default();
        self.store.sessions().insert_with(&sessions, trail).await?;
        drop(trails);
        Ok(planned.into_iter().map(|(_, p)| p.entry).collect())
    }

    async fn plan_resource(
        &self,
        resource: &str,
        roles: Vec<(usize, RoleConfig)>,
        batch: Batch<'_>,
        listener: &Listener,
    ) -> Vec<(usize, Planned)> {
        let Batch {
            extent,
            total,
            done,
        } = batch;
        let configs: Vec<_> = roles.iter().map(|(_, config)| config.clone()).collect();
        // What a dead apply left is found out first; where that is not possible, neither is a plan.
        if let Err(error) = Box::pin(self.settle_roles(resource, &configs)).await {
            tracing::warn!(%error, "an earlier apply is still unsettled");
        }
        let which = Which::Needed {
            likely: likely(&configs),
            roles: configs.iter().flat_map(RoleConfig::sign_in_names).collect(),
            ask: Box::new(move |cluster| cluster.databases_to_read(&configs)),
        };
        let taken = async {
            let params = self.params(resource).await?;
            let catalog = self.take_from(resource, &params, which, listener).await?;
            Ok((catalog, params.user.as_str().to_owned()))
        };
        let (catalog, account) = match Box::pin(taken).await {
            Ok(taken) => taken,
            Err(error) => {
                let cause = Arc::new(error);
                return roles
                    .iter()
                    .map(|(index, config)| (*index, unplanned(config, &cause)))
                    .collect();
            }
        };
        let expires_at = expiry(moment_of(&catalog), self.plan_ttl);
        let asked = roles.clone();
        let store = self.store.clone();
        let plan_all = move || {
            side_by_side(&roles, |(index, config)| {
                let mut planned = plan_one(config, &catalog, expires_at, extent);
                planned.account = Some(account.clone());
                (*index, planned.sealed(&store).written())
            })
        };
        // Planning computes; other clusters' sockets are served meanwhile.
        let planned: Vec<_> =
            tokio::task::spawn_blocking(plan_all)
                .await
                .unwrap_or_else(|defect| {
                    let message = format!("planning ended abruptly, which is a defect: {defect}");
                    let fail =
                        |config| failed(config, uuid::Uuid::new_v4().to_string(), message.clone());
                    asked
                        .iter()
                        .map(|(index, config)| (*index, fail(config)))
                        .collect()
                });
        let done = done.fetch_add(planned.len(), Ordering::Relaxed) + planned.len();
        listener(Event::Planned { done, total });
        planned
    }

    /// Takes the facts and the written document along: they are long, and nobody else needs them.
    fn plan_session(&self, planned: &mut Planned, started_at: Timestamp) -> Session {
        let document = planned.yaml.take();
        let facts = planned.facts.take().map(String::into_bytes);
        let entry = &planned.entry;
        Session {
            sid: entry.sid.clone(),
            kind: SessionKind::Plan,
            resource: entry.resource.clone(),
            role_label: entry.role.clone(),
            role_name: entry.role_name.clone(),
            status: entry.status.as_str().to_owned(),
            message: entry.message.clone(),
            document,
            facts,
            plan_sid: None,
            started_at,
            finished_at: Some(Timestamp::now()),
            expires_at: planned.expires_at,
            os_user: self.os_user.clone(),
        }
    }

    /// A snapshot of a resource: all readable databases, or those listed.
    ///
    /// # Errors
    /// [`OpsError`].
    pub async fn snapshot(
        &self,
        resource: &str,
        databases: &[DatabaseName],
        listener: &Listener,
    ) -> Result<Catalog, OpsError> {
        let which = if databases.is_empty() {
            Which::All
        } else {
            Which::Listed(databases.iter().cloned().collect())
        };
        let mut catalog = Box::pin(self.take(resource, which, listener)).await?;
        catalog.resource = Some(resource.into());
        Ok(catalog)
    }

    pub(super) async fn take(
        &self,
        resource: &str,
        which: Which<'_>,
        listener: &Listener,
    ) -> Result<Catalog, OpsError> {
        let params = self.params(resource).await?;
        self.take_from(resource, &params, which, listener).await
    }

    async fn take_from(
        &self,
        resource: &str,
        params: &ConnectionParams,
        which: Which<'_>,
        listener: &Listener,
    ) -> Result<Catalog, OpsError> {
        let report = |event| {
            let (done, total) = match event {
                snapshot::Progress::Cluster { databases } => (0, databases),
                snapshot::Progress::Database { done, total, .. } => (done, total),
            };
            listener(Event::Snapshot {
                resource: resource.to_owned(),
                done,
                total,
            });
        };
        Ok(snapshot::take(params, self.connections, which, &report).await?)
    }
}
