//! `docs/faults.md`, made of what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use crate::damage::{DAMAGES, Damage};
use crate::judge::{CLASSES, Class, Violation};
use crate::results::{Results, Verdict, root};
use crate::scenario::{SCENARIOS, Scenario};

const HEAD: &str = "# After every fault

<!-- Made by `make test-faults`. Do not edit. -->

Each step of an apply (every request it sends; reads one after the other are one step) is struck before
it is delivered, with the answer lost, and after the answer; 3 databases. After each case the cluster,
the password that is shown, the record and the next command are checked from outside:

- lost: no command shows the password that the server holds
- mistaken: a password is shown that is not the one in force
- untrue: a message, an exit code or the record (its status, its lists of places, what became of each
  statement; also where the next command put it on record) says what is not so
- hanging: it did not end in time, or left sessions on the server
- left: a role that can log in is there, and nothing says so
- not converged: the next command did not lead to what is desired

Where packets vanish nothing goes through any more, and the server's ends of the connections stay open
after the client's are gone: it goes on believing in them.

`make test-faults` runs what is left of the matrix on the version that `ROLEWRIGHT_TEST_PG` names. A slice
of it is `ROLEWRIGHT_FAULTS_EVERY=31 ROLEWRIGHT_FAULTS_FROM=0 make test-faults`, 0 to 30; no divisor of
what cases repeat by, so that each slice is spread over all. Slices of one build of the tool add up.

";

/// Cases, and how many violations of each class.
#[derive(Default)]
struct Cell {
    all: usize,
    met: usize,
    not_met: usize,
    wrong: BTreeMap<Class, usize>,
}

impl Cell {
    fn of(results: &Results, which: &dyn Fn(&(Scenario, Damage)) -> bool) -> Self {
        let mut cell = Self::default();
        for key in results
            .cases
            .iter()
            .filter(|(_, of)| which(of))
            .map(|c| c.0)
        {
            cell.all += 1;
            match results.done.get(key) {
                None => {}
                Some(None) => cell.not_met += 1,
                Some(Some(classes)) => {
                    cell.met += 1;
                    // A case counts once for a class.
                    for class in classes {
                        *cell.wrong.entry(*class).or_default() += 1;
                    }
                }
            }
        }
        cell
    }

    fn row(&self, name: &str) -> String {
        let count = |(class, _): &(Class, &str)| self.wrong.get(class).copied().unwrap_or(0);
        let counts: Vec<_> = CLASSES.iter().map(|c| count(c).to_string()).collect();
        let cases = format!("{} of {}", self.met, self.all - self.not_met);
        format!("| {name} | {cases} | {} |\n", counts.join(" | "))
    }
}

/// What one version's section says: of all cases there are, whatever was run so far.
pub fn section(version: u32, results: &Results) -> String {
    let whole = Cell::of(results, &|_| true);
    let mut text = format!("## PostgreSQL {version}\n\n");
    let run = whole.met + whole.not_met;
    let done = match run == whole.all {
        true => format!("All {run} cases were run"),
        false => format!("{run} of {} cases were run", whole.all),
    };
    let _ = writeln!(
        text,
        "{done}, with build {} of the tool. In {} of those the request never came that was to be struck: \
         they do not count.\n",
        results.build, whole.not_met
    );
    let classes: Vec<_> = CLASSES.iter().map(|(_, name)| *name).collect();
    let rule = "|---".repeat(CLASSES.len() + 2);
    let head = format!("| cases | {} |\n{rule}|\n", classes.join(" | "));
    let _ = write!(text, "| fault {head}");
    for damage in DAMAGES {
        text += &Cell::of(results, &|of| of.1 == damage).row(damage.name());
    }
    text += &whole.row("**all**");
    let _ = write!(text, "\n| scenario {head}");
    for scenario in SCENARIOS {
        text += &Cell::of(results, &|of| of.0 == scenario).row(scenario.name());
    }
    text.push('\n');
    text
}

/// How long the commands took that were struck: the middle one, and the longest.
pub fn times(verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    for damage in DAMAGES {
        let of = verdicts.iter().filter(|v| v.case.damage == damage);
        let mut times: Vec<Duration> = of.map(|verdict| verdict.took).collect();
        times.sort();
        if let (Some(middle), Some(longest)) = (times.get(times.len() / 2), times.last()) {
            let name = damage.name();
            let _ = writeln!(text, "{name}: {middle:.1?}, at most {longest:.1?}");
        }
    }
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
    let sections: Vec<_> = sections.values().map(|part| part.trim_end()).collect();
    let text = format!("{HEAD}{}\n", sections.join("\n\n"));
    std::fs::write(file, text).unwrap();
}
