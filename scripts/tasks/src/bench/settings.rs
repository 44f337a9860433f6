//! What the caller may set.

use std::path::PathBuf;

use crate::error::Error;

#[derive(Debug)]
pub struct Settings {
    pub major: Option<u32>,
    pub pairs: usize,
    pub databases: usize,
    pub schemas: usize,
    pub tables: usize,
    pub roles: usize,
    pub connections: Option<usize>,
    pub binary: Option<PathBuf>,
}

impl Settings {
    pub fn from_env() -> Result<Self, Error> {
        let many = |name, otherwise: u16| -> Result<usize, Error> {
            Ok(usize::from(number(name)?.unwrap_or(otherwise)))
        };
        Ok(Self {
            major: number("BENCH_PG")?,
            pairs: many("BENCH_PAIRS", 9)?,
            databases: many("BENCH_DATABASES", 20)?,
            schemas: many("BENCH_SCHEMAS", 25)?,
            tables: many("BENCH_TABLES", 40)?,
            roles: many("BENCH_ROLES", 20)?,
            connections: number::<u16>("BENCH_CONNECTIONS")?.map(usize::from),
            binary: set("BENCH_BINARY").map(PathBuf::from),
        })
    }

    pub fn database_names(&self) -> impl Iterator<Item = String> {
        (1..=self.databases).map(|n| format!("app_{n:02}"))
    }
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Nothing can be measured of zero.
fn number<T: std::str::FromStr + PartialOrd + From<u8>>(
    name: &'static str,
) -> Result<Option<T>, Error> {
    let Some(value) = set(name) else {
        return Ok(None);
    };
    let number = value.parse().ok().filter(|number| *number > T::from(0));
    let number = number.ok_or(Error::Setting { name, value })?;
    Ok(Some(number))
}
