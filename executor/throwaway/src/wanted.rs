//! Which server is wanted, and where it comes from.

use std::path::PathBuf;

use uuid::Uuid;

use crate::cluster::{Cluster, Server};
#[cfg(feature = "container")]
use crate::container::ContainerServer;
#[cfg(feature = "container")]
use crate::docker::Docker;
use crate::error::Error;
use crate::local::LocalServer;
use crate::programs::{Programs, SUPPORTED, cache_folder, named_cache};

/// A server to start. As it is by default: the newest version installed, quick, not durable.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    bindir: Option<PathBuf>,
    major: Option<u32>,
    image: Option<String>,
    downloads: Option<PathBuf>,
    settings: Vec<(String, String)>,
    durable: bool,
}

/// What a test, a demo or a benchmark on one machine needs.
const BASIC: [(&str, &str); 2] = [("max_connections", "200"), ("timezone", "UTC")];

/// Nothing here is worth keeping through a crash.
const QUICK: [(&str, &str); 3] = [
    ("fsync", "off"),
    ("synchronous_commit", "off"),
    ("full_page_writes", "off"),
];

impl Wanted {
    /// As the variables of the tests say:
    ///
    /// 1. `ROLEWRIGHT_TEST_PG_BINDIR`: the server programs in that folder.
    /// 2. `ROLEWRIGHT_TEST_PG`, a major version: downloaded or installed programs of that version,
    ///    else a container of it.
    /// 3. `ROLEWRIGHT_TEST_IMAGE`: a container of that image.
    /// 4. The newest programs installed or downloaded, else a container of `postgres:15`.
    ///
    /// # Errors
    /// `ROLEWRIGHT_TEST_PG` is no number.
    pub fn from_env() -> Result<Wanted, Error> {
        const MAJOR: &str = "ROLEWRIGHT_TEST_PG";
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let major = set(MAJOR).map(|value| {
            let number = value.parse();
            number.map_err(|_| Error::Variable { name: MAJOR, value })
        });
        Ok(Wanted {
            bindir: set("ROLEWRIGHT_TEST_PG_BINDIR").map(PathBuf::from),
            major: major.transpose()?,
            image: set("ROLEWRIGHT_TEST_IMAGE"),
            ..Wanted::default()
        })
    }

    /// This major version.
    #[must_use]
    pub fn major(mut self, major: u32) -> Self {
        self.major = Some(major);
        self
    }

    /// Looks for downloaded servers in this folder too, unless `ROLEWRIGHT_CACHE` names another.
    #[must_use]
    pub fn downloads(mut self, folder: impl Into<PathBuf>) -> Self {
        self.downloads = Some(folder.into());
        self
    }

    /// A line of postgresql.conf; of two with one name the later counts.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Commits as a server commits that is worth keeping: for benchmarks.
    #[must_use]
    pub fn durable(mut self) -> Self {
        self.durable = true;
        self
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Errors
    /// There is no such server, or it does not start: the text says what to do.
    pub fn start(&self) -> Result<Cluster, Error> {
        let image_first = self.image.is_some() && self.bindir.is_none() && self.major.is_none();
        if !image_first && let Some(programs) = self.programs()? {
            let password = Uuid::new_v4().simple().to_string();
            let server = LocalServer::start(&programs, &password, self)?;
            return Cluster::of(Server::Local(server), password);
        }
        self.start_container()
    }

    #[cfg(feature = "container")]
    fn start_container(&self) -> Result<Cluster, Error> {
        let Some(docker) = Docker::answering() else {
            return Err(self.no_server(", and no Docker engine answers"));
        };
        let image = self.image.as_deref().unwrap_or("postgres:15");
        // A colon before a slash belongs to a registry's port.
        let (name, tag) = match image.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, tag),
            _ => (image, "latest"),
        };
        let tag = self.major.map_or(tag.to_owned(), |major| major.to_string());
        let password = Uuid::new_v4().simple().to_string();
        let server = ContainerServer::start(&docker, name, &tag, &password, self)?;
        Cluster::of(Server::Container(Box::new(server)), password)
    }

    #[cfg(not(feature = "container"))]
    fn start_container(&self) -> Result<Cluster, Error> {
        Err(self.no_server(""))
    }

    fn no_server(&self, tried: &str) -> Error {
        let wanted = match self.major {
            Some(major) => format!("PostgreSQL {major}"),
            None => format!("PostgreSQL, {} or newer,", SUPPORTED.start()),
        };
        let tried = tried.to_owned();
        Error::NoServer { wanted, tried }
    }

    /// All of postgresql.conf that is not about where the server is; the later of one name counts.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&str, &str)> {
        let quick = QUICK.iter().filter(|_| !self.durable);
        let own = self.settings.iter();
        BASIC
            .iter()
            .chain(quick)
            .copied()
            .chain(own.map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The programs that [`start`](Self::start) would run; nothing where there are none.
    ///
    /// # Errors
    /// A folder that was named has none, or cannot be entered.
    pub fn programs(&self) -> Result<Option<Programs>, Error> {
        if let Some(bindir) = &self.bindir {
            return Programs::in_folder(bindir).map(Some);
        }
        let preferred = self.downloads.clone().or_else(named_cache);
        let cache = preferred.map(|folder| cache_folder(&folder)).transpose()?;
        Ok(Programs::find(self.major, cache.as_deref()))
    }
}
