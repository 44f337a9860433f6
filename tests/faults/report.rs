//! `docs/faults.md`, made of what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::case::Case;
use crate::damage::DAMAGES;
use crate::judge::{CLASSES, Class, Violation};
use crate::scenario::SCENARIOS;

/// A case and what is wrong with it.
pub struct Verdict {
    pub case: Case,
    /// False where the request never came.
    pub struck: bool,
    pub violations: Vec<Violation>,
}

const HEAD: &str = "# After every fault

<!-- Made by `make test-faults`. Do not edit. -->

Each step of an apply (every request it sends; reads one after the other are one step) is struck before
it is delivered, with the answer lost, and after the answer; 3 databases. After each case the cluster,
the password that is shown, the record and the next command are checked from outside:

- lost: no command shows the password that the server holds
- mistaken: a password is shown that is not the one in force
- untrue: a message or the record says what is not so
- hanging: it did not end in time, or left sessions on the server
- left: a role that can log in is there, and nothing says so
- not converged: the next command did not lead to what is desired

";

/// Cases, and how many violations of each class.
#[derive(Default)]
struct Cell {
    cases: usize,
    wrong: BTreeMap<Class, usize>,
}

impl Cell {
    fn add(&mut self, verdict: &Verdict) {
        self.cases += 1;
        // A case counts once for a class.
        let classes: std::collections::BTreeSet<_> =
            verdict.violations.iter().map(|v| v.class).collect();
        for class in classes {
            *self.wrong.entry(class).or_default() += 1;
        }
    }

    fn counts(&self) -> String {
        let count = |(class, _): &(Class, &str)| self.wrong.get(class).copied().unwrap_or(0);
        let counts: Vec<_> = CLASSES.iter().map(|c| count(c).to_string()).collect();
        counts.join(" | ")
    }
}

/// What one version's section says.
pub fn section(version: u32, verdicts: &[Verdict]) -> String {
    let struck: Vec<_> = verdicts.iter().filter(|v| v.struck).collect();
    let mut text = format!("## PostgreSQL {version}\n\n");
    let classes: Vec<_> = CLASSES.iter().map(|(_, name)| *name).collect();
    let rule = "|---".repeat(CLASSES.len() + 2);
    let head = format!("| cases | {} |\n{rule}|\n", classes.join(" | "));
    let row = |name: &str, which: &dyn Fn(&Verdict) -> bool| {
        let mut cell = Cell::default();
        let of = struck.iter().filter(|verdict| which(verdict));
        of.for_each(|verdict| cell.add(verdict));
        format!("| {name} | {} | {} |\n", cell.cases, cell.counts())
    };
    let _ = write!(text, "| fault {head}");
    for damage in DAMAGES {
        text += &row(damage.name(), &|verdict| verdict.case.damage == damage);
    }
    text += &row("**all**", &|_| true);
    let _ = write!(text, "\n| scenario {head}");
    for scenario in SCENARIOS {
        text += &row(scenario.name(), &|v| v.case.scenario == scenario);
    }
    text.push('\n');
    text
}

/// Each violation on a line, for whoever mends it.
pub fn details(verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    for verdict in verdicts {
        for Violation { class, what } in &verdict.violations {
            let what: String = what.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "{class:?}\t{}\t{what:.400}", verdict.case);
        }
    }
    text
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Puts a version's section into the document, in the place of its older one.
pub fn write(version: u32, section: &str) {
    let file = root().join("docs/faults.md");
    let old = std::fs::read_to_string(&file).unwrap_or_default();
    let mut sections: BTreeMap<u32, String> = BTreeMap::new();
    for part in old.split("## PostgreSQL ").skip(1) {
        let number = part.lines().next().and_then(|line| line.parse().ok());
        sections.insert(number.unwrap_or(0), format!("## PostgreSQL {part}"));
    }
    sections.insert(version, section.to_owned());
    let whole: String = sections.into_values().collect();
    let text = format!("{HEAD}{}\n", whole.trim_end());
    std::fs::write(file, text).unwrap();
}

/// Where the details go.
pub fn write_details(version: u32, verdicts: &[Verdict]) -> PathBuf {
    let file = root().join(format!("target/faults-{version}.txt"));
    std::fs::write(&file, details(verdicts)).unwrap();
    file
}
