//! Offline cases (`rolewright test DIR`): plans every case folder without a database and compares
//! with what is expected. What a case is, is the planner's (`planner::case`); here are the files.
//!
//! ```no_run
//! use cli::offline::{Options, run, write};
//! let report = run("tests/cases".as_ref(), &Options::default())?;
//! write(&report, &mut std::io::stdout(), true)?;
//! std::process::exit(if report.is_success() { 0 } else { 1 });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod files;
mod find;
mod golden;
mod junit;
mod old;
mod one;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use planner::desired::Prefix;

pub use error::OfflineError;
pub use write::write;

/// How to run cases.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Write `expected.txt` where it is missing or differs, and `session.yaml` where it is there and
    /// differs. `outcomes.yaml` is never written.
    pub update: bool,
    /// Write a JUnit report here.
    pub junit: Option<PathBuf>,
    /// Only cases whose name (the path below the directory) contains this.
    pub filter: Option<String>,
    /// What role names start with.
    pub prefix: Prefix,
}

/// What came of all cases, sorted by name.
#[derive(Clone, Debug)]
pub struct CaseResults {
    /// The directory that was run.
    pub dir: PathBuf,
    /// One for each case folder.
    pub cases: Vec<CaseResult>,
}

/// What came of one case.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The folder below the directory, `/` between parts; `.` for the directory itself.
    pub name: String,
    /// See [`Verdict`].
    pub verdict: Verdict,
    /// How many outcomes were checked.
    pub outcomes: usize,
    /// How long it took.
    pub took: Duration,
}

/// Passed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// As it should be now: what is expected was written by this run.
    Updated,
    /// Why not: at least one.
    Failed(Vec<Failure>),
}

/// One reason why a case failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A file is missing or at fault.
    File(String),
    /// Planning gives something else than a file expects: a unified diff, old to new.
    Differs(String),
    /// A law is broken, or an outcome does not hold.
    Broken(String),
}

impl CaseResults {
    /// True where no case failed: exit code 0, else 1.
    pub fn is_success(&self) -> bool {
        self.failed() == 0
    }

    /// How many failed.
    pub fn failed(&self) -> usize {
        let failed = |c: &&CaseResult| matches!(c.verdict, Verdict::Failed(_));
        self.cases.iter().filter(failed).count()
    }

    /// How many passed, updated ones included.
    pub fn passed(&self) -> usize {
        self.cases.len() - self.failed()
    }

    /// How many were updated.
    pub fn updated(&self) -> usize {
        let updated = |c: &&CaseResult| c.verdict == Verdict::Updated;
        self.cases.iter().filter(updated).count()
    }
}

/// Runs every case below a directory, in order of their names. A case that fails is in the report;
/// an error is what keeps cases from being run or reported at all.
///
/// # Errors
/// No such directory, no case in it (or none that the filter lets through), or a file that cannot
/// be written.
pub fn run(dir: &Path, options: &Options) -> Result<CaseResults, OfflineError> {
    let mut found = find::cases(dir)?;
    let filter = options.filter.as_deref().unwrap_or_default();
    let all = found.len();
    found.retain(|case| case.name.contains(filter));
    if found.is_empty() {
        return Err(OfflineError::NoMatch {
            dir: dir.to_owned(),
            filter: filter.to_owned(),
            all,
        });
    }
    let cases = found
        .iter()
        .map(|case| one::run(case, options))
        .collect::<Result<Vec<_>, _>>()?;
    let report = CaseResults {
        dir: dir.to_owned(),
        cases,
    };
    if let Some(path) = &options.junit {
        junit::write(&report, path)?;
    }
    Ok(report)
}
