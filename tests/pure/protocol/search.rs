//! Every state that can be reached, and what must hold in it.

use std::collections::{HashMap, VecDeque};

use super::rules::Model;
use super::state::{At, DATABASES, Kind, Password, RESUME, Session, State};
use super::step::steps;

/// How a search ended: the number of states, or the way to a broken invariant.
pub type Found = Result<usize, String>;

/// From the beginning, breadth first: the shortest way to what is broken is told.
pub fn search(model: &Model) -> Found {
    let first = State::new(model.kind, model.faults);
    let mut came: HashMap<State, Option<(State, String)>> = HashMap::from([(first, None)]);
    let mut open = VecDeque::from([first]);
    while let Some(state) = open.pop_front() {
        let next = steps(model, state);
        if next.is_empty()
            && let Err(broken) = at_the_end(&state)
        {
            return Err(format!("{}\n{broken}", way(&came, &state)));
        }
        for step in next {
            let then = step.state.and_then(|then| {
                always(model, &then)?;
                done(&state, &then)?;
                Ok(then)
            });
            let then = match then {
                Ok(then) => then,
                Err(broken) => {
                    return Err(format!("{}\n{}\n{broken}", way(&came, &state), step.what));
                }
            };
            came.entry(then).or_insert_with(|| {
                open.push_back(then);
                Some((state, step.what))
            });
        }
    }
    Ok(came.len())
}

fn way(came: &HashMap<State, Option<(State, String)>>, to: &State) -> String {
    let mut steps = Vec::new();
    let mut at = to;
    while let Some(Some((from, what))) = came.get(at) {
        steps.push(what.as_str());
        at = from;
    }
    steps.reverse();
    steps.join("\n")
}

/// In every state.
fn always(model: &Model, state: &State) -> Result<(), String> {
    let Some(in_force) = state.in_force else {
        return Ok(());
    };
    if state.passwords[in_force] == Password::Absent {
        return Err(format!("password {in_force} is in force, and not stored"));
    }
    match state.shown(model.rules.compares) {
        Some(shown) if shown != in_force => Err(format!(
            "password {shown} is shown, and {in_force} is in force"
        )),
        _ => Ok(()),
    }
}

/// What is put on record is so.
fn done(before: &State, after: &State) -> Result<(), String> {
    for of in 0..before.sessions.len() {
        if before.sessions[of] == after.sessions[of] {
            continue;
        }
        let created = after.kind == Kind::NewRole && after.in_force == Some(of + 1);
        let changed = created || after.ran[of] != [0; DATABASES];
        let whole = after.as_planned == [true; DATABASES];
        match after.sessions[of] {
            Session::Applied if !whole => return Err(format!("{of} is applied on record only")),
            Session::NothingChanged if changed => {
                return Err(format!(
                    "{of} changed something, and the record says nothing"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Once nothing more can happen: the next command has resolved all.
fn at_the_end(state: &State) -> Result<(), String> {
    let planned = state.as_planned == [true; DATABASES] && state.role;
    let before = state.as_planned == [false; DATABASES]
        && state.role == (state.kind != Kind::NewRole)
        && state.in_force.is_none_or(|generation| generation == 0);
    let confirmed = |generation: usize| state.passwords[generation] == Password::Confirmed;
    if state.actors[RESUME].at != At::Ended {
        return Err("the next command is stuck".to_owned());
    }
    if !planned && !before {
        return Err(format!(
            "neither as before nor as planned: {:?}",
            state.as_planned
        ));
    }
    if state.unfinished(None).is_some() {
        return Err("a session stays `running`".to_owned());
    }
    if state.lock.is_some() {
        return Err("the lock stays held".to_owned());
    }
    match state.in_force {
        Some(generation) if !confirmed(generation) => Err(format!(
            "password {generation} is in force and never confirmed"
        )),
        _ => Ok(()),
    }
}
