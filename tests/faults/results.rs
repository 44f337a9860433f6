//! What came of each case, kept between runs: a matrix can be done in slices.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::case::Case;
use crate::damage::Damage;
use crate::judge::{CLASSES, Class, Violation};
use crate::scenario::Scenario;

/// A case and what is wrong with it.
pub struct Verdict {
    pub case: Case,
    /// False where the request never came.
    pub struck: bool,
    pub violations: Vec<Violation>,
    /// How long the command that was struck took.
    pub took: Duration,
}

/// What became of a case; `None` where its request never came.
type Outcome = Option<BTreeSet<Class>>;

/// The results so far of one version, of one build of the tool: another build begins anew.
pub struct Results {
    file: PathBuf,
    /// What the build begins with, as a hash.
    pub build: String,
    /// Every case that is known of.
    pub cases: BTreeMap<String, (Scenario, Damage)>,
    pub done: BTreeMap<String, Outcome>,
}

impl Results {
    /// Those that were kept of these cases, in `target`.
    pub fn open(version: u32, cases: &[Case]) -> Self {
        let tool = std::fs::read(env!("CARGO_BIN_EXE_rolewright")).unwrap();
        let hash = planner::hash::sha256_hex(&tool);
        let build = format!("build {hash}");
        let file = root().join(format!("target/faults-{version}.tsv"));
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        let cases: BTreeMap<_, _> = cases
            .iter()
            .map(|case| (case.key(), (case.scenario, case.damage)))
            .collect();
        let mut done = BTreeMap::new();
        if kept.lines().next() == Some(&build) {
            let lines = kept.lines().filter_map(|line| line.split_once('\t'));
            let known = lines.filter(|(_, key)| cases.contains_key(*key));
            done = known
                .map(|(outcome, key)| (key.to_owned(), read(outcome)))
                .collect();
        } else {
            std::fs::write(&file, format!("{build}\n")).unwrap();
        }
        let build = hash.chars().take(8).collect();
        Self {
            file,
            build,
            cases,
            done,
        }
    }

    pub fn has(&self, case: &Case) -> bool {
        self.done.contains_key(&case.key())
    }

    pub fn add(&mut self, verdict: &Verdict) {
        let classes = || verdict.violations.iter().map(|v| v.class).collect();
        let outcome = verdict.struck.then(classes);
        let mut file = std::fs::File::options()
            .append(true)
            .open(&self.file)
            .unwrap();
        let key = verdict.case.key();
        writeln!(file, "{}\t{key}", written(&outcome)).unwrap();
        self.done.insert(key, outcome);
    }
}

const NOT_MET: &str = "not met";
const HOLDS: &str = "holds";

fn written(outcome: &Outcome) -> String {
    let Some(classes) = outcome else {
        return NOT_MET.to_owned();
    };
    let names = CLASSES.iter().filter(|(class, _)| classes.contains(class));
    let names: Vec<_> = names.map(|(_, name)| *name).collect();
    match names.is_empty() {
        true => HOLDS.to_owned(),
        false => names.join(", "),
    }
}

fn read(outcome: &str) -> Outcome {
    let named = |name: &str| CLASSES.iter().find(|(_, of)| *of == name).map(|(c, _)| *c);
    (outcome != NOT_MET).then(|| outcome.split(", ").filter_map(named).collect())
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn an_outcome_reads_as_it_was_written() {
    for outcome in [
        None,
        Some(BTreeSet::new()),
        Some([Class::Untrue, Class::NotConverged].into()),
    ] {
        assert_eq!(read(&written(&outcome)), outcome);
    }
    assert_eq!(written(&Some([Class::Left].into())), "left");
}
