//! A PostgreSQL for the tests of one binary.

use std::path::Path;

use throwaway::{Cluster, Error, Wanted};

/// The one that the variables of [`Wanted::from_env`] ask for, with these settings; downloads are those of
/// `scripts/postgres-versions`. Without any server the test fails; nothing is skipped.
pub fn start(settings: &[(&str, &str)]) -> Result<Cluster, Error> {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache");
    let wanted = Wanted::from_env()?.downloads(cache);
    let wanted = settings
        .iter()
        .fold(wanted, |wanted, (name, value)| wanted.setting(name, value));
    wanted.start()
}
