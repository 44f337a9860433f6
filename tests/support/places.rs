//! A desk that knows where servers are.

use crate::desk::{Desk, Output};

impl Desk {
    /// Says where a resource is, or where it is now.
    pub fn place(&self, name: &str, host: &str, port: u16) {
        let csv = format!("name,type,host,port\n\"{name}\",PostgreSQL,{host},{port}\n");
        self.write("inventory.csv", csv);
        self.run(&["resources", "import", "-f", "inventory.csv"])
            .expect(0);
    }

    /// Stores the admin account of a resource, which is tried first.
    pub fn set_account(&self, resource: &str, user: &str, password: &str) -> Output {
        let set = ["credentials", "set", resource, "--user", user];
        self.run_with_input(&[&set[..], &["--password-stdin"]].concat(), password)
    }

    /// With a resource that is this cluster behind what listens on a port of 127.0.0.1; admin account
    /// stored.
    pub fn behind(port: u16, resource: &str, cluster: &throwaway::Cluster) -> Self {
        let desk = Self::new();
        desk.place(resource, "127.0.0.1", port);
        desk.set_account(resource, cluster.user, &cluster.password)
            .expect(0);
        desk
    }
}
