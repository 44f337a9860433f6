//! The matrix, whole or in slices, and as a sample.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Instant;

use proxy::Request;

use crate::case::Case;
use crate::damage::{DAMAGES, Damage};
use crate::judge::{Class, judge};
use crate::points::points;
use crate::report;
use crate::results::{Results, Verdict};
use crate::scenario::{Prepared, SCENARIOS, Scenario};
use crate::world::World;

/// Cases run side by side, each on a server of its own: those that keep the processor busy, and
/// those that mostly wait for a limit to pass.
const BUSY: usize = 3;
const WAITING: usize = 12;

/// Classes that are not mended yet: to be emptied.
const NOT_MENDED: &[Class] = &[];

/// What of the matrix is run: the variables make slices of it.
struct Wanted {
    /// `ROLEWRIGHT_FAULTS_EVERY`: each so many-th case.
    every: usize,
    /// `ROLEWRIGHT_FAULTS_FROM`: from this one on; 0 to EVERY - 1 are the slices of a whole.
    from: usize,
    /// `ROLEWRIGHT_FAULTS_ONLY`: cases whose name has all of these words (between commas), and none
    /// of those after a `!`.
    only: Vec<String>,
}

impl Wanted {
    fn from_env() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let only = set("ROLEWRIGHT_FAULTS_ONLY").unwrap_or_default();
        let only = only.split(',').map(|word| word.trim().to_owned());
        Self {
            every: set("ROLEWRIGHT_FAULTS_EVERY").map_or(1, |n| n.parse().unwrap()),
            from: set("ROLEWRIGHT_FAULTS_FROM").map_or(0, |n| n.parse().unwrap()),
            only: only.filter(|word| !word.is_empty()).collect(),
        }
    }

    fn takes(&self, number: usize, case: &Case) -> bool {
        let name = case.to_string();
        let fits = |word: &String| match word.strip_prefix('!') {
            Some(word) => !name.contains(word),
            None => name.contains(word),
        };
        let of_slice = number >= self.from && (number - self.from).is_multiple_of(self.every);
        of_slice && self.only.iter().all(fits)
    }
}

type Scenarios = BTreeMap<Scenario, Prepared>;

fn prepare(world: &World, scenarios: &[Scenario]) -> Scenarios {
    let ready = |scenario: &Scenario| (*scenario, scenario.prepare(world));
    scenarios.iter().map(ready).collect()
}

/// The same on each world, side by side.
fn prepare_all(worlds: &[World]) -> Vec<Scenarios> {
    std::thread::scope(|scope| {
        let prepared = worlds
            .iter()
            .map(|w| scope.spawn(|| prepare(w, &SCENARIOS)));
        let threads: Vec<_> = prepared.collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    })
}

