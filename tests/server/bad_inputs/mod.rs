//! Bad inputs of every kind, through the real binary: each is refused with its exit code and with a
//! message that names the place and the remedy, for people and as JSON; none panics, none shows a
//! password, none changes the store.
//!
//! `cargo test -p rolewright --test server bad_inputs -- --nocapture` prints every message.

mod case;
mod catalogs;
mod connections;
mod csv;
mod flags;
mod homes;
mod items;
mod names;
mod plan_file;
mod results;
mod world;

use std::sync::Mutex;

use case::{Case, Stores};
use world::{Kept, World, kept};

/// Cases at a time.
const THREADS: usize = 3;

fn table(world: &World) -> Vec<Case> {
    let mut cases = plan_file::cases();
    cases.extend(items::cases());
    cases.extend(csv::cases());
    cases.extend(flags::cases());
    cases.extend(names::cases(world));
    cases.extend(results::cases(world));
    cases.extend(catalogs::cases());
    cases.extend(homes::cases());
    cases.extend(connections::cases(world));
    cases
}

#[test]
fn every_bad_input_is_refused_with_its_place_and_a_remedy() {
    let world = World::build();
    let cases = table(&world);
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let names: std::collections::BTreeSet<_> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    let before = kept(&world.copy());
    let todo = Mutex::new(cases.iter());
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some(case) = todo.lock().unwrap().next() else {
                        break;
                    };
                    failures
                        .lock()
                        .unwrap()
                        .extend(check(case, &world, &before));
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

/// Runs a case for people, then for programs; each at a desk of its own.
fn check(case: &Case, world: &World, before: &Kept) -> Vec<String> {
    let mut failures = Vec::new();
    for json in [false, true] {
        let desk = world.copy();
        let output = case.run(&desk, if json { &["--json"] } else { &[] });
        let mut faults = if json {
            case.json_faults(&output)
        } else {
            case.faults(&output)
        };
        faults.extend(unwanted(case, before, &kept(&desk)));
        let shown = format!("{}\n{}{}", case.name, output.stdout, output.stderr);
        assert!(
            !shown.contains(&world.cluster.password),
            "{}: the admin's password",
            case.name
        );
        if !json {
            println!("--- {} {shown}", output.code);
        }
        if !faults.is_empty() {
            failures.push(format!("=== json: {json}, {}\n{shown}", faults.join("; ")));
        }
    }
    failures
}

/// What the store should not hold now.
fn unwanted(case: &Case, before: &Kept, after: &Kept) -> Option<String> {
    let mut left = after.clone();
    if case.stores == Stores::Record {
        let refused = |status: &str| matches!(status, "failed" | "stale");
        let kept_before = |sid: &String| before.sessions.contains_key(sid);
        left.sessions
            .retain(|sid, status| kept_before(sid) || !refused(status));
        if left.sessions.len() == after.sessions.len() {
            return Some("no session records it".to_owned());
        }
    }
    let changed = left.differences(before);
    (!changed.is_empty()).then(|| format!("the store changed: {changed:?}"))
}
