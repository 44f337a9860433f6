//! What only tests with a server ask of a desk: its admin account, logins of the roles it made.

use crate::desk::{Desk, Output};
use crate::postgres::Cluster;

impl Desk {
    /// With these resources in the inventory, all of them this cluster, admin account stored.
    pub fn with_resources(cluster: &Cluster, resources: &[&str]) -> Self {
        let desk = Self::new();
        for name in resources {
            desk.place(name, &cluster.host, cluster.port);
            desk.set_account(name, cluster.user, &cluster.password)
                .expect(0);
        }
        desk
    }

    /// The password provisioned for a role.
    pub fn password(&self, role: &str) -> String {
        let shown = self
            .run(&["credentials", "show", role, "--quiet"])
            .expect(0);
        shown.stdout.trim_end_matches('\n').to_owned()
    }
}

impl Output {
    /// Both streams, for a search.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs SQL as a role with its password; the error's text where it fails.
pub fn as_role(
    cluster: &Cluster,
    role: &str,
    password: &str,
    database: &str,
    sql: &str,
) -> Result<(), String> {
    let mut config = cluster.config(database);
    config.user(role).password(password);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let say = |e: tokio_postgres::Error| {
            e.as_db_error()
                .map_or(e.to_string(), |d| d.message().to_owned())
        };
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.map_err(say)?;
        tokio::spawn(connection);
        client.batch_execute(sql).await.map_err(say)
    })
}
