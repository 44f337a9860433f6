//! What the tests of snapshots share.

use std::collections::BTreeSet;

use cluster::connect::{ConnectionParams, Endpoint, ParamsError};
use cluster::snapshot::{DEFAULT_CONNECTIONS, Which, take};
use planner::Catalog;
use planner::catalog::{Acl, Database, ObjectGroup, Schema};
use planner::names::DatabaseName;
use secret::Secret;

use crate::postgres::Cluster;

/// The superuser's way in, with no environment.
pub fn params(cluster: &Cluster) -> ConnectionParams {
    params_of(cluster, cluster.user, &cluster.password, &[])
}

/// Some user's way in, with an environment.
pub fn params_of(
    cluster: &Cluster,
    user: &str,
    password: &str,
    env: &[(&str, &str)],
) -> ConnectionParams {
    made(cluster, user, password, env).unwrap()
}

/// The superuser's, with an environment that may be refused.
pub fn try_params_of(
    cluster: &Cluster,
    env: &[(&str, &str)],
) -> Result<ConnectionParams, ParamsError> {
    made(cluster, cluster.user, &cluster.password, env)
}

fn made(
    cluster: &Cluster,
    user: &str,
    password: &str,
    env: &[(&str, &str)],
) -> Result<ConnectionParams, ParamsError> {
    let endpoint = Endpoint {
        resource: "test".into(),
        host: Some(cluster.host.clone()),
        port: Some(cluster.port),
        user: Some(user.to_owned()),
        password: Secret::new(password.to_owned()).into(),
        maintenance_db: None,
    };
    let env = |name: &str| {
        env.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| (*v).to_owned())
    };
    ConnectionParams::new(endpoint, &env)
}

/// A snapshot with the contents of these databases.
pub async fn listed(params: &ConnectionParams, databases: &[&str]) -> Catalog {
    let names: BTreeSet<DatabaseName> = databases.iter().map(|n| (*n).into()).collect();
    let catalog = take(params, DEFAULT_CONNECTIONS, Which::Listed(names), &|_| {})
        .await
        .unwrap();
    // What is written can be read back, and is in canonical order already.
    assert_eq!(
        Catalog::from_json(&catalog.to_json().unwrap()).unwrap(),
        catalog
    );
    catalog
}

pub fn database<'a>(catalog: &'a Catalog, name: &str) -> &'a Database {
    catalog.databases.get(name).unwrap()
}

pub fn schema<'a>(catalog: &'a Catalog, database: &str, name: &str) -> &'a Schema {
    catalog
        .databases
        .get(database)
        .unwrap()
        .contents
        .as_ref()
        .unwrap()
        .schemas
        .get(name)
        .unwrap()
}

/// The group that a relation is in.
pub fn group<'a>(schema: &'a Schema, relation: &str) -> &'a ObjectGroup {
    let has = |g: &&ObjectGroup| g.names.iter().any(|n| n.as_str() == relation);
    schema.objects.iter().find(has).unwrap()
}

/// `grantee=PRIVILEGE,PRIVILEGE*/grantor` for each entry, in the snapshot's order.
pub fn words(acl: &Acl) -> Vec<String> {
    let entries = acl.0.iter().map(|e| {
        let privileges: Vec<String> = e
            .privileges
            .iter()
            .map(|p| format!("{p}{}", if e.grantable.contains(p) { "*" } else { "" }))
            .collect();
        format!("{}={}/{}", e.grantee, privileges.join(","), e.grantor)
    });
    entries.collect()
}
