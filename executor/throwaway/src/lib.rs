//! A PostgreSQL for a moment: for tests, the demo and benchmarks.
//!
//! ```no_run
//! # fn main() -> Result<(), throwaway::Error> {
//! let cluster = throwaway::Wanted::from_env()?.setting("log_statement", "all").start()?;
//! cluster.sql("postgres", "CREATE DATABASE app")?;
//! println!("superuser {} of {}:{}", cluster.user, cluster.host, cluster.port);
//! # Ok(())
//! # }
//! ```
//!
//! The server runs from programs of this machine, in a temporary folder, as somebody who is not root;
//! with the feature `container` also in a container, where there are no programs. It is gone when its
//! [`Cluster`] is dropped or when this process ends, even by SIGKILL. Nothing but `sh`, `id`, `test`, `rm`,
//! `cp` and `sleep` is needed beside the server's own programs.
//!
//! Starting blocks for a second or two: call it in `spawn_blocking` where a runtime must not wait. The
//! other blocking calls work in any thread, one that runs a tokio runtime too.

mod background;
mod cluster;
#[cfg(feature = "container")]
mod container;
#[cfg(feature = "container")]
mod docker;
mod error;
mod local;
mod programs;
mod server_user;
mod wanted;
mod watchdog;

pub use cluster::{Cluster, Row};
pub use error::Error;
pub use programs::{Programs, SUPPORTED, cache_folder};
pub use wanted::Wanted;
