//! The proof before the commit: the catalog, as the open transactions see it, leaves nothing to do. And
//! after it: what was proved need not be read again where it is what is there.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{join_all, try_join};
use planner::Catalog;
use planner::catalog::{CatalogBuilder, ClusterRows, Database, DatabaseRows, RoleRow};
use planner::names::DatabaseName;

use super::error::ApplyError;
use super::execution::Work;
use super::links::Links;
use crate::snapshot::{
    SnapshotError, Taken, Versions, Which, read_cluster, read_only, read_versions, server_now,
};

/// What was proved, wave by wave.
#[derive(Debug)]
pub struct Proof {
    /// The roles that there were: contents name them.
    roles: Vec<RoleRow>,
    /// The databases of the waves, with their contents.
    databases: BTreeMap<DatabaseName, Database>,
    /// Of the rows that were read: for a wave, else when the plan was verified.
    versions: BTreeMap<DatabaseName, Versions>,
}

impl Proof {
    /// Nothing is proved; what was verified was read from rows of these versions.
    pub(super) fn begin(verified: &Taken) -> Self {
        Self {
            roles: verified.roles.clone(),
            versions: verified.versions.clone(),
            databases: BTreeMap::new(),
        }
    }

    /// Plans again from what the transactions see; databases of other waves are not judged.
    pub(super) fn add(
        &mut self,
        work: &Work<'_>,
        cluster: ClusterRows,
        databases: Vec<(DatabaseName, (Versions, DatabaseRows))>,
    ) -> Result<(), ApplyError> {
        let judged: BTreeSet<_> = databases.iter().map(|(name, _)| name.clone()).collect();
        if !self.names_fit(&cluster.roles) {
            self.versions.clear(); // What was read before calls a role by another name.
        }
        self.roles.clone_from(&cluster.roles);
        let mut builder = CatalogBuilder::new(cluster);
        for (name, (versions, rows)) in databases {
            builder.database(&name, rows);
            self.versions.insert(name, versions);
        }
        let mut catalog = builder.finish(None);
        // What no transaction of this wave is in stands as it was verified.
        for (name, database) in catalog.databases.iter_mut() {
            if database.contents.is_none()
                && let Some(before) = work.verified.catalog.databases.get(name)
            {
                database.contents.clone_from(&before.contents);
            }
        }
        let config = work.plan.config().clone().rotated();
        let left: Vec<String> = match planner::plan(&config, &catalog) {
            Ok(plan) => plan
                .steps
                .iter()
                .filter(|s| s.database.as_ref().is_none_or(|d| judged.contains(d)))
                .map(|s| s.reason.clone())
                .collect(),
            Err(error) => vec![error.to_string()],
        };
        let read = std::mem::take(&mut catalog.databases).into_iter();
        self.databases
            .extend(read.filter(|(name, _)| judged.contains(name)));
        match left.is_empty() {
            true => Ok(()),
            false => Err(ApplyError::NotProved { left }),
        }
    }

    /// True where the roles that contents name are called as they were.
    fn names_fit(&self, now: &[RoleRow]) -> bool {
        let now: BTreeMap<_, _> = now.iter().map(|role| (role.oid, &role.name)).collect();
        let mut before = self.roles.iter();
        before.all(|role| now.get(&role.oid).is_none_or(|name| **name == role.name))
    }
}

impl Links {
    /// The databases concerned as they are now that it is committed, their contents as they were
    /// proved, or verified: `None` where that is not what is there, or cannot be told without reading
    /// all of it. One round trip.
    ///
    /// # Errors
    /// The cluster cannot be read.
    pub async fn as_proved(
        &self,
        mut proof: Proof,
        verified: &Catalog,
        which: Which<'_>,
    ) -> Result<Option<Catalog>, SnapshotError> {
        let each = self.databases.iter().map(|(name, connection)| async move {
            let versions = read_only(connection, read_versions(connection)).await?;
            Ok::<_, SnapshotError>((name, versions))
        });
        let each = async { join_all(each).await.into_iter().collect() };
        let maintenance = &self.maintenance;
        let cluster = try_join(
            read_cluster(maintenance, which.roles()),
            server_now(maintenance),
        );
        let cluster = read_only(maintenance, cluster);
        let ((cluster, now), versions): (_, BTreeMap<_, _>) = try_join(cluster, each).await?;
        if !proof.names_fit(&cluster.roles) {
            return Ok(None);
        }
        let mut catalog = CatalogBuilder::new(cluster).finish(Some(now));
        let Ok(concerned) = which.choose(&catalog) else {
            return Ok(None);
        };
        for name in concerned {
            let of_verified = || verified.databases.get(&name).cloned();
            let before = proof.databases.remove(&name).or_else(of_verified);
            let same = versions.get(&name) == proof.versions.get(&name);
            let (Some(before), Some(_), true) = (before, versions.get(&name), same) else {
                return Ok(None);
            };
            if let Some(database) = catalog.databases.get_mut(&name) {
                // As the transaction saw them that changed them.
                database.owner = before.owner;
                database.acl = before.acl;
                database.contents = before.contents;
            }
        }
        Ok(Some(catalog))
    }
}
