//! Does a Docker engine answer, and how does a shell tell it to remove a container.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The engine that testcontainers will use: the same places, in the same order.
pub enum Docker {
    Socket(PathBuf),
    /// `DOCKER_HOST` with another scheme than unix.
    Remote(String),
}

/// `$1` is the container's name, `$2` the engine's socket or nothing.
pub const REMOVE: &str = r#"
if command -v docker >/dev/null; then
    docker rm --force --volumes "$1"
elif [ -n "$2" ]; then
    curl --silent --unix-socket "$2" -X DELETE "http://localhost/containers/$1?force=true&v=true"
fi
"#;

impl Docker {
    pub fn answering() -> Option<Docker> {
        let docker = Docker::find()?;
        docker.answers().then_some(docker)
    }

    fn find() -> Option<Docker> {
        if let Ok(host) = std::env::var("DOCKER_HOST") {
            return Some(match host.strip_prefix("unix://") {
                Some(path) => Docker::Socket(PathBuf::from(path)),
                None => Docker::Remote(host),
            });
        }
        let variable = |name| std::env::var_os(name).map(PathBuf::from);
        let candidates = [
            Some(PathBuf::from("/var/run/docker.sock")),
            variable("XDG_RUNTIME_DIR").map(|dir| dir.join(".docker/run/docker.sock")),
            variable("HOME").map(|dir| dir.join(".docker/run/docker.sock")),
            variable("HOME").map(|dir| dir.join(".docker/desktop/docker.sock")),
        ];
        candidates
            .into_iter()
            .flatten()
            .find(|path| path.exists())
            .map(Docker::Socket)
    }

    /// An engine that is not running often leaves its socket behind.
    fn answers(&self) -> bool {
        match self {
            Docker::Socket(path) => UnixStream::connect(path).is_ok_and(|stream| {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
                ping(stream)
            }),
            // TLS is left to testcontainers; a connection is sign enough.
            Docker::Remote(host) => {
                let address = host
                    .split_once("://")
                    .map_or(host.as_str(), |(_, rest)| rest);
                TcpStream::connect(address.trim_end_matches('/')).is_ok()
            }
        }
    }

    pub fn socket(&self) -> &Path {
        match self {
            Docker::Socket(path) => path,
            Docker::Remote(_) => Path::new(""),
        }
    }
}

fn ping(mut stream: impl Read + Write) -> bool {
    let mut answer = [0; 64];
    stream
        .write_all(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
        .is_ok()
        && stream
            .read(&mut answer)
            .is_ok_and(|n| answer[..n].starts_with(b"HTTP/1"))
        && answer.windows(4).any(|word| word == b" 200")
}