/// Every step × moment × damage of a scenario.
fn cases(scenario: Scenario, requests: &[Request]) -> Vec<Case> {
    let mut cases = Vec::new();
    for at in points(requests) {
        for damage in DAMAGES {
            for moment in damage.moments() {
                cases.push(Case {
                    scenario,
                    damage,
                    moment: *moment,
                    at: at.clone(),
                    // Any number will do, as long as it is the same in every run.
                    seed: (cases.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40,
                });
            }
        }
    }
    cases
}

fn run_one(world: &World, scenarios: &Scenarios, case: Case) -> Verdict {
    let seen = case.run(world, &scenarios[&case.scenario]);
    let violations = judge(&case, &seen);
    Verdict {
        struck: seen.struck,
        violations: if seen.struck { violations } else { Vec::new() },
        took: seen.ended.took,
        case,
    }
}

/// Takes from the first queue that has a case, until all are empty.
fn work(
    queues: &[&Mutex<VecDeque<Case>>],
    (world, scenarios): (&World, &Scenarios),
    done: &(dyn Fn(Verdict) + Sync),
) {
    let next = || queues.iter().find_map(|q| q.lock().unwrap().pop_front());
    while let Some(case) = next() {
        done(run_one(world, scenarios, case));
    }
}

#[test]
#[ignore = "takes long: make test-faults"]
fn whole() {
    let (wanted, begun) = (Wanted::from_env(), Instant::now());
    let worlds: Vec<World> = (0..BUSY + WAITING).map(|_| World::begin()).collect();
    let version = worlds[0].cluster.version;
    let ready = prepare_all(&worlds);
    let requests = |scenario| &ready[0][&scenario].requests;
    let all: Vec<Case> = SCENARIOS
        .into_iter()
        .flat_map(|scenario| cases(scenario, requests(scenario)))
        .collect();
    let results = Results::open(version, &all);
    let chosen = all.into_iter().enumerate();
    let chosen = chosen.filter(|(number, case)| wanted.takes(*number, case) && !results.has(case));
    let chosen = chosen.map(|(_, case)| case);
    let (waiting, busy): (VecDeque<_>, VecDeque<_>) = chosen.partition(|c| c.damage.waits());
    let total = waiting.len() + busy.len();
    eprintln!(
        "{total} cases on PostgreSQL {version}, ready after {:?}",
        begun.elapsed()
    );
    let (busy, waiting) = (Mutex::new(busy), Mutex::new(waiting));
    let verdicts = Mutex::new((results, Vec::new()));
    let done = |verdict: Verdict| {
        eprint!("{}", report::details(std::slice::from_ref(&verdict)));
        let (results, verdicts) = &mut *verdicts.lock().unwrap();
        results.add(&verdict);
        verdicts.push(verdict);
        if verdicts.len().is_multiple_of(100) {
            eprintln!("{} of {total}, {:?}", verdicts.len(), begun.elapsed());
            report::write(version, &report::section(version, results));
        }
    };
    std::thread::scope(|scope| {
        for (number, (world, scenarios)) in worlds.iter().zip(&ready).enumerate() {
            let (busy, waiting, done) = (&busy, &waiting, &done);
            scope.spawn(move || match number < BUSY {
                true => work(&[busy, waiting], (world, scenarios), done),
                false => work(&[waiting], (world, scenarios), done),
            });
        }
    });
    let (results, verdicts) = verdicts.into_inner().unwrap();
    let section = report::section(version, &results);
    report::write(version, &section);
    println!(
        "{section}{total} cases in {:?}\n{}",
        begun.elapsed(),
        report::times(&verdicts)
    );
    let wrong = verdicts.iter().filter(|v| !v.violations.is_empty()).count();
    assert_eq!(
        wrong,
        0,
        "violated in so many cases:\n{}",
        report::details(&verdicts)
    );
}

/// Quick damage, at steps spread over the protocol.
const SAMPLED: [Damage; 6] = [
    Damage::Sigkill,
    Damage::Sigterm,
    Damage::BackendTerminated,
    Damage::AllCut,
    Damage::ConnectionCut,
    Damage::ByteCut,
];
const SAMPLE: usize = 24;

#[test]
fn a_sample_of_the_matrix() {
    let world = World::begin();
    let scenarios = prepare(&world, &[Scenario::NewRole, Scenario::Rotation]);
    let all: Vec<Case> = scenarios
        .iter()
        .flat_map(|(scenario, prepared)| cases(*scenario, &prepared.requests))
        .filter(|case| SAMPLED.contains(&case.damage))
        .collect();
    let step = all.len().div_ceil(SAMPLE).max(1);
    // No divisor of what the cases repeat by, so that all damage and moments are met.
    let step = if step.is_multiple_of(2) {
        step + 1
    } else {
        step
    };
    let chosen = all.into_iter().step_by(step);
    let verdicts: Vec<_> = chosen
        .map(|case| run_one(&world, &scenarios, case))
        .collect();
    let struck = verdicts.iter().filter(|verdict| verdict.struck).count();
    assert!(struck * 4 > verdicts.len() * 3, "only {struck} were struck");
    let mut wrong = verdicts;
    wrong.retain(|verdict| {
        verdict
            .violations
            .iter()
            .any(|v| !NOT_MENDED.contains(&v.class))
    });
    assert!(wrong.is_empty(), "{}", report::details(&wrong));
}
