//! The protocol of an apply as a model, searched through: two appliers of one role and the next
//! command, with crashes, lost answers and ended sessions at every step. ARCHITECTURE.md has the
//! invariants in words.

mod rules;
mod search;
mod server;
mod state;
mod step;

use rules::{Model, Rules};
use search::search;
use state::Kind;

const KINDS: [Kind; 3] = [Kind::NewRole, Kind::Rotation, Kind::Drift];
const FAULTS: u8 = 2;

fn model(kind: Kind, rules: Rules, faults: u8) -> Model {
    Model {
        kind,
        faults,
        rules,
    }
}

#[test]
fn every_state_of_the_protocol_holds_what_it_must() {
    for kind in KINDS {
        match search(&model(kind, Rules::ALL, FAULTS)) {
            Ok(states) => println!("{kind:?}: {states} states with {FAULTS} faults"),
            Err(way) => panic!("{kind:?}:\n{way}"),
        }
    }
}

/// Each rule is there for something: without it the search finds what goes wrong.
#[test]
fn without_any_of_its_rules_the_protocol_breaks() {
    type Without = fn(&mut Rules);
    let without: [(&str, Without); 7] = [
        ("fences", |r| r.fences = false),
        ("checks", |r| r.checks = false),
        ("guards", |r| r.guards = false),
        ("persists_first", |r| r.persists_first = false),
        ("keeps_older", |r| r.keeps_older = false),
        ("compares", |r| r.compares = false),
        ("first_alone", |r| r.first_alone = false),
    ];
    for (name, leave_out) in without {
        let mut rules = Rules::ALL;
        leave_out(&mut rules);
        let broken = KINDS
            .into_iter()
            .find_map(|kind| search(&model(kind, rules, 1)).err());
        let way = broken.unwrap_or_else(|| panic!("nothing breaks without `{name}`"));
        println!("without {name}: {}", way.lines().last().unwrap());
    }
}
