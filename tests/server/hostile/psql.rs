//! The real psql, for plans as text.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres::Cluster;

/// Runs a file with `psql -X -v ON_ERROR_STOP=1 -f`, as the superuser, in this folder.
pub fn run_file(cluster: &Cluster, folder: &Path, file: &Path) {
    let mut command = Command::new(program(cluster));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PG")) {
        command.env_remove(name);
    }
    command.envs(cluster.env("postgres")).current_dir(folder);
    command
        .args(["-X", "-v", "ON_ERROR_STOP=1", "-f"])
        .arg(file);
    let done = command
        .output()
        .expect("psql runs (apt-get install postgresql-client)");
    assert!(
        done.status.success(),
        "{}{}\nin\n{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
        std::fs::read_to_string(file).unwrap()
    );
}

/// That of the server under test where it has one, else the machine's.
fn program(cluster: &Cluster) -> PathBuf {
    cluster
        .program("psql")
        .unwrap_or_else(|| PathBuf::from("psql"))
}
