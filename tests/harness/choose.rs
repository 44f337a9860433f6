//! Which server the tests run against. In this order:
//!
//! 1. `ROLEWRIGHT_TEST_PG_BINDIR`: the server programs in that folder.
//! 2. `ROLEWRIGHT_TEST_PG` (a major version): downloaded or installed programs of that
//!    version, else a container of it.
//! 3. A container, where a Docker engine answers (`ROLEWRIGHT_TEST_IMAGE`, default `postgres:15`).
//! 4. The newest server installed on the machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Server;
use super::container::ContainerServer;
use super::docker::Docker;
use super::local::LocalServer;

type Conf<'a> = &'a [(&'a str, &'a str)];

pub fn start(password: &str, conf: Conf) -> Result<Server, String> {
    let local = |bindir: PathBuf| LocalServer::start(bindir, password, conf).map(Server::Local);
    if let Some(bindir) = setting("ROLEWRIGHT_TEST_PG_BINDIR") {
        let bindir = std::path::absolute(&bindir).map_err(|error| format!("{bindir}: {error}"))?;
        return local(bindir);
    }
    if let Some(major) = setting("ROLEWRIGHT_TEST_PG") {
        return match (installed(Some(&major)), Docker::answering()) {
            (Ok(bindir), _) => local(bindir),
            (Err(_), Some(docker)) => container(&docker, password, conf, Some(&major)),
            (Err(reason), None) => Err(format!("{reason}\n(and no Docker engine answers)")),
        };
    }
    let refusal = match Docker::answering() {
        Some(docker) => match container(&docker, password, conf, None) {
            Ok(server) => return Ok(server),
            Err(reason) => reason,
        },
        None => String::from("no Docker engine answers"),
    };
    match installed(None) {
        Ok(bindir) => {
            eprintln!("{refusal}: the tests use {}", bindir.display());
            local(bindir)
        }
        Err(reason) => Err(format!(
            "these tests need a PostgreSQL server, 13 or newer, and there is none:\n\
             - container: {refusal}\n- local: {reason}\n\
             Install one (apt-get install postgresql), start Docker, or run scripts/setup as root."
        )),
    }
}

fn container(
    docker: &Docker,
    password: &str,
    conf: Conf,
    major: Option<&str>,
) -> Result<Server, String> {
    let image = setting("ROLEWRIGHT_TEST_IMAGE").unwrap_or_else(|| String::from("postgres:15"));
    // A colon before a slash belongs to a registry's port.
    let (name, tag) = match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image.as_str(), "latest"),
    };
    let server = ContainerServer::start(docker, name, major.unwrap_or(tag), password, conf)?;
    Ok(Server::Container(Box::new(server)))
}

/// The script knows where downloaded and installed servers are; it never downloads here.
fn installed(major: Option<&str>) -> Result<PathBuf, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres-versions");
    let found = Command::new(&script).arg("--find").args(major).output();
    let found = found.map_err(|error| format!("{}: {error}", script.display()))?;
    if found.status.success() {
        Ok(PathBuf::from(
            String::from_utf8_lossy(&found.stdout).trim_end(),
        ))
    } else {
        Err(String::from_utf8_lossy(&found.stderr)
            .trim_end()
            .to_string())
    }
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
