//! Which databases a snapshot reads.

use std::collections::BTreeSet;
use std::fmt;

use planner::Catalog;
use planner::names::{DatabaseName, RoleName};

/// Answers which databases to read, given the cluster part.
pub type Ask<'a> = dyn Fn(&Catalog) -> BTreeSet<DatabaseName> + Send + Sync + 'a;

/// Which databases to read. Those that nobody can enter (`template0`, `datallowconn` off,
/// invalid) are never tried.
pub enum Which<'a> {
    /// All, templates aside.
    All,
    /// Those that are needed. Unknown names are passed over.
    Needed {
        /// Answers which, given the cluster part.
        ask: Box<Ask<'a>>,
        /// Those that are needed in all likelihood: they are entered before the answer is there.
        likely: BTreeSet<DatabaseName>,
        /// For which roles, the only ones whose holdings are looked for.
        roles: Vec<RoleName>,
    },
    /// These. Unknown names are an error.
    Listed(BTreeSet<DatabaseName>),
}

impl Which<'_> {
    /// The databases that can be entered before the cluster part is read.
    pub(super) fn likely(&self) -> BTreeSet<DatabaseName> {
        match self {
            Self::All => BTreeSet::new(),
            Self::Needed { likely: names, .. } | Self::Listed(names) => names.clone(),
        }
    }

    /// The roles whose holdings are looked for; `None` is all.
    pub(crate) fn roles(&self) -> Option<&[RoleName]> {
        match self {
            Self::All | Self::Listed(_) => None,
            Self::Needed { roles, .. } => Some(roles),
        }
    }

    /// The databases to read.
    ///
    /// # Errors
    /// The names that were listed and do not exist.
    pub(crate) fn choose(
        &self,
        cluster: &Catalog,
    ) -> Result<BTreeSet<DatabaseName>, Vec<DatabaseName>> {
        let mut chosen = match self {
            Self::All => cluster.readable_databases(),
            Self::Needed { ask, .. } => ask(cluster),
            Self::Listed(names) => {
                let known = |name: &&DatabaseName| cluster.databases.contains_key(*name);
                let unknown: Vec<_> = names.iter().filter(|n| !known(n)).cloned().collect();
                if !unknown.is_empty() {
                    return Err(unknown);
                }
                names.clone()
            }
        };
        chosen.retain(|name| cluster.databases.get(name).is_some_and(|d| d.can_be_read()));
        Ok(chosen)
    }
}

impl fmt::Debug for Which<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("All"),
            Self::Needed { likely, .. } => f.debug_tuple("Needed").field(likely).finish(),
            Self::Listed(names) => f.debug_tuple("Listed").field(names).finish(),
        }
    }
}
